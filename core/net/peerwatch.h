// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace fairlead::net {

/// Finds out that the peer of a TCP connection is gone although the connection says nothing (a half-open
/// connection).
///
/// Pings are due at an interval, and a peer from which nothing comes between two is lost; unless it cannot be
/// expected to answer, because it has not read everything or we do not read it. Then TCP alone can tell: it
/// was reset, or acknowledges nothing.
class PeerWatch : public QObject
{
    Q_OBJECT

public:
    /// What the connection's owner knows when the watch looks.
    struct View
    {
        qintptr descriptor = -1;
        qint64 unsent = 0; ///< bytes that the peer has not acknowledged
    };

    PeerWatch(std::chrono::milliseconds interval, std::function<View()> look, QObject *parent = nullptr);

    /// Something came from the peer.
    void heard() { m_heard = true; }
    /// Whether the owner reads what comes.
    void setReading(bool reading);
    void stop() { m_timer.stop(); }

Q_SIGNALS:
    void pingDue();
    /// Repeated until stop().
    void lost(const QString &reason);

private:
    void check();

    std::chrono::milliseconds m_interval;
    std::function<View()> m_look;
    QTimer m_timer;
    bool m_heard = true;
    bool m_reading = true;
};

} // namespace fairlead::net
