// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/checkbox.h"

#include "widgets/common/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

// Other styles have frames and palettes of their own.
void CheckBox::paintEvent(QPaintEvent *event)
{
    QCheckBox::paintEvent(event);
    if (style()->name() != "fusion"_L1)
        return;
    QStyleOptionButton option;
    initStyleOption(&option);
    const QRect box = style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, this);
    QPainter painter(this);
    painter.setPen(hasFocus() ? palette().color(QPalette::Accent) : Theme::color(Tint::Muted));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
}

} // namespace fairlead::ui
