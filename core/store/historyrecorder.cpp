// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/historyrecorder.h"

#include "core/base/logging.h"

namespace fairlead::store {

namespace {

Result<> writeAll(Connection &connection, const Retention &retention,
                  const QList<std::pair<QString, Sample>> &batch, Time now)
{
    History history(connection, retention);
    for (const auto &[server, sample] : batch) {
        if (auto done = history.add(server, {sample}, now); !done)
            return std::unexpected(std::move(done).error());
    }
    return {};
}

constexpr qint64 summariesPerStep = 500;

struct Step
{
    qint64 cursor = 0;
    bool isBehind = false; ///< more summaries are due
};

Result<Step> upkeep(Connection &connection, const Retention &retention, Time now, qint64 cursor)
{
    History history(connection, retention);
    return history.rollUp(now, summariesPerStep).and_then([&](qint64 done) {
        return history.prune(now, cursor).transform([&](qint64 next) {
            return Step{next, done == summariesPerStep};
        });
    });
}

} // namespace

HistoryRecorder::HistoryRecorder(Database &database, const Retention &retention, Clock clock, QObject *parent)
    : HistoryRecorder(database, retention, std::move(clock), Pace(), parent)
{}

HistoryRecorder::HistoryRecorder(Database &database, const Retention &retention, Clock clock, Pace pace,
                                 QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_retention(retention)
    , m_clock(std::move(clock))
{
    m_batchTimer.setSingleShot(true);
    m_batchTimer.setInterval(pace.batch);
    connect(&m_batchTimer, &QTimer::timeout, this, &HistoryRecorder::flush);
    m_upkeepTimer.setInterval(pace.upkeep);
    connect(&m_upkeepTimer, &QTimer::timeout, this, &HistoryRecorder::keepHouse);
    m_upkeepTimer.start();
}

HistoryRecorder::~HistoryRecorder()
{
    if (!m_waiting.isEmpty())
        std::ignore = m_database.run(
            [retention = m_retention, batch = std::move(m_waiting), now = m_clock()](Connection &connection) {
                return writeAll(connection, retention, batch, now);
            });
}

void HistoryRecorder::add(const QString &server, const Sample &sample)
{
    m_waiting.emplaceBack(server, sample);
    trim();
    noteCrowd();
    if (!m_writing && !m_batchTimer.isActive())
        m_batchTimer.start();
}

void HistoryRecorder::flush()
{
    m_writing = true;
    const Batch batch = m_waiting.first(qMin(m_waiting.size(), maxBatch));
    m_waiting.remove(0, batch.size());
    m_database
        .run([retention = m_retention, batch, now = m_clock()](Connection &connection) {
            return writeAll(connection, retention, batch, now);
        })
        .then(this, [this, batch](const Result<> &result) { onWritten(result, batch); });
}

void HistoryRecorder::onWritten(const Result<> &result, Batch batch)
{
    m_writing = false;
    m_isFailing = !result;
    if (!result) {
        // The database tells its owner; here it is only tried again.
        qCDebug(lcStore) << "history waits:" << toSentence(result.error());
        m_waiting = std::move(batch) + m_waiting;
        trim();
    }
    noteCrowd();
    if (m_waiting.isEmpty())
        Q_EMIT written();
    else if (result && m_waiting.size() >= maxBatch)
        flush();
    else
        m_batchTimer.start();
}

void HistoryRecorder::noteCrowd()
{
    const bool crowded = !m_isFailing && m_waiting.size() >= (m_isCrowded ? relaxedAt : crowdedAt);
    if (std::exchange(m_isCrowded, crowded) != crowded)
        Q_EMIT crowdedChanged(crowded);
}

void HistoryRecorder::trim()
{
    if (m_waiting.size() <= maxWaiting)
        return;
    // Some more at once: to take one from the front of a long list at a time is slow.
    const qsizetype surplus = m_waiting.size() - maxWaiting + maxWaiting / 10;
    m_waiting.remove(0, surplus);
    m_dropped += surplus;
}

void HistoryRecorder::keepHouse()
{
    if (m_keepingHouse)
        return;
    m_keepingHouse = true;
    m_database
        .run([retention = m_retention, now = m_clock(), cursor = m_cursor](Connection &connection) {
            return upkeep(connection, retention, now, cursor);
        })
        .then(this, [this](const Result<Step> &step) {
            m_keepingHouse = false;
            m_cursor = step.value_or(Step{}).cursor;
            if (step && step->isBehind) // again at once, but behind what others want meanwhile
                keepHouse();
        });
}

} // namespace fairlead::store
