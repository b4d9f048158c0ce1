// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/quietlabel.h"

namespace fairlead::ui {

/// Secondary text on one line that is cut where its room ends and never asks for more; the whole of it is the
/// tooltip.
class ElidedLabel : public QuietLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr, Size size = Size::Normal);

    void setFullText(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void elide();

    QString m_fullText;
};

} // namespace fairlead::ui
