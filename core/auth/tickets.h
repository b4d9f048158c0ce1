// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QHash>

namespace fairlead::auth {

/// Who may do what with a ticket.
struct TicketHolder
{
    qint64 user = 0;
    QString session;

    friend bool operator==(const TicketHolder &, const TicketHolder &) = default;
};

/// One-time tickets for clients that can neither send a header nor a first message: one opens one thing on
/// one server, once, within 30 s. It stands for its user, whose rights are looked up again when it is used.
class Tickets
{
public:
    static constexpr std::chrono::seconds lifetime{30};
    static constexpr qsizetype maxOpen = 1000;
    static constexpr qsizetype maxOpenPerUser = 50;

    explicit Tickets(Clock clock = systemTime) : m_clock(std::move(clock)) {}

    /// 256 random bits in base64url. LimitReached when too many are open.
    [[nodiscard]] Result<QByteArray> issue(const TicketHolder &holder, const QString &server,
                                           const QString &purpose);
    /// Uses a ticket up, whatever comes of it. PermissionDenied when it is unknown, used, too old, or for
    /// another server or purpose, without a difference.
    [[nodiscard]] Result<TicketHolder> redeem(const QByteArray &ticket, const QString &server,
                                              const QString &purpose);
    [[nodiscard]] qsizetype openCount() const { return m_open.size(); }

private:
    struct Entry
    {
        TicketHolder holder;
        QString server;
        QString purpose;
        Time expires;
    };

    void forgetExpired();

    Clock m_clock;
    QHash<QByteArray, Entry> m_open; // by the hash: looking it up tells nothing of the ticket
};

} // namespace fairlead::auth
