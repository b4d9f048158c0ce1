// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTypes>

#include <chrono>

// Codes, directions and limits of the docker-exec protocol. No logic; the text is in PROTOCOL.md beside this
// file.
namespace fairlead::exec {

/// The first byte of every message.
enum class Code : quint8 {
    Stdin = 0,      ///< client → server: bytes for the process
    Stdout = 1,     ///< server → client: bytes; with a tty, everything
    Stderr = 2,     ///< server → client: bytes
    Resize = 50,    ///< client → server: uint16 LE rows, uint16 LE columns
    Resume = 100,   ///< both: send again; the server's first message
    Pause = 101,    ///< both: stop sending
    End = 102,      ///< client → server: stdin is at its end
    Stopped = 200,  ///< server → client: 1 byte exit code
    Shutdown = 201, ///< server → client: the server is going down
    Error = 202,    ///< server → client: UTF-8 reason
};

/// What the npm server accepts, too. Stdin and output are passed on as they come, so the size of a message
/// costs no memory.
inline constexpr quint64 maxMessageBytes = 100 * 1024 * 1024;
/// Longer payloads of messages that carry no stream are cut: none of them needs more.
inline constexpr qsizetype maxControlBytes = 16 * 1024;
/// argv of one session as the client asks for it; a wrapper comes on top.
inline constexpr qsizetype maxArguments = 1024;

/// Stdin that is taken before the process runs. Beyond it the client's connection is not read until the
/// process runs.
inline constexpr qint64 earlyInputBytes = 64 * 1024;
/// Stdin that waits for the process: at the high mark the client is told to pause, at the low mark to resume.
/// The distance is deep on purpose: the engine must not run dry while the client wakes up.
inline constexpr qint64 inputHighWater = 1024 * 1024;
inline constexpr qint64 inputLowWater = 512 * 1024;
/// A client that sends on in spite of `pause` is not read beyond this. With what is on its way that stays
/// below 4 MiB.
inline constexpr qint64 inputLimit = 2 * 1024 * 1024;
/// After this much stdin a server that waits for more says `resume` again: the npm client stops by itself at
/// 8 MiB on the way, and only that message wakes it up.
inline constexpr qint64 inputReminder = 64 * 1024;

/// Output that waits for the client to read.
inline constexpr qint64 outputHighWater = 1024 * 1024;
inline constexpr qint64 outputLowWater = 256 * 1024;
/// One message of output.
inline constexpr qsizetype outputChunk = 128 * 1024;
/// Output per turn of the event loop, so that bulk does not delay other sessions' keys.
inline constexpr qint64 ttyBudget = 64 * 1024;
inline constexpr qint64 bulkBudget = 256 * 1024;

/// When both sides hold each other (see PROTOCOL.md, "Deadlock"): how much output is let through at a time,
/// and how much at most without the process taking stdin in return.
inline constexpr qint64 deadlockStep = 256 * 1024;
inline constexpr qint64 deadlockLimit = 4 * 1024 * 1024;
inline constexpr std::chrono::milliseconds deadlockInterval{10};

/// A reader may be this slow to take the last output and to answer the close frame, counted from the last
/// byte it took.
inline constexpr std::chrono::seconds drainGrace{30};

} // namespace fairlead::exec
