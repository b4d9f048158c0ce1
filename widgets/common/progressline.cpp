// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/progressline.h"

#include <QPainter>

#include <algorithm>

namespace fairlead::ui {

namespace {
constexpr int kThickness = 3;
} // namespace

ProgressLine::ProgressLine(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(kThickness);
    setAccessibleName(tr("Progress"));
}

void ProgressLine::setShare(double share)
{
    m_share = std::clamp(share, 0.0, 1.0);
    update();
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int filled = int(width() * m_share);
    painter.fillRect(QRect(0, 0, filled, height()), palette().color(QPalette::Accent));
}

} // namespace fairlead::ui
