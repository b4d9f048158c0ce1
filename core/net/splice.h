// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/messagechannel.h"

namespace fairlead::net {

/// Joins two connections: every message of one goes to the other, piece by piece as it comes, and is not
/// looked into. Each is read only while the other takes what it is sent, so that at most a high water mark
/// waits in either direction.
///
/// It passes on no end: whoever owns the channels sees closed() and closes the other.
class Splice : public QObject
{
    Q_OBJECT

public:
    /// Both with Settings::inParts; they must outlive the splice, or be deleted after their closed().
    Splice(MessageChannel &a, MessageChannel &b, QObject *parent = nullptr);

private:
    void connectOneWay(MessageChannel &from, MessageChannel &to);
};

} // namespace fairlead::net
