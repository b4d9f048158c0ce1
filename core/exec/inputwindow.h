// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/protocol.h"

#include <optional>

namespace fairlead::exec {

/// Decides when a client may send stdin, from how much of it waits. Only computes; all numbers are bytes.
class InputWindow
{
public:
    struct Decision
    {
        std::optional<Code> tell; ///< Pause or Resume, to be sent to the client now
        bool read = true;         ///< whether its connection is read at all
    };

    /// The process runs: the client hears the first Resume.
    [[nodiscard]] Decision start(qint64 queued);
    /// `arrived` bytes came from the client, and `queued` now wait for the process.
    [[nodiscard]] Decision update(qint64 queued, qint64 arrived = 0);

    /// The client was told to pause and not yet to resume.
    [[nodiscard]] bool isPaused() const { return m_paused; }

private:
    [[nodiscard]] std::optional<Code> message(qint64 queued);
    [[nodiscard]] bool mayRead(qint64 queued);

    bool m_running = false;
    bool m_paused = false;
    bool m_reading = true;
    qint64 m_sinceResume = 0;
};

} // namespace fairlead::exec
