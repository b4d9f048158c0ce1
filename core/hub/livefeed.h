// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/frontendpeer.h"

#include <QHash>
#include <QSet>

namespace fairlead::hub {

/// Brings what agents send to the frontends that look at it. One frame is made for all of them. Who reads too
/// slowly loses samples and lines, never grows the hub.
class LiveFeed : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Metrics, Logs };

    using QObject::QObject;

    void add(Kind kind, const QString &server, link::FrontendPeer *peer);
    void remove(Kind kind, const QString &server, link::FrontendPeer *peer);
    [[nodiscard]] qsizetype count(Kind kind) const;
    /// Somebody looks at the server's logs.
    [[nodiscard]] bool isWatched(Kind kind, const QString &server) const
    {
        return listOf(kind).contains(server);
    }

    void publish(const QString &server, const link::Metrics &sample);
    void publish(const QString &server, const link::Log &line);
    /// To those who look at the server, be it at metrics or logs.
    void publish(const QString &server, const link::Alert &alert);
    /// To everybody who looks at anything: the hub's own alerts.
    void publishToAll(const link::Alert &alert);

    [[nodiscard]] qint64 delivered() const { return m_delivered; }
    /// Messages that a slow frontend did not get.
    [[nodiscard]] qint64 lost() const { return m_lost; }

Q_SIGNALS:
    /// The first frontend came, or the last one went.
    void watchedChanged(fairlead::hub::LiveFeed::Kind kind, const QString &server, bool isWatched);

private:
    using Peers = QHash<QString, QSet<link::FrontendPeer *>>;

    [[nodiscard]] const Peers &listOf(Kind kind) const { return kind == Kind::Metrics ? m_metrics : m_logs; }
    [[nodiscard]] Peers &listOf(Kind kind) { return kind == Kind::Metrics ? m_metrics : m_logs; }
    void deliver(const QSet<link::FrontendPeer *> &peers, const QByteArray &json);
    template<typename Write>
    void deliver(Kind kind, const QString &server, Write write);

    Peers m_metrics;
    Peers m_logs;
    qint64 m_delivered = 0;
    qint64 m_lost = 0;
};

} // namespace fairlead::hub
