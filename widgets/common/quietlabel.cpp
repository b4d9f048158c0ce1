// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/quietlabel.h"

#include "widgets/common/theme.h"

#include <QEvent>

namespace fairlead::ui {

namespace {
constexpr double kSmall = 0.9;
} // namespace

QuietLabel::QuietLabel(QWidget *parent, Size size) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    if (size == Size::Small) {
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * kSmall);
        setFont(small);
    }
    dim();
}

// Only the roles that are ours: everything else keeps following the application's palette. On a page with
// Base behind it a label is drawn with Text, elsewhere with WindowText.
void QuietLabel::dim()
{
    if (palette().color(QPalette::WindowText) == Theme::color(Tint::Muted))
        return;
    QPalette quiet;
    quiet.setColor(QPalette::WindowText, Theme::color(Tint::Muted));
    quiet.setColor(QPalette::Text, Theme::color(Tint::Muted));
    setPalette(quiet);
}

void QuietLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    // A widget with a palette of its own hears of the application's by PaletteChange only.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        dim();
}

} // namespace fairlead::ui
