// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/notice.h"
#include "widgets/terminal/shellrun.h"

namespace fairlead::ui {

/// What the end of a shell means and what can be done about it now.
struct ShellEnd
{
    Notice::Kind kind = Notice::Kind::Info;
    QString text;
    QString details;
    bool canRunAgain = false;  ///< the container runs and its engine answers
    bool canStart = false;     ///< the container is stopped and could be started
    bool canReconnect = false; ///< the engine does not answer
    bool offerOther = false;   ///< another command may do: no shell in it, or this one cannot run

    friend bool operator==(const ShellEnd &, const ShellEnd &) = default;
};

/// Reads the run and its surroundings as they are now. Pure but for what it asks the host.
[[nodiscard]] ShellEnd shellEnd(const ShellRun &run);

/// "web-1 ▸ shell", "db ▸ psql".
[[nodiscard]] QString shellTitle(const ShellRequest &request);

} // namespace fairlead::ui
