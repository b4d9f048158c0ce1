// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace fairlead::ui {

/// A way out that a bar or an empty pane offers.
struct NoticeAction
{
    QString text; ///< a verb
    std::function<void()> run;
    bool enabled = true;
    bool escapes = false; ///< Esc in the bar means this one
};

/// Something to tell that stays until it is dealt with.
struct Notice
{
    enum class Kind { Info, Warning, Error };

    Kind kind = Kind::Info;
    QString text;    ///< one or two sentences, plain text
    QString quote;   ///< shown below in the fixed font: text that is spoken of
    QString details; ///< folded; the peer's own words
    QList<NoticeAction> actions;
    bool closable = true;
};

} // namespace fairlead::ui
