// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/socket.h"

#include <string_view>

namespace fairlead::bench {

/// The bytes of one process in a container, as a client sees them: straight from the engine, or through a
/// server.
class Stream
{
public:
    Stream() = default;
    virtual ~Stream() = default;
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    /// The next output; empty when the process has ended. Valid until the next call.
    [[nodiscard]] virtual std::string_view read() = 0;
    /// Sends stdin, and waits where the other side asks for it. Output that comes meanwhile is kept or thrown
    /// away.
    virtual void write(std::string_view bytes) = 0;
    virtual void closeInput() = 0;
    /// After read() gave nothing; -1 when there was none to get.
    [[nodiscard]] virtual int exitCode() = 0;
    [[nodiscard]] virtual Socket &socket() = 0;
};

} // namespace fairlead::bench
