// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For systems without a body of their own: never connected, engines are reached over TCP.

#include "core/net/unixsocket.h"

using namespace Qt::StringLiterals;

namespace fairlead::net {

UnixSocket::UnixSocket(QObject *parent) : QIODevice(parent), m_pause(0) {}

UnixSocket::~UnixSocket() = default;

Result<UnixSocket::Progress> UnixSocket::connectTo(const QString &path)
{
    return failure(ErrorCode::Unsupported, path,
                   u"Unix sockets cannot be used on this system; give the engine's address as tcp://"_s);
}

void UnixSocket::adopt(int) {}

void UnixSocket::closeWrite() {}

void UnixSocket::close()
{
    QIODevice::close();
}

qint64 UnixSocket::bytesAvailable() const
{
    return 0;
}

qint64 UnixSocket::readData(char *, qint64)
{
    return -1;
}

qint64 UnixSocket::writeData(const char *, qint64)
{
    return -1;
}

} // namespace fairlead::net
