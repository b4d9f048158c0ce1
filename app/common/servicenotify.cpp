// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/servicenotify.h"

#include <QtGlobal>

#include <algorithm>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#endif

namespace fairlead {

#ifdef Q_OS_LINUX

bool notifyReady()
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    qunsetenv("NOTIFY_SOCKET");
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const bool isPath = path.startsWith('/') || path.startsWith('@');
    if (!isPath || path.size() >= qsizetype(sizeof address.sun_path))
        return false;
    std::ranges::copy(path, address.sun_path);
    if (path.startsWith('@'))
        address.sun_path[0] = '\0'; // the abstract name space
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path)) + socklen_t(path.size());
    constexpr QByteArrayView message = "READY=1";
    const auto sent = ::sendto(socket, message.data(), size_t(message.size()), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr *>(&address), length);
    ::close(socket);
    return sent == message.size();
}

#else

bool notifyReady()
{
    return false;
}

#endif

} // namespace fairlead
