// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/link/messages.h"

#include <memory>

namespace fairlead::link {

/// Reads messages: JSON text → value, for each direction.
///
/// The whole text is validated, also where it is only passed on: RFC 8259, UTF-8, at most maxMessage bytes
/// and maxDepth levels. Of several members with one name the first counts, and all are passed on. Members
/// that are not known are ignored. What is not JSON, no object, without a string `type`, or lacks a member
/// that its type needs is a ProtocolError; the peer gets invalidFormatAnswer(). An integer beyond 64 bits
/// counts as no JSON.
///
/// Has its own buffers, which grow with the longest message: one for a thread, not one for a connection.
class MessageParser
{
public:
    MessageParser();
    ~MessageParser();
    Q_DISABLE_COPY_MOVE(MessageParser)

    [[nodiscard]] Result<FromAgent> fromAgent(QByteArrayView text);
    [[nodiscard]] Result<ToAgent> toAgent(QByteArrayView text);
    [[nodiscard]] Result<FromFrontend> fromFrontend(QByteArrayView text);
    [[nodiscard]] Result<ToFrontend> toFrontend(QByteArrayView text);
    /// What a line of a log says, as agents of ours write it. Of others only the message is needed.
    [[nodiscard]] Result<LogEntry> logEntry(const RawJson &data);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fairlead::link
