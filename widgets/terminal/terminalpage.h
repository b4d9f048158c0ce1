// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/page.h"
#include "widgets/terminal/shelltext.h"
#include "widgets/terminal/terminaldeed.h"

class QGridLayout;
class QLabel;

namespace fairlead::ui {

class ElidedLabel;
class FindBar;
class InputQueue;
class NoticeBar;
class PasteFlow;
class ProgressLine;
class TerminalFeed;
class TerminalView;

/// A tab with one shell: wires the run, the feed, the emulator and the bars; each of them does its own work.
class TerminalPage : public Page
{
    Q_OBJECT

public:
    TerminalPage(Host &host, ShellRequest request, QWidget *parent = nullptr);
    ~TerminalPage() override;

    [[nodiscard]] const ShellRun &run() const { return *m_run; }
    [[nodiscard]] TerminalView *view() const { return m_view; }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] Glyph glyph() const override;
    /// What runs inside a shell cannot be seen from outside without asking the engine again and again, so a
    /// shell counts as busy from the first key that was sent to it.
    [[nodiscard]] bool isBusy() const override;
    void requestClose() override;

    /// Tells shells of one container apart in their titles: 1 adds nothing, 2 makes "web-1 ▸ shell 2".
    void setNumber(int number);
    [[nodiscard]] int number() const { return m_number; }
    void runAgain();
    void setBarVisible(bool visible);

Q_SIGNALS:
    void startContainerRequested();
    void otherCommandRequested();
    void anotherShellRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildLayout();
    void buildActions();
    void wire();
    void begin();
    void connectSession();
    void onPhase();
    void showEnd();
    void updateBar();
    void showMenu(QPoint position);
    void run(TerminalDeed deed);

    ShellRun *m_run;
    TerminalView *m_view;
    TerminalFeed *m_feed;
    InputQueue *m_input;
    PasteFlow *m_paste = nullptr;
    QWidget *m_bar;
    ElidedLabel *m_barText;
    QLabel *m_barSize;
    FindBar *m_find;
    NoticeBar *m_question; ///< over the terminal: asking must not resize what runs in it
    NoticeBar *m_end;      ///< below the terminal
    ProgressLine *m_progress;
    ShellEnd m_shownEnd;
    int m_number = 1;
    bool m_typed = false;
};

} // namespace fairlead::ui
