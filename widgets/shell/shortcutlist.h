// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/shell/shortcutsdialog.h"

#include <QKeySequence>

namespace fairlead::ui {

/// What keys do anywhere in the window. A terminal leaves us few of them (see belongsToShell), so that
/// everything else reaches the shell; the shorter second keys are for the rest of the window.
enum class WindowDeed {
    FocusList,
    AnotherShell,
    CloseTab,
    RecentTab,
    LongAgoTab,
    NextTab,
    PreviousTab,
    ShowStopped,
    TerminalBars,
    Menu,
    Shortcuts,
    Quit
};

inline constexpr WindowDeed kWindowDeeds[] = {
    WindowDeed::FocusList,    WindowDeed::AnotherShell, WindowDeed::CloseTab,    WindowDeed::RecentTab,
    WindowDeed::LongAgoTab,   WindowDeed::NextTab,      WindowDeed::PreviousTab, WindowDeed::ShowStopped,
    WindowDeed::TerminalBars, WindowDeed::Menu,         WindowDeed::Shortcuts,   WindowDeed::Quit,
};

[[nodiscard]] QString deedText(WindowDeed deed);
[[nodiscard]] QList<QKeySequence> deedShortcuts(WindowDeed deed);

/// Everything for the overview.
[[nodiscard]] QList<ShortcutsDialog::Section> allShortcuts();

} // namespace fairlead::ui
