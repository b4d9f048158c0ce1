// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/alertlog.h"
#include "core/store/database.h"

#include <QHash>

namespace fairlead::hub {

/// Brings alerts into the database. What it cannot take waits, each alert in its last shape, until flush()
/// tries again.
class AlertWriter : public QObject
{
    Q_OBJECT

public:
    /// A database that takes nothing for days must not grow the hub: more are not kept.
    static constexpr qsizetype maxWaiting = 20'000;

    /// Must outlive it.
    explicit AlertWriter(store::Database &database, QObject *parent = nullptr);

    void add(const store::Alert &alert);
    void flush();
    [[nodiscard]] qsizetype waiting() const { return m_waiting.size(); }

private:
    store::Database &m_database;
    QHash<QString, store::Alert> m_waiting; // by id
    bool m_writing = false;
};

} // namespace fairlead::hub
