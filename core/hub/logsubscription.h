// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/frontendpeer.h"
#include "core/link/logmessages.h"

#include <QSet>

#include <deque>

namespace fairlead::hub {

/// One subscription at an agent: who looks, how far it has come, and the latest lines.
///
/// A frontend that asks for a log which another follows already gets its own tail from the lines kept here,
/// and then the same lines as the other; the agent reads the log once. Where the kept lines do not suffice,
/// canServe() says no, and the newcomer needs a subscription of its own.
class LogSubscription
{
public:
    LogSubscription(QString server, link::LogSubscribe request, const QByteArray &now);

    [[nodiscard]] const QString &id() const { return m_request.subscriptionId; }
    [[nodiscard]] const QString &server() const { return m_server; }
    /// As it was first asked for.
    [[nodiscard]] const link::LogSubscribe &request() const { return m_request; }
    /// To go on behind the last line, after the agent was away.
    [[nodiscard]] link::LogSubscribe resumption();
    [[nodiscard]] bool canServe(const QString &server, const link::LogSubscribe &wish) const;

    /// Notes a line's time, RFC 3339 with nine digits in UTC; false when the line was there before the last
    /// resumption().
    [[nodiscard]] bool take(const QByteArray &timestamp);
    /// Keeps a line for those who come later, at most `most` bytes of the latest. How many bytes more are
    /// kept now.
    qint64 keep(const QByteArray &frame, qint64 most);
    [[nodiscard]] qint64 keptBytes() const { return m_keptBytes; }
    /// What a newcomer gets first.
    [[nodiscard]] QList<QByteArray> tail() const;

    QSet<link::FrontendPeer *> frontends;
    bool isPaused = false; ///< the agent was told so

private:
    QString m_server;
    link::LogSubscribe m_request;
    std::deque<QByteArray> m_kept;
    qint64 m_keptBytes = 0;
    bool m_isKeptWhole = true; // nothing was thrown away
    QByteArray m_begun;        // when it was first asked for
    QByteArray m_last;         // the latest time of all lines
    qint64 m_seen = 0;         // lines of that time
    qint64 m_toSkip = 0;
    bool m_isCatchingUp = false;
};

} // namespace fairlead::hub
