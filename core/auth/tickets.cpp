// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/tickets.h"

#include "core/auth/secrets.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::auth {

Result<QByteArray> Tickets::issue(const TicketHolder &holder, const QString &server, const QString &purpose)
{
    forgetExpired();
    const auto ofUser =
        std::ranges::count_if(m_open, [&](const Entry &entry) { return entry.holder.user == holder.user; });
    if (m_open.size() >= maxOpen || ofUser >= maxOpenPerUser)
        return failure(ErrorCode::LimitReached, u"the list of tickets"_s, u"use those that are open first"_s);
    const QByteArray ticket = randomToken();
    m_open.insert(sha256(ticket), {holder, server, purpose, m_clock() + lifetime});
    return ticket;
}

Result<TicketHolder> Tickets::redeem(const QByteArray &ticket, const QString &server, const QString &purpose)
{
    forgetExpired();
    const auto found = m_open.constFind(sha256(ticket));
    const auto refusal = failure(ErrorCode::PermissionDenied, u"the ticket"_s, u"it is not valid"_s);
    if (found == m_open.cend())
        return refusal;
    const Entry entry = *found;
    m_open.erase(found);
    if (entry.server != server || entry.purpose != purpose)
        return refusal;
    return entry.holder;
}

void Tickets::forgetExpired()
{
    const Time now = m_clock();
    // Those from the future too: somebody has set the clock back.
    m_open.removeIf([&](const auto &item) { return item->expires <= now || item->expires > now + lifetime; });
}

} // namespace fairlead::auth
