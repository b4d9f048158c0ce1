// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/container.h"

#include <QKeySequence>

namespace fairlead::ui {

/// What a person can do to a container from its menu.
enum class Deed {
    OpenShell,
    OpenShellWith,
    Start,
    Stop,
    Restart,
    Pause,
    Unpause,
    Kill,
    Rename,
    Remove,
    CopyName,
    CopyId
};

/// Whether it makes sense in the container's state of the moment.
[[nodiscard]] bool isPossible(Deed deed, const Container &container);
/// The verb for a menu.
[[nodiscard]] QString deedText(Deed deed);
/// While it is being done: "Stopping web-1…"; for what the engine does.
[[nodiscard]] QString deedProgressText(Deed deed, const QString &containerName);
/// What it is called in a sentence about a failure: "web-1 could not be stopped."
[[nodiscard]] QString deedFailedText(Deed deed, const QString &containerName);
[[nodiscard]] QString deedIconName(Deed deed);
/// Valid while the list has the focus.
[[nodiscard]] QKeySequence deedShortcut(Deed deed);

} // namespace fairlead::ui
