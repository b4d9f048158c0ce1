// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminalpage.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/icons.h"
#include "widgets/common/noticebar.h"
#include "widgets/common/progressline.h"
#include "widgets/common/quietlabel.h"
#include "widgets/common/theme.h"
#include "widgets/terminal/findbar.h"
#include "widgets/terminal/inputqueue.h"
#include "widgets/terminal/pasteflow.h"
#include "widgets/terminal/shelltext.h"
#include "widgets/terminal/terminalfeed.h"
#include "widgets/terminal/terminalview.h"

#include <QAction>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

TerminalPage::TerminalPage(Host &host, ShellRequest request, QWidget *parent)
    : Page(parent)
    , m_run(new ShellRun(host, std::move(request), this))
    , m_view(new TerminalView(this))
    , m_feed(new TerminalFeed(m_view->slaveFd(), this))
    , m_input(new InputQueue(this))
    , m_bar(new QWidget(this))
    , m_barText(new ElidedLabel(m_bar, QuietLabel::Size::Small))
    , m_barSize(new QuietLabel(m_bar, QuietLabel::Size::Small))
    , m_find(new FindBar(this))
    , m_question(new NoticeBar(this))
    , m_end(new NoticeBar(this))
    , m_progress(new ProgressLine(this))
{
    m_paste = new PasteFlow({m_view, m_input, m_question, m_progress}, *m_run, this);
    buildLayout();
    buildActions();
    wire();
    updateBar();
}

// The feed ends before the view, whose pty it writes to.
TerminalPage::~TerminalPage()
{
    delete m_feed;
}

void TerminalPage::buildLayout()
{
    auto *barRow = new QHBoxLayout(m_bar);
    barRow->setContentsMargins(kMargin, kStep, kMargin, kStep);
    barRow->addWidget(m_barText, 1);
    barRow->addWidget(m_barSize);
    m_barSize->setAccessibleDescription(tr("Terminal size"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addWidget(m_bar, 0, 0);
    grid->addWidget(m_find, 1, 0);
    grid->addWidget(m_question, 2, 0);
    grid->addWidget(m_view, 3, 0);
    grid->addWidget(m_progress, 3, 0, Qt::AlignTop);
    grid->addWidget(m_end, 4, 0);
    grid->setRowStretch(3, 1);
    m_progress->raise();
    m_progress->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_progress->hide();
    setFocusProxy(m_view);
}

void TerminalPage::buildActions()
{
    for (const TerminalDeed deed : kTerminalDeeds) {
        auto *action = new QAction(deedText(deed), this);
        if (const QString name = deedIconName(deed); !name.isEmpty())
            action->setIcon(icon(name));
        action->setShortcuts(deedShortcuts(deed));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, deed] { run(deed); });
        addAction(action);
    }
}

void TerminalPage::run(TerminalDeed deed)
{
    switch (deed) {
    case TerminalDeed::Copy:
        return m_view->copySelection();
    case TerminalDeed::Paste:
        return m_paste->pasteClipboard();
    case TerminalDeed::PasteSelection:
        return m_paste->pasteSelection();
    case TerminalDeed::Find:
        return m_find->open();
    case TerminalDeed::ZoomIn:
        return m_view->zoom(1);
    case TerminalDeed::ZoomOut:
        return m_view->zoom(-1);
    case TerminalDeed::ZoomReset:
        return m_view->resetZoom();
    case TerminalDeed::Clear:
        return m_view->clearAll();
    case TerminalDeed::RunAgain:
        return runAgain();
    }
}

