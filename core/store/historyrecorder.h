// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/database.h"
#include "core/store/history.h"

#include <QTimer>

namespace fairlead::store {

/// Takes samples as they come from agents and writes them in batches, half a second of them in each; makes
/// the summaries and deletes what is too old, in small steps in between.
///
/// While the database cannot write, samples wait, at most maxWaiting of them: then the oldest are dropped.
/// While it writes, but not as fast as they come, whoever sends them can be held back: crowdedChanged().
class HistoryRecorder : public QObject
{
    Q_OBJECT

public:
    struct Pace
    {
        std::chrono::milliseconds batch{500}; ///< what a kill takes with it
        std::chrono::milliseconds upkeep{1000};
    };
    static constexpr qsizetype maxWaiting = 20'000;
    // Near each other: a slow disk has to get from one to the other before agents believe the hub dead.
    static constexpr qsizetype crowdedAt = maxWaiting / 5;
    static constexpr qsizetype relaxedAt = maxWaiting / 10;
    /// In one job, so that others of the database's have their turn.
    static constexpr qsizetype maxBatch = 500;

    HistoryRecorder(Database &database, const Retention &retention, Clock clock = systemTime,
                    QObject *parent = nullptr);
    HistoryRecorder(Database &database, const Retention &retention, Clock clock, Pace pace, QObject *parent);
    /// Hands over what waits.
    ~HistoryRecorder() override;

    void add(const QString &server, const Sample &sample);
    void setRetention(const Retention &retention) { m_retention = retention; }
    /// Samples that were dropped because the database could not write.
    [[nodiscard]] qint64 dropped() const { return m_dropped; }
    [[nodiscard]] bool isCrowded() const { return m_isCrowded; }

Q_SIGNALS:
    /// More or fewer samples wait than is good. Never for long: a database that cannot write crowds nobody,
    /// for what is live must go on.
    void crowdedChanged(bool isCrowded);
    /// The samples that waited are written.
    void written();

private:
    using Batch = QList<std::pair<QString, Sample>>;

    void flush();
    void onWritten(const Result<> &result, Batch batch);
    void keepHouse();
    void trim();
    void noteCrowd();

    Database &m_database;
    Retention m_retention;
    Clock m_clock;
    QTimer m_batchTimer;
    QTimer m_upkeepTimer;
    Batch m_waiting; // oldest first
    qint64 m_dropped = 0;
    qint64 m_cursor = 0;
    bool m_writing = false;
    bool m_isFailing = false;
    bool m_isCrowded = false;
    bool m_keepingHouse = false;
};

} // namespace fairlead::store
