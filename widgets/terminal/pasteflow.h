// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace fairlead::ui {

class InputQueue;
class NoticeBar;
class ProgressLine;
class TerminalView;

/// The one way a text gets into a terminal: cleaned, asked about when it is long, in its brackets, with
/// progress and Cancel.
class PasteFlow : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        TerminalView *view;
        InputQueue *input;
        NoticeBar *bar;
        ProgressLine *line;
    };

    PasteFlow(const Parts &parts, QString containerName, QObject *parent = nullptr);

    void paste(const QString &text);
    void pasteClipboard();
    /// What is selected anywhere; the clipboard where the system has no such thing.
    void pasteSelection();

Q_SIGNALS:
    /// Bytes began to flow.
    void sent();

private:
    void ask(const QString &text, qsizetype lines);
    void send(const QString &text);
    void onProgress();
    void onEnded();

    Parts m_parts;
    QString m_containerName;
    QString m_progressText; ///< of our own notice: others use the bar, too
    QTimer m_quickly;       ///< while it runs, a paste may still be done before anybody would read a bar
};

} // namespace fairlead::ui
