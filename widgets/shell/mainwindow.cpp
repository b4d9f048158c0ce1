// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/mainwindow.h"

#include "widgets/common/icons.h"
#include "widgets/common/page.h"
#include "widgets/containers/confirmdialog.h"
#include "widgets/containers/containeractions.h"
#include "widgets/containers/containercontroller.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/shortcutsdialog.h"
#include "widgets/shell/statusline.h"
#include "widgets/shell/tabarea.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/shell/windowmenu.h"
#include "widgets/terminal/terminalpage.h"

#include <QApplication>
#include <QCloseEvent>
#include <QSettings>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr QSize kFirstSize(1100, 700);
constexpr QSize kSmallestSize(640, 400);
constexpr int kPaneWidth = 264;
constexpr int kSmallestPane = 180;

QToolButton *cornerButton(const QString &iconName, const QString &what, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(what);
    button->setAccessibleName(what);
    return button;
}

} // namespace

MainWindow::MainWindow(Host &host, Theme &theme, QSettings &settings)
    : m_host(host)
    , m_theme(theme)
    , m_settings(settings)
    , m_splitter(new QSplitter(this))
    , m_hosts(new HostPane(host, this))
    , m_welcome(new WelcomePage(host, this))
    , m_tabs(new TabArea(m_welcome, this))
    , m_status(new StatusLine(host, this))
    , m_controller(new ContainerController(
          host, [this](const QString &id) { return int(terminalsOf(id).size()); }, this))
{
    setWindowTitle(u"Fairlead"_s);
    buildLayout();
    buildActions();
    buildMenu();
    wire();
    restore();
    m_hosts->focusList();
}

// Also without having been closed: signed out, or told to stop.
MainWindow::~MainWindow()
{
    if (isVisible())
        save();
}

void MainWindow::buildLayout()
{
    m_splitter->addWidget(m_hosts);
    m_splitter->addWidget(m_tabs);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_hosts->setMinimumWidth(kSmallestPane);
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_status);
    setCentralWidget(central);
    setMinimumSize(kSmallestSize);
}

void MainWindow::buildActions()
{
    for (const WindowDeed deed : kWindowDeeds) {
        auto *action = new QAction(deedText(deed), this);
        action->setShortcuts(deedShortcuts(deed));
        connect(action, &QAction::triggered, this, [this, deed] { run(deed); });
        addAction(action);
        m_actions[size_t(deed)] = action;
    }
    m_showStopped = m_actions[size_t(WindowDeed::ShowStopped)];
    m_terminalBars = m_actions[size_t(WindowDeed::TerminalBars)];
    m_showStopped->setCheckable(true);
    m_terminalBars->setCheckable(true);
}

void MainWindow::run(WindowDeed deed)
{
    switch (deed) {
    case WindowDeed::FocusList:
        return m_hosts->focusList();
    case WindowDeed::AnotherShell:
        return anotherShell();
    case WindowDeed::CloseTab:
        return m_tabs->closeCurrent();
    case WindowDeed::RecentTab:
        return m_tabs->cycle(1);
    case WindowDeed::LongAgoTab:
        return m_tabs->cycle(-1);
    case WindowDeed::NextTab:
        return m_tabs->step(1);
    case WindowDeed::PreviousTab:
        return m_tabs->step(-1);
    case WindowDeed::ShowStopped:
        return setShowStopped(m_showStopped->isChecked());
    case WindowDeed::TerminalBars:
        return setTerminalBars(m_terminalBars->isChecked());
    case WindowDeed::Menu:
        return m_menu->openBelow(m_menuButton);
    case WindowDeed::Shortcuts:
        return showShortcuts();
    case WindowDeed::Quit:
        close();
    }
}

void MainWindow::buildMenu()
{
    m_menu = new WindowMenu(m_actions, m_theme, this);
    auto *another = cornerButton(u"add"_s, deedText(WindowDeed::AnotherShell), this);
    connect(another, &QToolButton::clicked, this, &MainWindow::anotherShell);
    m_menuButton = cornerButton(u"menu"_s, tr("Menu (F10)"), this);
    connect(m_menuButton, &QToolButton::clicked, m_menu, [this] { m_menu->openBelow(m_menuButton); });
    m_tabs->addCornerWidget(another);
    m_tabs->addCornerWidget(m_menuButton);
}

void MainWindow::wire()
{
    connect(m_hosts, &HostPane::deedWanted, m_controller, &ContainerController::run);
    connect(m_hosts, &HostPane::leaveWanted, m_tabs, &TabArea::focusPage);
    connect(m_hosts, &HostPane::showStoppedWanted, this, [this] { setShowStopped(true); });
    connect(m_hosts, &HostPane::targetChanged, m_welcome, &WelcomePage::setTarget);
    connect(m_tabs, &TabArea::currentChanged, this, [this] { m_hosts->setBrief(!m_tabs->currentPage()); });
    connect(m_tabs, &TabArea::currentChanged, this, &MainWindow::updateTitle);
    m_hosts->setBrief(true);
    connect(m_controller, &ContainerController::shellWanted, this, &MainWindow::openShell);
    connect(m_controller, &ContainerController::failed, m_tabs, &TabArea::showNotice);
    connect(m_controller, &ContainerController::mended, m_tabs, &TabArea::clearNotice);
    connect(m_controller, &ContainerController::working, m_tabs, &TabArea::setWork);
    connect(m_welcome, &WelcomePage::shellWanted, m_hosts->actions()->action(Deed::OpenShell),
            &QAction::trigger);
}

