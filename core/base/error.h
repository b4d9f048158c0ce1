// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace fairlead {

/// What went wrong, for the program. The person's sentence is made from it: in widgets with tr(), elsewhere
/// by toSentence().
enum class ErrorCode {
    InvalidInput,     ///< what the user or a peer gave is malformed; `detail` says how
    NotReachable,     ///< nothing answers at `subject`
    PermissionDenied, ///< the system or the peer refuses us access to `subject`
    NotFound,         ///< `subject` does not exist
    NotRunning,       ///< the container `subject` is stopped or paused
    Conflict,         ///< `subject` is not in a state that allows it
    Refused,          ///< the peer answered with an error of its own; `detail` quotes it
    Unavailable,      ///< `subject`, an address or a file of ours, cannot be had; `detail` says why
    Unsupported,      ///< the peer is too old or cannot do it
    Timeout,          ///< no answer from `subject` in time
    ConnectionLost,   ///< the connection to `subject` ended in the middle
    ProtocolError,    ///< `subject` sent something that is not the protocol
    TooLarge,         ///< a bound was reached; `detail` names it
    TlsFailed,        ///< certificate or handshake problem
    LimitReached,     ///< no free slot
    Cancelled,        ///< ended on request of the user
};

/// An error as a value. Cheap to copy; travels through Result<T>.
struct Error
{
    ErrorCode code = ErrorCode::ProtocolError;
    QString subject; ///< the thing it happened to: a container name, a socket path, an option
    QString detail;  ///< the peer's or system's own words; may be empty

    /// True when trying again later, unchanged, can help.
    [[nodiscard]] bool isTransient() const;

    friend bool operator==(const Error &, const Error &) = default;
};

/// One plain English sentence for logs, the command line and the wire: what happened, to which thing, why.
[[nodiscard]] QString toSentence(const Error &error);

} // namespace fairlead
