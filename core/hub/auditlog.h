// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/audit.h"
#include "core/store/database.h"

#include <QHostAddress>
#include <QTimer>

namespace fairlead::hub {

/// Writes down who did what. What cannot be written is counted, never waited for.
class AuditLog : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::days kept{365};
    static constexpr qint64 most = 1'000'000;

    /// Must outlive it.
    explicit AuditLog(store::Database &database, Clock clock = systemTime, QObject *parent = nullptr);

    void add(const QString &who, const QHostAddress &address, const QString &action, const QString &target,
             const QString &outcome);
    [[nodiscard]] qint64 lost() const { return m_lost; }

    /// Forgets entries that are older than `kept`, and the oldest of those beyond `most`, in small steps. It
    /// is done every 10 minutes.
    void prune();

private:
    store::Database &m_database;
    Clock m_clock;
    QTimer m_pruneTimer;
    qint64 m_lost = 0;
};

} // namespace fairlead::hub
