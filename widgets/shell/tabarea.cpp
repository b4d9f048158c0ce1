// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/tabarea.h"

#include "widgets/common/icons.h"
#include "widgets/common/noticebar.h"
#include "widgets/common/page.h"
#include "widgets/common/progressline.h"
#include "widgets/common/theme.h"
#include "widgets/shell/worksign.h"

#include <QApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QTabBar>
#include <QTextDocument>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {
constexpr int kStripHeight = kStep * 9; // as high as the filter beside it, also without a tab
constexpr int kCloseSize = kStep * 3;
constexpr qsizetype kLongestLabel = 28;
constexpr qsizetype kLabelStart = 8;

// What tells containers of one project apart, and their shells, stands at the end.
QString tabLabel(const QString &title)
{
    if (title.size() <= kLongestLabel)
        return title;
    return title.first(kLabelStart) + u'…' + title.last(kLongestLabel - kLabelStart - 1);
}

} // namespace

TabArea::TabArea(QWidget *welcome, QWidget *parent)
    : QWidget(parent)
    , m_bar(new QTabBar(this))
    , m_strip(new QHBoxLayout)
    , m_notice(new NoticeBar(this))
    , m_line(new ProgressLine(this))
    , m_work(new WorkSign(m_line, m_notice, this))
    , m_stack(new QStackedLayout)
    , m_welcome(welcome)
{
    m_bar->setDocumentMode(true);
    m_bar->setDrawBase(false);
    m_bar->setExpanding(false);
    m_bar->setMovable(true);
    m_bar->setElideMode(Qt::ElideNone); // it scrolls sooner than that it cuts labels
    m_bar->setUsesScrollButtons(true);
    m_bar->setFocusPolicy(Qt::NoFocus);
    m_bar->setAccessibleName(tr("Open pages"));
    m_bar->installEventFilter(this);
    connect(m_bar, &QTabBar::currentChanged, this, &TabArea::onCurrent);
    connect(m_bar, &QTabBar::tabMoved, this, [this](int from, int to) { m_pages.move(from, to); });

    m_strip->setContentsMargins(0, 0, kStep * 2, 0);
    m_strip->setSpacing(kStep);
    m_strip->addStrut(kStripHeight);
    m_strip->addWidget(m_bar, 1, Qt::AlignBottom);
    auto *below = new QVBoxLayout;
    below->setSpacing(0);
    below->addWidget(m_notice);
    below->addLayout(m_stack, 1);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addLayout(m_strip, 0, 0);
    grid->addLayout(below, 1, 0);
    grid->addWidget(m_line, 1, 0, Qt::AlignTop);
    grid->setRowStretch(1, 1);
    m_line->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_stack->addWidget(welcome);
    connect(m_notice, &NoticeBar::focusReleased, this, &TabArea::focusPage);
}

void TabArea::addCornerWidget(QWidget *widget)
{
    m_strip->addWidget(widget, 0, Qt::AlignVCenter);
}

void TabArea::addPage(Page *page)
{
    m_pages.append(page);
    m_recent.append(page);
    m_stack->addWidget(page);
    connect(page, &Page::changed, this, [this, page] { refreshTab(page); });
    connect(page, &Page::attention, this, [this, page] { onAttention(page); });
    connect(page, &Page::closed, this, [this, page] { removePage(page); });
    {
        // The first tab would become current before its page is known to be.
        const QSignalBlocker quiet(m_bar);
        m_bar->setTabButton(m_bar->addTab(QString()), QTabBar::RightSide, closeButton(page));
    }
    m_bar->setFocusPolicy(Qt::TabFocus);
    refreshTab(page);
    setCurrentPage(page);
}

QToolButton *TabArea::closeButton(Page *page)
{
    auto *button = new QToolButton(m_bar);
    button->setIcon(icon(u"close"_s));
    button->setIconSize(QSize(kCloseSize, kCloseSize));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setToolTip(tr("Close tab (Ctrl+Shift+W)"));
    button->setAccessibleName(tr("Close tab"));
    connect(button, &QToolButton::clicked, this, [this, page] { requestClose(page); });
    return button;
}

Page *TabArea::currentPage() const
{
    return m_pages.value(m_bar->currentIndex(), nullptr);
}

void TabArea::setCurrentPage(Page *page)
{
    const int index = int(m_pages.indexOf(page));
    if (m_bar->currentIndex() == index)
        onCurrent(index);
    else
        m_bar->setCurrentIndex(index);
}

void TabArea::onCurrent(int index)
{
    Page *page = m_pages.value(index, nullptr);
    m_stack->setCurrentWidget(page ? static_cast<QWidget *>(page) : m_welcome);
    m_line->raise();
    if (page) {
        if (m_marked.removeAll(page) > 0)
            refreshTab(page);
        if (!m_cycling) {
            m_recent.removeAll(page);
            m_recent.prepend(page);
        }
        focusPage();
    }
    tintTabs();
    Q_EMIT currentChanged();
}

