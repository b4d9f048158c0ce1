// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QIODevice>
#include <QObject>

namespace fairlead::net {

/// A connection that is being opened, is open, or has ended: the few things that QIODevice does not have.
/// The device is sequential, never blocks, belongs to the transport, and holds a bounded amount of unread
/// bytes: what is not read waits in the kernel and slows the peer down.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Begins to connect: opened() or failed() follows, never from inside this call.
    virtual void open() = 0;
    [[nodiscard]] virtual QIODevice &device() = 0;
    /// Ends our direction once everything queued was written; reading goes on.
    virtual void closeWrite() = 0;
    /// Ends both directions now; no signal follows.
    virtual void abort() = 0;

Q_SIGNALS:
    void opened();
    /// The peer ended its direction; what waits in device() can still be read.
    void ended();
    /// Nothing more will come or go. Emitted once, instead of or after opened().
    void failed(const fairlead::Error &error);
};

} // namespace fairlead::net
