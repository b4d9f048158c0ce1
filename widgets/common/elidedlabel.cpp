// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/elidedlabel.h"

#include <QTextDocument>

namespace fairlead::ui {

ElidedLabel::ElidedLabel(QWidget *parent, Size size) : QuietLabel(parent, size)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_fullText = text;
    setAccessibleName(text);
    setToolTip(Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal));
    elide();
}

void ElidedLabel::elide()
{
    setText(fontMetrics().elidedText(m_fullText, Qt::ElideRight, contentsRect().width()));
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QuietLabel::resizeEvent(event);
    elide();
}

} // namespace fairlead::ui