void TerminalPage::wire()
{
    connect(m_run, &ShellRun::sessionCreated, this, &TerminalPage::connectSession);
    connect(m_run, &ShellRun::phaseChanged, this, &TerminalPage::onPhase);
    connect(m_run, &ShellRun::renamed, this, &TerminalPage::updateBar);
    connect(m_run, &ShellRun::renamed, this, &TerminalPage::changed);
    connect(m_run, &ShellRun::surroundingsChanged, this, [this] {
        if (m_run->isOver())
            showEnd();
    });
    connect(m_view, &TerminalView::input, m_input, &InputQueue::sendKeys);
    connect(m_feed, &TerminalFeed::answer, m_input, &InputQueue::sendKeys);
    connect(m_view, &TerminalView::typed, this,
            [this] { m_typed = m_typed || m_run->phase() == ShellRun::Phase::Running; });
    connect(m_view, &TerminalView::leaveWanted, m_end, &NoticeBar::focusFirstAction);
    connect(m_view, &TerminalView::pasteRequested, m_paste, &PasteFlow::paste);
    connect(m_paste, &PasteFlow::sent, this, [this] { m_typed = true; });
    connect(m_view, &TerminalView::menuRequested, this, &TerminalPage::showMenu);
    connect(m_view, &TerminalView::bell, this, &TerminalPage::attention);
    connect(m_view, &TerminalView::sizeChanged, this, [this](int rows, int columns) {
        m_run->resize(rows, columns);
        updateBar();
    });
    for (const NoticeBar *bar : {m_question, m_end})
        connect(bar, &NoticeBar::focusReleased, m_view, qOverload<>(&QWidget::setFocus));
    connect(m_find, &FindBar::wanted, this,
            [this](const QString &text, bool older, bool matchCase, bool fresh) {
                if (fresh)
                    m_view->restartFind();
                m_find->setFound(m_view->find(text, older, matchCase));
            });
    connect(m_find, &FindBar::closed, this, [this] {
        m_find->hide();
        m_view->setFocus(Qt::OtherFocusReason);
    });
}

// The first start waits for the first show: only then does the terminal know its size.
void TerminalPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_run->phase() != ShellRun::Phase::Idle)
        return;
    QMetaObject::invokeMethod(this, &TerminalPage::begin, Qt::QueuedConnection);
}

void TerminalPage::begin()
{
    if (m_feed->isValid())
        return m_run->start(m_view->rows(), m_view->columns());
    Notice notice{
        Notice::Kind::Error, tr("The terminal cannot be shown: its pty does not open."), {}, {}, {}, false};
    notice.details = tr("The system has no /proc, or too many files are open.");
    notice.actions << NoticeAction{tr("Close"), [this] { Q_EMIT closed(); }};
    m_view->setOver(true);
    m_end->showNotice(notice);
}

void TerminalPage::connectSession()
{
    ExecSession *session = m_run->session();
    m_input->setSession(session);
    m_typed = false;
    m_feed->setSource(
        [session](QByteArray &out, qsizetype maxBytes) { return session->read(out, maxBytes); });
    connect(session, &ExecSession::readyRead, m_feed, &TerminalFeed::wake);
    connect(session, &QObject::destroyed, m_feed, [this] { m_feed->setSource({}); });
}

void TerminalPage::onPhase()
{
    switch (m_run->phase()) {
    case ShellRun::Phase::Exited:
    case ShellRun::Phase::Failed:
        m_input->setSession(nullptr);
        m_view->setOver(true);
        m_question->clear();
        showEnd();
        Q_EMIT attention();
        break;
    default:
        m_view->setOver(false);
        m_end->clear();
    }
    updateBar();
    Q_EMIT changed();
}

void TerminalPage::showEnd()
{
    const ShellEnd end = shellEnd(*m_run);
    if (end == m_shownEnd && !m_end->isHidden())
        return;
    m_shownEnd = end;
    Notice notice{end.kind, end.text, {}, end.details, {}, false};
    if (end.canReconnect)
        notice.actions << NoticeAction{tr("Reconnect"), [this] { m_run->host()->retry(); }};
    if (end.canStart) {
        notice.actions << NoticeAction{tr("Start %1").arg(m_run->request().containerName),
                                       [this] { Q_EMIT startContainerRequested(); }};
    }
    if (end.offerOther)
        notice.actions << NoticeAction{tr("Open shell with…"), [this] { Q_EMIT otherCommandRequested(); }};
    if (m_run->container())
        notice.actions << NoticeAction{tr("Run again"), [this] { runAgain(); }, end.canRunAgain};
    notice.actions << NoticeAction{tr("Close"), [this] { Q_EMIT closed(); }};
    m_end->showNotice(notice);
}

