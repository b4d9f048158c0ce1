// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/hosts/hostpane.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/containers/containeractions.h"
#include "widgets/hosts/containerdelegate.h"
#include "widgets/hosts/enginemessage.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStackedLayout>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr std::chrono::seconds kClockStep(20); // uptimes are shown in minutes
constexpr int kIndentation = kStep * 3;

using Tree = ContainerTreeModel;

} // namespace

HostPane::HostPane(Host &host, QWidget *parent)
    : QWidget(parent)
    , m_host(host)
    , m_filter(new QLineEdit(this))
    , m_tree(new QTreeView(this))
    , m_empty(new EmptyPane(this))
    , m_stack(new QStackedLayout)
    , m_actions(new ContainerActions(m_tree))
{
    m_shown.setSourceModel(&m_model);
    buildTree();
    buildLayout();
    connect(&host, &Host::stateChanged, this, &HostPane::takeValues);
    connect(&host, &Host::containersChanged, this, &HostPane::takeValues);
    connect(m_actions, &ContainerActions::triggered, this, &HostPane::deedWanted);
    m_clock.setInterval(kClockStep);
    connect(&m_clock, &QTimer::timeout, m_tree->viewport(), qOverload<>(&QWidget::update));
    m_clock.start();
    takeValues();
}

void HostPane::buildTree()
{
    m_tree->setModel(&m_shown);
    m_tree->setItemDelegate(new ContainerDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->setIndentation(kIndentation);
    m_tree->setUniformRowHeights(false);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setAccessibleName(tr("Containers"));
    m_tree->installEventFilter(this);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &HostPane::showMenu);
    connect(m_tree, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.data(Tree::KindRole).value<Tree::Kind>() == Tree::Kind::Container)
            openShell(Deed::OpenShell);
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &HostPane::updateCurrent);
    connect(&m_shown, &QAbstractItemModel::dataChanged, this, &HostPane::updateCurrent);
    connect(&m_shown, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parent, int first, int last) {
                for (int row = first; row <= last; ++row)
                    m_tree->expandRecursively(m_shown.index(row, 0, parent));
                m_tree->expand(parent);
            });
}

void HostPane::buildLayout()
{
    m_filter->setPlaceholderText(tr("Filter containers"));
    m_filter->setAccessibleName(tr("Filter containers"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s, Tint::Muted), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, this, &HostPane::onFilterEdited);

    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(kStep * 2, kStep * 2, kStep * 2, kStep * 2);
    filterRow->addWidget(m_filter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(filterRow);
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);
    setTabOrder(m_filter, m_tree);
}

void HostPane::takeValues()
{
    m_model.setHost({m_host.id(), m_host.name(), m_host.address(), m_host.state()});
    const bool ready = m_host.state() == Host::State::Ready;
    m_model.setContainers(m_host.id(), ready ? m_host.containers() : QList<Container>());
    if (!currentContainer())
        selectFirst();
    updateCurrent();
    updateEmpty();
}

void HostPane::selectFirst()
{
    if (const QModelIndex first = m_shown.firstContainer(); first.isValid())
        m_tree->setCurrentIndex(first);
}

void HostPane::onFilterEdited(const QString &text)
{
    m_beginsAnew = false;
    m_shown.setFilterText(text);
    m_tree->expandAll();
    if (!currentContainer())
        selectFirst();
    updateCurrent();
    updateEmpty();
}

void HostPane::setShowStopped(bool show)
{
    m_shown.setShowStopped(show);
    m_tree->expandAll();
    if (!currentContainer())
        selectFirst();
    updateCurrent();
    updateEmpty();
}

void HostPane::setBrief(bool brief)
{
    m_brief = brief;
    updateEmpty();
}

std::optional<Container> HostPane::currentContainer() const
{
    const QVariant value = m_tree->currentIndex().data(Tree::ContainerRole);
    return value.isValid() ? std::optional(value.value<Container>()) : std::nullopt;
}

void HostPane::selectContainer(const QString &containerId)
{
    const QModelIndex index = m_shown.mapFromSource(m_model.containerIndex(m_host.id(), containerId));
    if (index.isValid())
        m_tree->setCurrentIndex(index);
}

// Also of a container that is not running: whoever carries it out says why not, and offers to start it.
void HostPane::openShell(Deed deed)
{
    if (const auto container = currentContainer(); container && m_host.state() == Host::State::Ready)
        Q_EMIT deedWanted(deed, *container);
}

void HostPane::updateCurrent()
{
    const bool usable = m_host.state() == Host::State::Ready;
    const auto current = usable ? currentContainer() : std::nullopt;
    m_actions->setContainer(current);
    Q_EMIT targetChanged(current && isPossible(Deed::OpenShell, *current) ? current->name : QString());
}

