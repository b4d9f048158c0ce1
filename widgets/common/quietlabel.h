// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>

namespace fairlead::ui {

/// Secondary text: plain, a little smaller if asked, in the muted colour of the theme of the moment.
class QuietLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Size { Normal, Small };

    explicit QuietLabel(QWidget *parent = nullptr, Size size = Size::Normal);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dim();
};

} // namespace fairlead::ui
