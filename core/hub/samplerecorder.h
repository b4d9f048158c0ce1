// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/samplereader.h"
#include "core/store/historyrecorder.h"

#include <QHash>

namespace fairlead::hub {

/// Brings agents' samples into history: each moment once, at most one in a second from each server, however
/// many come.
class SampleRecorder : public QObject
{
    Q_OBJECT

public:
    /// Must outlive it.
    SampleRecorder(store::HistoryRecorder &history, Clock clock, QObject *parent = nullptr);

    void add(const QString &server, const link::Metrics &sample);
    /// The server is gone.
    void forget(const QString &server) { m_last.remove(server); }
    [[nodiscard]] qint64 recorded() const { return m_recorded; }

Q_SIGNALS:
    /// For whoever compares the numbers with something.
    void recordedSample(const QString &server, const fairlead::hub::Reading &reading);

private:
    store::HistoryRecorder &m_history;
    Clock m_clock;
    SampleReader m_reader;
    QHash<QString, Time> m_last;
    qint64 m_recorded = 0;
};

} // namespace fairlead::hub
