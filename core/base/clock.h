// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <functional>

namespace fairlead {

/// A moment of the world's time, UTC, as it is stored and sent.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
/// Where a class gets the time from; tests hand in their own.
using Clock = std::function<Time()>;

[[nodiscard]] inline Time systemTime()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace fairlead
