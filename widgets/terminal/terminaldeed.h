// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

namespace fairlead::ui {

/// What a terminal's menu and keys do. All keys are such that no shell and no program in it misses them.
enum class TerminalDeed { Copy, Paste, PasteSelection, Find, ZoomIn, ZoomOut, ZoomReset, Clear, RunAgain };

inline constexpr TerminalDeed kTerminalDeeds[] = {
    TerminalDeed::Copy,      TerminalDeed::Paste,  TerminalDeed::PasteSelection,
    TerminalDeed::Find,      TerminalDeed::ZoomIn, TerminalDeed::ZoomOut,
    TerminalDeed::ZoomReset, TerminalDeed::Clear,  TerminalDeed::RunAgain,
};

[[nodiscard]] QString deedText(TerminalDeed deed);
[[nodiscard]] QString deedIconName(TerminalDeed deed);
/// The first is the one to show.
[[nodiscard]] QList<QKeySequence> deedShortcuts(TerminalDeed deed);

} // namespace fairlead::ui
