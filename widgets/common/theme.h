// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QObject>

class QPalette;

namespace fairlead::ui {

/// Distances come in steps of four pixels.
inline constexpr int kStep = 4;
/// Space between a page's edge and its content.
inline constexpr int kMargin = 12;
inline constexpr int kIconSize = 16;

enum class ColorChoice { System, Light, Dark };

/// Every colour with a meaning of its own. The rest is the palette's.
enum class Tint {
    Running,
    Paused,
    Stopped,
    Restarting,
    Unhealthy,
    Unreachable,
    Muted, ///< secondary text
    InfoGround,
    WarningGround,
    ErrorGround, ///< behind a bar
    InfoMark,
    WarningMark,
    ErrorMark, ///< icon of a bar
    Line,      ///< separators
};

/// Light or dark for the whole program: the palette and the meaning colours. The only place that knows
/// colours.
class Theme : public QObject
{
    Q_OBJECT

public:
    /// Follows the system from now on, also when it changes.
    explicit Theme(QObject *parent = nullptr);

    void setChoice(ColorChoice choice);
    [[nodiscard]] ColorChoice choice() const { return m_choice; }

    /// Whether the program's palette is dark, whoever made it so.
    [[nodiscard]] static bool isDark();
    [[nodiscard]] static QColor color(Tint tint);
    /// The same for a given side, for tests of contrast.
    [[nodiscard]] static QColor color(Tint tint, bool dark);
    [[nodiscard]] static QPalette palette(bool dark);
    /// WCAG 2.1 contrast of two opaque colours, 1 to 21.
    [[nodiscard]] static double contrast(const QColor &a, const QColor &b);

private:
    void apply();

    ColorChoice m_choice = ColorChoice::System;
};

} // namespace fairlead::ui
