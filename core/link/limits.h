// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTypes>

#include <chrono>

/// What a peer may send, and how long it may take.
namespace fairlead::link {

/// A whole message, in bytes; a longer one ends the connection with close code 1009.
inline constexpr qsizetype maxMessage = 1024 * 1024;
/// The first message, which authenticates: nobody who has not may make a hub keep more.
inline constexpr qsizetype maxFirstMessage = 16 * 1024;
/// Objects and arrays in each other. Nothing that is known has more than five.
inline constexpr qsizetype maxDepth = 32;

// Characters of the strings that have no business being long.
inline constexpr qsizetype maxType = 64;
inline constexpr qsizetype maxId = 128;
inline constexpr qsizetype maxName = 255;
inline constexpr qsizetype maxTimestamp = 40; // "2026-03-14T15:09:26.535897932+00:00"
inline constexpr qsizetype maxSecret = 8192;  // a token with many claims
inline constexpr qsizetype maxText = maxMessage;
inline constexpr qsizetype maxCapabilities = 32;
inline constexpr qsizetype maxArguments = 1024; // of a command, and lines of its environment
inline constexpr qsizetype maxArgument = 16 * 1024;

/// From the open connection to the first message.
inline constexpr std::chrono::seconds authTimeout{10};

} // namespace fairlead::link
