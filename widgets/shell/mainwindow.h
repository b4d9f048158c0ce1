// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/theme.h"
#include "widgets/containers/containerdeed.h"
#include "widgets/shell/shortcutlist.h"
#include "widgets/terminal/shellrun.h"

#include <QMainWindow>

#include <array>

class QSettings;
class QSplitter;
class QToolButton;

namespace fairlead::ui {

class ContainerController;
class HostPane;
class StatusLine;
class TabArea;
class TerminalPage;
class WelcomePage;
class WindowMenu;

/// The window: puts the panes together and wires them; what they do they do themselves.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Host &host, Theme &theme, QSettings &settings);
    ~MainWindow() override;

    void openShell(const ShellRequest &request);
    [[nodiscard]] TabArea *tabs() const { return m_tabs; }
    [[nodiscard]] HostPane *hosts() const { return m_hosts; }

Q_SIGNALS:
    /// The user closed the window and lost nothing without having been asked.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildLayout();
    void buildActions();
    void buildMenu();
    void wire();
    void run(WindowDeed deed);
    void connectPage(TerminalPage *page);
    void updateTitle();
    [[nodiscard]] TerminalPage *currentTerminal() const;
    [[nodiscard]] QList<TerminalPage *> terminalsOf(const QString &containerId) const;
    void anotherShell();
    void runDeed(Deed deed, const TerminalPage &page);
    void setShowStopped(bool show);
    void setTerminalBars(bool visible);
    void showShortcuts();
    void askQuit(int busy);
    void restore();
    void save();

    Host &m_host;
    Theme &m_theme;
    QSettings &m_settings;
    QSplitter *m_splitter;
    HostPane *m_hosts;
    WelcomePage *m_welcome;
    TabArea *m_tabs;
    StatusLine *m_status;
    ContainerController *m_controller;
    QAction *m_showStopped = nullptr;
    QAction *m_terminalBars = nullptr;
    std::array<QAction *, std::size(kWindowDeeds)> m_actions{};
    WindowMenu *m_menu = nullptr;
    QToolButton *m_menuButton = nullptr;
    bool m_quitting = false;
};

} // namespace fairlead::ui
