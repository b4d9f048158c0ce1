// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyle>
#include <QStyleHints>

#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

struct Pair
{
    QRgb light;
    QRgb dark;
};

// Text and marks reach 4.5 : 1 on Base, Window and the bars' grounds of their side (tst_texts measures it).
Pair pairOf(Tint tint)
{
    switch (tint) {
    case Tint::Running:
        return {0xff1a7a3c, 0xff57c77a};
    case Tint::Paused:
        return {0xff8a5a00, 0xffe0af4d};
    case Tint::Stopped:
    case Tint::Unreachable:
    case Tint::Muted:
        return {0xff5c6269, 0xffa3a9b0};
    case Tint::Restarting:
        return {0xff1f63b5, 0xff74aef2};
    case Tint::Unhealthy:
        return {0xffb3261e, 0xffff8b80};
    case Tint::InfoGround:
        return {0xffe6effa, 0xff22324a};
    case Tint::WarningGround:
        return {0xfffdf1d8, 0xff40331a};
    case Tint::ErrorGround:
        return {0xfffce6e4, 0xff472624};
    case Tint::InfoMark:
        return {0xff1f63b5, 0xff8cbcf5};
    case Tint::WarningMark:
        return {0xff855600, 0xffe8bb5e};
    case Tint::ErrorMark:
        return {0xffb3261e, 0xffff9a90};
    case Tint::Line:
        return {0xffd5d8dc, 0xff3a3f45};
    }
    Q_UNREACHABLE_RETURN({});
}

struct RoleColor
{
    QPalette::ColorRole role;
    Pair color;
};

constexpr RoleColor kRoles[] = {
    {QPalette::Window, {0xfff4f5f6, 0xff22252a}},
    {QPalette::WindowText, {0xff1d2125, 0xffe7e9ec}},
    {QPalette::Base, {0xffffffff, 0xff1a1d21}},
    {QPalette::AlternateBase, {0xfff7f8f9, 0xff1f2227}},
    {QPalette::Text, {0xff1d2125, 0xffe7e9ec}},
    {QPalette::Button, {0xfffafbfb, 0xff2e3238}},
    {QPalette::ButtonText, {0xff1d2125, 0xffe7e9ec}},
    {QPalette::BrightText, {0xffffffff, 0xffffffff}},
    {QPalette::ToolTipBase, {0xffffffff, 0xff2e3238}},
    {QPalette::ToolTipText, {0xff1d2125, 0xffe7e9ec}},
    {QPalette::PlaceholderText, {0xff6a7077, 0xff969ca4}},
    {QPalette::Highlight, {0xff1f63b5, 0xff2f6ab8}},
    {QPalette::HighlightedText, {0xffffffff, 0xffffffff}},
    {QPalette::Accent, {0xff1f63b5, 0xff4c8fe0}},
    {QPalette::Link, {0xff1f63b5, 0xff74aef2}},
    {QPalette::LinkVisited, {0xff6d4a9c, 0xffb79ae0}},
    {QPalette::Light, {0xffffffff, 0xff3a3f46}},
    {QPalette::Midlight, {0xffe9ebed, 0xff33373d}},
    {QPalette::Mid, {0xffc3c7cc, 0xff181a1e}},
    {QPalette::Dark, {0xffa3a8ae, 0xff131518}},
    {QPalette::Shadow, {0xff60656b, 0xff08090a}},
};

constexpr QPalette::ColorRole kDimmed[] = {QPalette::WindowText, QPalette::Text, QPalette::ButtonText};
constexpr Pair kDimmedColor = {0xff9a9fa5, 0xff6d737a};

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

Theme::Theme(QObject *parent) : QObject(parent)
{
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::apply);
    apply();
}

void Theme::setChoice(ColorChoice choice)
{
    m_choice = choice;
    QStyleHints *hints = QGuiApplication::styleHints();
    if (choice == ColorChoice::System)
        hints->unsetColorScheme();
    else
        hints->setColorScheme(choice == ColorChoice::Dark ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light);
    apply();
}

// A desktop that brings a style of its own (Breeze, Windows, macOS) brings the matching palette as well.
// Fusion is what Qt falls back to; its own palette is plain and not every platform switches it, so there it
// is ours.
void Theme::apply()
{
    const Qt::ColorScheme system = QGuiApplication::styleHints()->colorScheme();
    const bool dark =
        m_choice == ColorChoice::System ? system == Qt::ColorScheme::Dark : m_choice == ColorChoice::Dark;
    if (QApplication::style()->name() == "fusion"_L1 || dark != isDark())
        QApplication::setPalette(palette(dark));
}

bool Theme::isDark()
{
    const QPalette current = QGuiApplication::palette();
    return luminance(current.color(QPalette::Window)) < luminance(current.color(QPalette::WindowText));
}

QColor Theme::color(Tint tint)
{
    return color(tint, isDark());
}

QColor Theme::color(Tint tint, bool dark)
{
    const Pair pair = pairOf(tint);
    return QColor::fromRgb(dark ? pair.dark : pair.light);
}

QPalette Theme::palette(bool dark)
{
    QPalette palette;
    for (const RoleColor &entry : kRoles)
        palette.setColor(entry.role, QColor::fromRgb(dark ? entry.color.dark : entry.color.light));
    for (const QPalette::ColorRole role : kDimmed)
        palette.setColor(QPalette::Disabled, role,
                         QColor::fromRgb(dark ? kDimmedColor.dark : kDimmedColor.light));
    return palette;
}

double Theme::contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace fairlead::ui
