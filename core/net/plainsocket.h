// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpSocket>

namespace fairlead::net {

/// A QTcpSocket that can give back the 32 KiB that it would keep for its next read for ever, which is most of
/// what a silent connection costs.
class PlainSocket : public QTcpSocket
{
    Q_OBJECT

public:
    using QTcpSocket::QTcpSocket;

    /// When nothing waits in it: frees the read buffer; the next read makes a new one.
    void releaseReadBuffer()
    {
        if (!isReadable() || bytesAvailable() > 0)
            return;
        // There is no other way: a device that cannot be read has no buffer (QIODevice::setOpenMode).
        const OpenMode mode = openMode();
        setOpenMode(mode & ~OpenMode(ReadOnly));
        setOpenMode(mode);
    }
};

} // namespace fairlead::net
