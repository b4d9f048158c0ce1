// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/transport.h"
#include "tests/support/await.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>

#include <sys/socket.h>
#include <unistd.h>

#include <memory>

namespace fairlead::test {

/// The other end of a Unix socket, in a folder of its own.
class LocalPeer
{
public:
    /// Never: nothing is read on the peer's side; the raw functions are the ones to use then.
    enum class Reading { Always, Never };

    explicit LocalPeer(Reading reading = Reading::Always) : m_reading(reading)
    {
        (void)m_server.listen(path());
    }
    ~LocalPeer() { closeRaw(); }
    Q_DISABLE_COPY_MOVE(LocalPeer)

    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("peer.sock")); }

    /// Opens `transport` and accepts it.
    [[nodiscard]] bool connectWith(net::Transport &transport)
    {
        bool opened = false;
        QObject::connect(
            &transport, &net::Transport::opened, &m_server, [&opened] { opened = true; },
            Qt::SingleShotConnection);
        transport.open();
        return eventually([&] { return opened && m_server.hasPendingConnections(); }) && accept();
    }

    [[nodiscard]] QLocalSocket &socket() { return *m_socket; }
    [[nodiscard]] QByteArray readAll()
    {
        m_received += m_socket->readAll();
        return m_received;
    }
    /// What came since the last call.
    [[nodiscard]] QByteArray readNext() { return m_socket->readAll(); }

    void sendRaw(const QByteArray &bytes) const
    {
        (void)!::write(m_descriptor, bytes.constData(), size_t(bytes.size()));
    }
    void closeRaw()
    {
        if (m_descriptor >= 0)
            ::close(std::exchange(m_descriptor, -1));
    }
    /// Blocks until the peer ended its direction; what came before.
    [[nodiscard]] QByteArray waitForEndRaw() const
    {
        QByteArray all;
        std::array<char, 4096> buffer;
        while (const ssize_t count = ::read(m_descriptor, buffer.data(), buffer.size())) {
            if (count < 0)
                return "error";
            all.append(buffer.data(), count);
        }
        return all;
    }

private:
    bool accept()
    {
        m_socket.reset(m_server.nextPendingConnection());
        if (m_reading == Reading::Never) {
            // A descriptor of our own, which nothing reads.
            m_descriptor = ::dup(int(m_socket->socketDescriptor()));
            m_socket.reset();
        }
        return true;
    }

    QTemporaryDir m_folder;
    QLocalServer m_server;
    std::unique_ptr<QLocalSocket> m_socket;
    QByteArray m_received;
    Reading m_reading;
    int m_descriptor = -1;
};

} // namespace fairlead::test
