// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

#include <span>

namespace fairlead::ui {

class Theme;

/// The window's one menu: what it can do anywhere, and its colours.
class WindowMenu : public QMenu
{
    Q_OBJECT

public:
    /// `actions` in the order of WindowDeed.
    WindowMenu(std::span<QAction *const> actions, Theme &theme, QWidget *parent);

    /// With its right edge at that of `button`.
    void openBelow(const QWidget *button);

private:
    void addColors(Theme &theme);
};

} // namespace fairlead::ui
