// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace fairlead::ui {

/// What comes out of a clipboard, made fit for a terminal. Pure.
///
/// Line ends become carriage returns (the Enter key). Control characters other than tab and line ends are
/// dropped: a web page can hide them in what looks like plain text, and a shell would obey them. With them
/// goes the end mark of a bracketed paste (ESC [ 201 ~), so that no text can leave its brackets.
[[nodiscard]] QString sanitisedPaste(QString text);

/// Lines of the text as a person counts them: a closing line end starts no new line.
[[nodiscard]] qsizetype pasteLineCount(const QString &text);

/// The first lines for a question, cut at `maxLines` lines and `maxColumns` characters each.
[[nodiscard]] QString pastePreview(const QString &text, qsizetype maxLines, qsizetype maxColumns);

/// Dropped files as words of a shell: each in single quotes.
[[nodiscard]] QString shellQuoted(const QString &word);

} // namespace fairlead::ui
