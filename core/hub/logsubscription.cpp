// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/logsubscription.h"

namespace fairlead::hub {

LogSubscription::LogSubscription(QString server, link::LogSubscribe request, const QByteArray &now)
    : m_server(std::move(server))
    , m_request(std::move(request))
    , m_begun(now)
{}

link::LogSubscribe LogSubscription::resumption()
{
    link::LogSubscribe request = m_request;
    if (m_last.isEmpty() && m_request.tail != 0)
        return request; // nothing has come: it begins anew
    // Who wanted no old lines gets those since it asked, by the hub's clock.
    request.since = QString::fromLatin1(m_last.isEmpty() ? m_begun : m_last);
    request.tail.reset();
    m_toSkip = m_seen;
    m_isCatchingUp = !m_last.isEmpty();
    return request;
}

bool LogSubscription::canServe(const QString &server, const link::LogSubscribe &wish) const
{
    link::LogSubscribe same = wish;
    same.subscriptionId = m_request.subscriptionId;
    if (server != m_server || same != m_request || !wish.follow)
        return false;
    return m_isKeptWhole || qint64(m_kept.size()) >= wish.tail.value_or(0);
}

bool LogSubscription::take(const QByteArray &timestamp)
{
    if (timestamp.isEmpty())
        return true;
    if (m_isCatchingUp && timestamp < m_last)
        return false;
    if (m_isCatchingUp && timestamp == m_last && m_toSkip > 0) {
        --m_toSkip;
        return false;
    }
    if (timestamp > m_last) {
        m_isCatchingUp = false;
        m_last = timestamp;
        m_seen = 0;
    }
    m_seen += timestamp == m_last ? 1 : 0;
    return true;
}

qint64 LogSubscription::keep(const QByteArray &frame, qint64 most)
{
    const qint64 before = m_keptBytes;
    if (!m_request.follow)
        return 0;
    m_kept.push_back(frame);
    m_keptBytes += frame.size();
    const auto enough = size_t(m_request.tail.value_or(0));
    while (!m_kept.empty() && (m_kept.size() > enough || m_keptBytes > most)) {
        m_keptBytes -= m_kept.front().size();
        m_kept.pop_front();
        m_isKeptWhole = false;
    }
    return m_keptBytes - before;
}

QList<QByteArray> LogSubscription::tail() const
{
    return {m_kept.begin(), m_kept.end()};
}

} // namespace fairlead::hub