void MainWindow::openShell(const ShellRequest &request)
{
    int number = 1;
    for (const Page *each : m_tabs->pages()) {
        const auto *page = qobject_cast<const TerminalPage *>(each);
        if (page && shellTitle(page->run().request()) == shellTitle(request))
            number = std::max(number, page->number() + 1);
    }
    auto *page = new TerminalPage(m_host, request, this);
    page->setNumber(number);
    page->setBarVisible(m_terminalBars->isChecked());
    connectPage(page);
    m_tabs->addPage(page);
}

void MainWindow::connectPage(TerminalPage *page)
{
    connect(page, &Page::changed, this, &MainWindow::updateTitle);
    connect(page, &TerminalPage::startContainerRequested, this,
            [this, page] { runDeed(Deed::Start, *page); });
    connect(page, &TerminalPage::otherCommandRequested, this,
            [this, page] { runDeed(Deed::OpenShellWith, *page); });
    connect(page, &TerminalPage::anotherShellRequested, this,
            [this, page] { openShell(page->run().request()); });
}

void MainWindow::updateTitle()
{
    const Page *page = m_tabs->currentPage();
    setWindowTitle(page ? page->title()
                        : u"Fairlead"_s); // Qt adds the program's name where that is the custom
}

TerminalPage *MainWindow::currentTerminal() const
{
    return qobject_cast<TerminalPage *>(m_tabs->currentPage());
}

QList<TerminalPage *> MainWindow::terminalsOf(const QString &containerId) const
{
    QList<TerminalPage *> found;
    for (Page *page : m_tabs->pages()) {
        auto *terminal = qobject_cast<TerminalPage *>(page);
        if (terminal && terminal->run().request().exec.containerId == containerId
            && !terminal->run().isOver())
            found << terminal;
    }
    return found;
}

void MainWindow::anotherShell()
{
    if (const TerminalPage *page = currentTerminal())
        openShell(page->run().request());
    else
        m_hosts->actions()->action(Deed::OpenShell)->trigger();
}

// On the container as it is now: it may have been made anew under its name.
void MainWindow::runDeed(Deed deed, const TerminalPage &page)
{
    if (const auto container = page.run().container())
        m_controller->run(deed, *container);
}

void MainWindow::setShowStopped(bool show)
{
    m_showStopped->setChecked(show);
    m_hosts->setShowStopped(show);
}

void MainWindow::setTerminalBars(bool visible)
{
    m_terminalBars->setChecked(visible);
    for (Page *page : m_tabs->pages()) {
        if (auto *terminal = qobject_cast<TerminalPage *>(page))
            terminal->setBarVisible(visible);
    }
}

void MainWindow::showShortcuts()
{
    auto *dialog = new ShortcutsDialog(allShortcuts(), this);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QList<Page *> pages = m_tabs->pages();
    const auto busy = std::ranges::count_if(pages, [](const Page *page) { return page->isBusy(); });
    if (busy > 0 && !m_quitting) {
        event->ignore();
        askQuit(int(busy));
        return;
    }
    save();
    QMainWindow::closeEvent(event);
    Q_EMIT closed();
}

void MainWindow::askQuit(int busy)
{
    auto *dialog = new ConfirmDialog(
        tr("Quit Fairlead?"), tr("%n shells still run. They and what runs in them end.", nullptr, busy),
        tr("End %n shells and quit", nullptr, busy), this);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_quitting = true;
        close();
    });
    dialog->open();
}

void MainWindow::restore()
{
    if (!restoreGeometry(m_settings.value("window/geometry").toByteArray()))
        resize(kFirstSize);
    if (!m_splitter->restoreState(m_settings.value("window/panes").toByteArray()))
        m_splitter->setSizes({kPaneWidth, width() - kPaneWidth});
    setShowStopped(m_settings.value("view/showStopped", true).toBool());
    setTerminalBars(m_settings.value("view/terminalBars", true).toBool());
}

void MainWindow::save()
{
    m_settings.setValue("window/geometry", saveGeometry());
    m_settings.setValue("window/panes", m_splitter->saveState());
    m_settings.setValue("view/showStopped", m_showStopped->isChecked());
    m_settings.setValue("view/terminalBars", m_terminalBars->isChecked());
    m_settings.setValue("view/colors", int(m_theme.choice()));
}

} // namespace fairlead::ui
