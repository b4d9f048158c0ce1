// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/models/containertext.h"

#include <QWidget>

namespace fairlead::ui {

/// What a tab shows. The tab area knows no more than this of it.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual Glyph glyph() const = 0;
    /// Whether closing ends something of the user's.
    [[nodiscard]] virtual bool isBusy() const = 0;
    /// Closes at once, or asks inside the page first; closed() follows when it is to go.
    virtual void requestClose() = 0;

Q_SIGNALS:
    void changed(); ///< title or glyph
    /// Something to look at happened: a bell, an end.
    void attention();
    void closed();
};

} // namespace fairlead::ui
