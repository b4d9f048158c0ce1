// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/linux/epolldispatcher.h"

#include <QSocketNotifier>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace fairlead::test {

/// Two connected sockets, non-blocking.
class SocketPair
{
public:
    SocketPair()
    {
        m_good = socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, m_ends.data()) == 0;
    }
    ~SocketPair()
    {
        closeEnd(0);
        closeEnd(1);
    }
    Q_DISABLE_COPY_MOVE(SocketPair)

    [[nodiscard]] int end(size_t index) const { return m_ends.at(index); }
    void closeEnd(size_t index)
    {
        if (m_good && m_ends.at(index) >= 0)
            ::close(std::exchange(m_ends.at(index), -1));
    }
    /// The number is somebody else's business from now on.
    int release(size_t index) { return std::exchange(m_ends.at(index), -1); }
    void send(size_t from, QByteArrayView bytes = "x")
    {
        QCOMPARE(::write(end(from), bytes.data(), size_t(bytes.size())), bytes.size());
    }
    QByteArray take(size_t at)
    {
        QByteArray bytes(65536, '\0');
        bytes.resize(std::max<qsizetype>(0, ::read(end(at), bytes.data(), size_t(bytes.size()))));
        return bytes;
    }

private:
    std::array<int, 2> m_ends{-1, -1};
    bool m_good = false;
};

/// Runs a QtTest object under the server's dispatcher.
template<typename Test>
int runWithEpoll(int argc, char **argv)
{
    auto dispatcher = std::make_unique<net::EpollDispatcher>();
    if (!dispatcher->isValid())
        return 1;
    QCoreApplication::setEventDispatcher(dispatcher.release());
    QCoreApplication application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace fairlead::test