void TerminalPage::runAgain()
{
    if (!m_run->isOver() || !shellEnd(*m_run).canRunAgain)
        return;
    m_feed->append(TerminalView::resetModes());
    m_run->start(m_view->rows(), m_view->columns());
    m_view->setFocus(Qt::OtherFocusReason);
}

QString TerminalPage::title() const
{
    const QString title = shellTitle(m_run->request());
    return m_number > 1 ? u"%1 %2"_s.arg(title).arg(m_number) : title;
}

void TerminalPage::setNumber(int number)
{
    m_number = number;
    Q_EMIT changed();
}

Glyph TerminalPage::glyph() const
{
    switch (m_run->phase()) {
    case ShellRun::Phase::Running:
        return Glyph::Running;
    case ShellRun::Phase::Exited:
        return Glyph::Stopped;
    case ShellRun::Phase::Failed:
        return Glyph::Unhealthy;
    default:
        return Glyph::Connecting;
    }
}

bool TerminalPage::isBusy() const
{
    return m_typed && m_run->phase() == ShellRun::Phase::Running;
}

void TerminalPage::requestClose()
{
    if (!isBusy()) {
        Q_EMIT closed();
        return;
    }
    Notice question{Notice::Kind::Warning,
                    tr("The shell in %1 still runs. Closing ends it and whatever runs in it.")
                        .arg(m_run->request().containerName),
                    {},
                    {},
                    {},
                    false};
    question.actions << NoticeAction{tr("Keep open"), [this] { m_question->clear(); }, true, true};
    question.actions << NoticeAction{tr("End shell and close"), [this] { Q_EMIT closed(); }};
    m_question->showNotice(question);
    m_question->focusFirstAction();
}

void TerminalPage::setBarVisible(bool visible)
{
    m_bar->setVisible(visible);
}

void TerminalPage::updateBar()
{
    const ExecRequest &exec = m_run->request().exec;
    QStringList facts;
    const QString user = exec.user.isEmpty() ? QString() : exec.user + u'@';
    const QString place = exec.workingDir.isEmpty() ? QString() : u':' + exec.workingDir;
    facts << user + m_run->request().containerName + place;
    switch (m_run->phase()) {
    case ShellRun::Phase::Idle:
    case ShellRun::Phase::LookingForShell:
        facts << tr("looking for a shell…");
        break;
    case ShellRun::Phase::Starting:
        facts << tr("starting %1…").arg(m_run->command().join(u' '));
        break;
    default:
        facts << m_run->command().join(u' ');
    }
    facts.removeAll(QString());
    m_barText->setFullText(facts.join(u"  ·  "_s));
    m_barSize->setText(tr("%1 × %2", "columns, rows").arg(m_view->columns()).arg(m_view->rows()));
}

void TerminalPage::showMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const QUrl link = m_view->linkAt(position); !link.isEmpty()) {
        menu->addAction(tr("Open link"), this, [link] { TerminalView::openLink(link); });
        menu->addAction(tr("Copy link address"), this,
                        [link] { QGuiApplication::clipboard()->setText(link.toString()); });
        menu->addSeparator();
    }
    for (QAction *action : actions())
        menu->addAction(action);
    menu->addSeparator();
    menu->addAction(tr("Another shell of %1").arg(m_run->request().containerName), this,
                    &TerminalPage::anotherShellRequested);
    menu->popup(m_view->mapToGlobal(position));
}

} // namespace fairlead::ui