// The tab strip's own difference between the current tab and the others is faint in dark.
void TabArea::tintTabs()
{
    for (int index = 0; index < m_bar->count(); ++index)
        m_bar->setTabTextColor(index, index == m_bar->currentIndex() ? QColor() : Theme::color(Tint::Muted));
}

void TabArea::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        tintTabs();
}

void TabArea::focusPage()
{
    if (Page *page = currentPage())
        page->setFocus(Qt::OtherFocusReason);
    else
        m_welcome->setFocus(Qt::OtherFocusReason);
}

void TabArea::onAttention(Page *page)
{
    if (page == currentPage() || m_marked.contains(page))
        return;
    m_marked.append(page);
    refreshTab(page);
}

void TabArea::refreshTab(Page *page)
{
    const int index = int(m_pages.indexOf(page));
    m_bar->setTabText(index, tabLabel(page->title()).replace(u'&', "&&"_L1));
    m_bar->setTabIcon(index, hasMark(page) ? icon(u"bell"_s, Tint::WarningMark) : glyphIcon(page->glyph()));
    const QString state = tr("%1: %2").arg(page->title(), pageState(page->glyph()));
    const QString all = hasMark(page) ? tr("%1. Something happened in it.").arg(state) : state;
    m_bar->setTabToolTip(index, Qt::convertFromPlainText(all, Qt::WhiteSpaceNormal));
    m_bar->setAccessibleTabName(index, all);
}

// In words what the icon shows.
QString TabArea::pageState(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Running:
        return tr("running");
    case Glyph::Stopped:
        return tr("ended");
    case Glyph::Connecting:
        return tr("starting");
    default:
        return tr("failed");
    }
}

void TabArea::removePage(Page *page)
{
    const int index = int(m_pages.indexOf(page));
    if (index < 0)
        return;
    m_recent.removeAll(page);
    m_marked.removeAll(page);
    Page *next = page == currentPage() ? m_recent.value(0, nullptr) : currentPage();
    {
        const QSignalBlocker quiet(m_bar);
        m_pages.removeAt(index);
        m_bar->removeTab(index);
        m_bar->setCurrentIndex(int(m_pages.indexOf(next)));
    }
    if (m_pages.isEmpty())
        m_bar->setFocusPolicy(Qt::NoFocus); // a stop of the Tab key where nothing can be seen
    m_stack->removeWidget(page);
    page->hide();
    page->deleteLater();
    onCurrent(int(m_pages.indexOf(next)));
}

// The order of use stays as it was until Ctrl is let go: only so can one go further back than to the last
// tab.
void TabArea::cycle(int step)
{
    if (m_recent.size() < 2)
        return;
    if (!m_cycling) {
        m_cycling = true;
        qApp->installEventFilter(this);
    }
    const qsizetype size = m_recent.size();
    setCurrentPage(m_recent.at((m_recent.indexOf(currentPage()) + step + size) % size));
}

void TabArea::step(int step)
{
    const qsizetype size = m_pages.size();
    if (size > 1)
        m_bar->setCurrentIndex(int((m_bar->currentIndex() + step + size) % size));
}

void TabArea::commitCycle()
{
    qApp->removeEventFilter(this);
    m_cycling = false;
    if (Page *page = currentPage()) {
        m_recent.removeAll(page);
        m_recent.prepend(page);
    }
}

void TabArea::closeCurrent()
{
    if (Page *page = currentPage())
        requestClose(page);
}

// A question in a page that nobody sees would take the keyboard into the dark.
void TabArea::requestClose(Page *page)
{
    if (page->isBusy())
        setCurrentPage(page);
    page->requestClose();
}

void TabArea::showNotice(const Notice &notice)
{
    // A way out that was taken has dealt with the notice; when it fails, the next one says so.
    Notice shown = notice;
    for (NoticeAction &action : shown.actions) {
        action.run = [this, run = action.run] {
            m_notice->clear();
            run();
        };
    }
    m_notice->showNotice(shown);
}

void TabArea::clearNotice()
{
    m_notice->clear();
}

void TabArea::setWork(const QString &what)
{
    m_work->setWork(what);
}

bool TabArea::eventFilter(QObject *watched, QEvent *event)
{
    if (m_cycling && event->type() == QEvent::KeyRelease
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Control)
        commitCycle();
    if (watched == m_bar && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const int index = m_bar->tabAt(mouse->position().toPoint());
        if (mouse->button() == Qt::MiddleButton && index >= 0) {
            requestClose(m_pages.at(index));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace fairlead::ui
