// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/samplespool.h"

#include "core/base/logging.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

constexpr auto suffix = ".spool"_L1;
// Numbers are written with all their digits, so that names sort as they do.
constexpr int digits = 20;

QByteArray padded(quint64 number)
{
    return QByteArray::number(number).rightJustified(digits, '0');
}

} // namespace

QString SampleSpool::pathOf(quint64 number) const
{
    return QDir(m_settings.folder).filePath(QString::fromLatin1(padded(number)) + suffix);
}

Result<> SampleSpool::open(Time now)
{
    const QDir folder(m_settings.folder);
    if (!folder.mkpath(u"."_s))
        return failure(ErrorCode::PermissionDenied, m_settings.folder, u"the folder cannot be made"_s);
    for (const QString &name : folder.entryList({u'*' + suffix}, QDir::Files, QDir::Name)) {
        bool isNumber = false;
        const quint64 number = name.chopped(suffix.size()).toULongLong(&isNumber);
        if (!isNumber || name.size() != digits + suffix.size())
            continue;
        auto segment = SpoolSegment::open(folder.filePath(name), number);
        if (!segment)
            return std::unexpected(segment.error());
        m_lastNumber = number;
        m_segments.push_back(*std::move(segment));
    }
    m_positionFile.setFileName(folder.filePath(u"position"_s));
    if (!m_positionFile.open(QIODevice::ReadWrite | QIODevice::Unbuffered,
                             QFile::ReadOwner | QFile::WriteOwner))
        return failure(ErrorCode::PermissionDenied, m_positionFile.fileName(), m_positionFile.errorString());
    loadPosition();
    dropRemoved();
    dropOld(now);
    rewind();
    return {};
}

SampleSpool::Position SampleSpool::begin() const
{
    return m_segments.empty() ? Position{m_lastNumber + 1} : Position{m_segments.front()->number()};
}

SampleSpool::Position SampleSpool::end() const
{
    if (m_segments.empty())
        return begin();
    return {m_segments.back()->number(), m_segments.back()->size()};
}

SpoolSegment *SampleSpool::segmentAt(quint64 number) const
{
    const auto it =
        std::ranges::find(m_segments, number, [](const auto &segment) { return segment->number(); });
    return it == m_segments.end() ? nullptr : it->get();
}

void SampleSpool::loadPosition()
{
    const QList<QByteArray> words = m_positionFile.read(2 * digits + 2).simplified().split(' ');
    m_removed = begin();
    if (words.size() != 2)
        return;
    const Position saved{words.at(0).toULongLong(), words.at(1).toLongLong()};
    // When in doubt, again rather than not at all.
    SpoolSegment *segment = segmentAt(saved.segment);
    if (segment && segment->isBoundary(saved.offset))
        m_removed = saved;
}

void SampleSpool::savePosition()
{
    m_positionFile.seek(0);
    m_positionFile.write(padded(m_removed.segment) + ' ' + padded(quint64(m_removed.offset)) + '\n');
}

Result<> SampleSpool::startSegment()
{
    if (!m_segments.empty())
        m_segments.back()->sync();
    auto segment = SpoolSegment::open(pathOf(m_lastNumber + 1), m_lastNumber + 1);
    if (!segment)
        return std::unexpected(segment.error());
    ++m_lastNumber;
    m_segments.push_back(*std::move(segment));
    dropRemoved();
    return {};
}

Result<> SampleSpool::append(QByteArrayView sample, Time now)
{
    dropOld(now);
    if (m_segments.empty() || m_segments.back()->size() >= m_settings.segmentBytes) {
        if (const auto started = startSegment(); !started)
            return started;
    }
    return m_segments.back()->append(sample, now);
}

std::optional<QByteArray> SampleSpool::next()
{
    while (m_next < end()) {
        SpoolSegment *segment = segmentAt(m_next.segment);
        const auto record = segment ? segment->read(m_next.offset) : std::nullopt;
        if (!record) {
            const auto behind = [this](const auto &other) { return other->number() > m_next.segment; };
            m_next = {(*std::ranges::find_if(m_segments, behind))->number()};
            continue;
        }
        m_next.offset = record->next;
        if (record->payload.isNull()) {
            qCWarning(lcAgent) << "a stored sample is damaged and was left out";
            continue;
        }
        m_given.push_back(m_next);
        return record->payload;
    }
    return {};
}

void SampleSpool::rewind()
{
    m_given.clear();
    m_next = m_removed;
}

void SampleSpool::remove(qsizetype count)
{
    for (; count > 0 && !m_given.empty(); --count) {
        m_removed = std::max(m_removed, m_given.front());
        m_given.pop_front();
    }
    savePosition();
    dropRemoved();
}

void SampleSpool::dropFirst()
{
    m_segments.front()->removeFile();
    m_segments.pop_front();
    m_removed = std::max(m_removed, begin());
    m_next = std::max(m_next, begin());
}

// The last one stays, to be written on.
void SampleSpool::dropRemoved()
{
    while (m_segments.size() > 1 && m_segments.front()->number() < m_removed.segment)
        dropFirst();
    while (m_segments.size() > 1
           && m_removed >= Position{m_segments.front()->number(), m_segments.front()->size()})
        dropFirst();
}

void SampleSpool::dropOld(Time now)
{
    const auto isTooOld = [&] { return m_segments.front()->latest() + m_settings.maxAge < now; };
    while (!m_segments.empty() && (bytes() > m_settings.maxBytes || isTooOld())) {
        const Position behind{m_segments.front()->number(), m_segments.front()->size()};
        m_dropped += m_removed < behind ? 1 : 0;
        dropFirst();
    }
}

qint64 SampleSpool::bytes() const
{
    qint64 sum = 0;
    for (const auto &segment : m_segments)
        sum += segment->size();
    return sum;
}

} // namespace fairlead::agent
