// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/spoolsegment.h"

#include <QtEndian>

#include <array>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

constexpr QByteArrayView magic = "FLSPOOL1";

constexpr std::array<quint32, 256> crcTable = [] {
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < table.size(); ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = value & 1 ? 0xedb88320 ^ (value >> 1) : value >> 1;
        table.at(i) = value;
    }
    return table;
}();

quint32 crc32(QByteArrayView bytes, quint32 before = 0)
{
    quint32 value = ~before;
    for (const char byte : bytes)
        value = crcTable.at((value ^ uchar(byte)) & 0xff) ^ (value >> 8);
    return ~value;
}

std::array<char, 8> timeBytes(SpoolSegment::Time time)
{
    std::array<char, 8> bytes{};
    qToLittleEndian(qint64(time.time_since_epoch().count()), bytes.data());
    return bytes;
}

quint32 checksum(QByteArrayView payload, SpoolSegment::Time time)
{
    return crc32(payload, crc32(QByteArrayView(timeBytes(time))));
}

} // namespace

Result<std::unique_ptr<SpoolSegment>> SpoolSegment::open(const QString &path, quint64 number)
{
    auto segment = std::unique_ptr<SpoolSegment>(new SpoolSegment(path, number));
    if (const auto loaded = segment->load(); !loaded)
        return std::unexpected(loaded.error());
    return segment;
}

Error SpoolSegment::problem() const
{
    return {ErrorCode::PermissionDenied, m_file.fileName(), m_file.errorString()};
}

Result<> SpoolSegment::load()
{
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner))
        return std::unexpected(problem());
    if (m_file.read(magic.size()) != magic) {
        // New, or torn before its first record.
        if (!m_file.resize(0) || !m_file.seek(0) || m_file.write(magic.data(), magic.size()) != magic.size())
            return std::unexpected(problem());
    }
    m_size = firstOffset;
    qint64 last = 0;
    while (const auto header = headerAt(m_size)) {
        last = m_size;
        m_latest = std::max(m_latest, header->time);
        m_size += recordHeader + header->length;
    }
    // A write that was cut off can have left a length without its payload.
    if (const auto record = last > 0 ? read(last) : std::nullopt; record && record->payload.isNull())
        m_size = last;
    if (m_file.size() > m_size && !m_file.resize(m_size))
        return std::unexpected(problem());
    return {};
}

// Of a whole record; the payload is not looked at.
std::optional<SpoolSegment::Header> SpoolSegment::headerAt(qint64 offset)
{
    if (!m_file.seek(offset))
        return {};
    const QByteArray bytes = m_file.read(recordHeader);
    if (bytes.size() < recordHeader)
        return {};
    const Header header{qFromLittleEndian<quint32>(bytes.data()),
                        qFromLittleEndian<quint32>(bytes.data() + 4),
                        Time(std::chrono::milliseconds(qFromLittleEndian<qint64>(bytes.data() + 8)))};
    if (header.length == 0 || header.length > maxPayload
        || offset + recordHeader + header.length > m_file.size())
        return {};
    return header;
}

bool SpoolSegment::isBoundary(qint64 offset)
{
    qint64 at = firstOffset;
    while (at < offset) {
        const auto header = headerAt(at);
        if (!header)
            return false;
        at += recordHeader + header->length;
    }
    return at == offset;
}

Result<> SpoolSegment::append(QByteArrayView payload, Time time)
{
    if (payload.isEmpty() || payload.size() > maxPayload)
        return failure(ErrorCode::TooLarge, u"sample"_s, u"from 1 to %1 bytes can be kept"_s.arg(maxPayload));
    QByteArray record(recordHeader, Qt::Uninitialized);
    qToLittleEndian(quint32(payload.size()), record.data());
    qToLittleEndian(checksum(payload, time), record.data() + 4);
    std::ranges::copy(timeBytes(time), record.data() + 8);
    record += payload;
    if (!m_file.seek(m_size) || m_file.write(record) != record.size()) {
        const Error error = problem(); // a full disk, most likely
        m_file.resize(m_size);
        return std::unexpected(error);
    }
    m_size += record.size();
    m_latest = std::max(m_latest, time);
    return {};
}

std::optional<SpoolSegment::Record> SpoolSegment::read(qint64 offset)
{
    if (offset >= m_size)
        return {};
    const auto header = headerAt(offset);
    if (!header)
        return Record{{}, m_size}; // nothing behind it can be found
    const qint64 next = offset + recordHeader + header->length;
    QByteArray payload = m_file.read(header->length);
    if (payload.size() != header->length || checksum(payload, header->time) != header->checksum)
        return Record{{}, next};
    return Record{payload, next};
}

void SpoolSegment::sync()
{
#ifdef Q_OS_UNIX
    fsync(m_file.handle());
#endif
}

} // namespace fairlead::agent
