// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

namespace fairlead::store {

/// Who did what, from where, to what, and how it ended. No secrets in any of it.
struct AuditEntry
{
    qint64 id = 0; ///< grows with every entry
    Time at;
    QString who;     ///< a user's or server's name, or what somebody claimed to be
    QString address; ///< empty: on this machine
    QString action;  ///< "login", "exec", …
    QString target;  ///< "server/container", a user's name, …
    QString outcome; ///< "ok", or why not

    friend bool operator==(const AuditEntry &, const AuditEntry &) = default;
};

/// What somebody wants to see of the audit.
struct AuditFilter
{
    std::optional<Time> from;
    std::optional<Time> to;         ///< not itself
    std::optional<qint64> beforeId; ///< the last entry of the page before
    qint64 limit = 100;             ///< 1 to 1000
};

class Audit
{
public:
    explicit Audit(Connection &connection) : m_connection(connection) {}

    /// Texts are cut at 512 characters.
    [[nodiscard]] Result<> add(const AuditEntry &entry);
    /// Newest first.
    [[nodiscard]] Result<QList<AuditEntry>> find(const AuditFilter &filter);
    /// Forgets entries before `oldest`, and the oldest of those beyond `most`; at most `step` at once.
    /// Returns how many, so that the caller goes on until it is fewer than `step`.
    [[nodiscard]] Result<qint64> prune(Time oldest, qint64 most = 1'000'000, qint64 step = 1000);

private:
    Connection &m_connection;
};

} // namespace fairlead::store