void HostPane::updateEmpty()
{
    const bool hasContainers = m_host.state() == Host::State::Ready && m_shown.containerCount() > 0;
    // What stands at length beside it need not stand here too; the server's row says that it is away.
    const bool hasList = hasContainers || (m_brief && m_host.state() == Host::State::Unreachable);
    if (!hasList)
        m_empty->setMessage(emptyMessage());
    const bool hadList = m_stack->currentWidget() == m_tree;
    const bool hadFocus = m_tree->hasFocus();
    m_stack->setCurrentWidget(hasList ? static_cast<QWidget *>(m_tree) : m_empty);
    if (hadFocus && !hasList)
        m_filter->setFocus(Qt::OtherFocusReason);
    // The filter keeps the keyboard only for who types in it; in the list typing filters as well.
    if (hasList && !hadList && m_filter->hasFocus() && m_filter->text().isEmpty())
        m_tree->setFocus(Qt::OtherFocusReason);
}

EmptyMessage HostPane::emptyMessage()
{
    if (m_host.state() != Host::State::Ready) {
        EmptyMessage message = engineMessage(m_host.state(), m_host.lastError(), m_host.address());
        if (m_host.state() == Host::State::Unreachable)
            message.actions << NoticeAction{tr("Try again"), [this] { m_host.retry(); }};
        return message;
    }
    EmptyMessage message;
    message.icon = icon(u"search"_s, Tint::Muted);
    if (!m_shown.filterText().isEmpty()) {
        message.title = tr("No container matches “%1”").arg(m_shown.filterText());
        message.actions << NoticeAction{tr("Clear filter"), [this] {
                                            m_filter->clear();
                                            focusList();
                                        }};
        return message;
    }
    message.icon = glyphIcon(Glyph::Stopped);
    if (m_host.containers().isEmpty()) {
        message.title = tr("No container here yet");
        message.text = tr("The engine answers and has none. This line starts one to look around in:");
        message.command = u"docker run -dit --name demo alpine"_s;
    } else {
        message.title = tr("No container runs here");
        message.text = tr("%n are stopped and not shown.", nullptr, int(m_host.containers().size()));
        message.actions << NoticeAction{tr("Show stopped containers"),
                                        [this] { Q_EMIT showStoppedWanted(); }};
    }
    return message;
}

void HostPane::focusList()
{
    m_beginsAnew = true;
    if (m_stack->currentWidget() == m_tree) {
        m_tree->setFocus(Qt::ShortcutFocusReason);
    } else {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    }
}

void HostPane::showMenu(QPoint position)
{
    if (!currentContainer())
        return;
    const QRect row = m_tree->visualRect(m_tree->currentIndex());
    const QPoint at = row.contains(position) ? position : row.bottomLeft() + QPoint(kMargin, 0);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->addTo(menu);
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

bool HostPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (watched == m_tree ? treeKey(key) : filterKey(key))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

// Typing filters; Enter on a branch opens and shuts it, on a server that is away it tries again.
bool HostPane::treeKey(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentContainer())
            openShell(event->modifiers() & Qt::ControlModifier ? Deed::OpenShellWith : Deed::OpenShell);
        else if (m_host.state() == Host::State::Unreachable)
            m_host.retry();
        else
            m_tree->setExpanded(m_tree->currentIndex(), !m_tree->isExpanded(m_tree->currentIndex()));
        return true;
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            Q_EMIT leaveWanted();
        m_filter->clear();
        return true;
    case Qt::Key_Space:
        return true;
    default:
        break;
    }
    const bool edits = event->key() == Qt::Key_Backspace && !m_filter->text().isEmpty();
    const bool prints = plain && !event->text().isEmpty() && event->text().front().isPrint();
    if (!edits && !prints)
        return false;
    m_filter->setFocus(Qt::OtherFocusReason);
    if (m_beginsAnew && prints)
        m_filter->selectAll();
    else
        m_filter->deselect();
    QCoreApplication::sendEvent(m_filter, event);
    return true;
}

bool HostPane::filterKey(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (m_stack->currentWidget() != m_tree)
            return true;
        m_tree->setFocus(Qt::OtherFocusReason);
        QCoreApplication::sendEvent(m_tree, event);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openShell(event->modifiers() & Qt::ControlModifier ? Deed::OpenShellWith : Deed::OpenShell);
        return true;
    case Qt::Key_Escape:
        m_filter->clear();
        focusList();
        if (m_filter->hasFocus())
            Q_EMIT leaveWanted();
        return true;
    case Qt::Key_Delete:
        return deleteKey(event->modifiers() & ~Qt::KeypadModifier);
    default:
        return false;
    }
}

// With nothing to delete behind the cursor, the key means the container, as Enter does.
bool HostPane::deleteKey(Qt::KeyboardModifiers modifiers)
{
    if (m_filter->hasSelectedText() || m_filter->cursorPosition() < m_filter->text().size())
        return false;
    if (modifiers == Qt::NoModifier)
        m_actions->action(Deed::Remove)->trigger();
    else if (modifiers == Qt::ControlModifier)
        m_actions->action(Deed::Kill)->trigger();
    return true;
}

} // namespace fairlead::ui
