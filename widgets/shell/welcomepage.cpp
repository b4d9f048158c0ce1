// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/welcomepage.h"

#include "core/host/host.h"
#include "widgets/common/button.h"
#include "widgets/common/emptypane.h"
#include "widgets/common/icons.h"
#include "widgets/common/quietlabel.h"
#include "widgets/common/theme.h"
#include "widgets/hosts/enginemessage.h"

#include <QGridLayout>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr int kMarkSize = 64;
constexpr double kTitleScale = 1.5;

QString keys(const QKeyCombination &combination)
{
    return QKeySequence(combination).toString(QKeySequence::NativeText);
}

} // namespace

WelcomePage::WelcomePage(Host &host, QWidget *parent)
    : QWidget(parent)
    , m_host(host)
    , m_stack(new QStackedLayout(this))
    , m_engine(new EmptyPane(this))
{
    m_stack->addWidget(buildGreeting());
    m_stack->addWidget(m_engine);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Welcome"));
    connect(&host, &Host::stateChanged, this, &WelcomePage::takeState);
    setTarget({});
    takeState();
}

QWidget *WelcomePage::buildGreeting()
{
    auto *page = new QWidget(this);
    m_mark = new QLabel(page);
    m_mark->setPixmap(icon(u"fairlead"_s).pixmap(QSize(kMarkSize, kMarkSize), devicePixelRatioF()));
    m_title = new QLabel(tr("A shell in any container"), page);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * kTitleScale);
    m_title->setFont(large);
    m_open = new Button(icon(u"terminal"_s), {}, page);
    connect(m_open, &QPushButton::clicked, this, &WelcomePage::shellWanted);
    setFocusProxy(m_open);
    m_hints = new QWidget(page);
    buildHints();

    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kMargin);
    column->addStretch(2);
    column->addWidget(m_mark, 0, Qt::AlignHCenter);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_open, 0, Qt::AlignHCenter);
    column->addWidget(m_hints, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return page;
}

void WelcomePage::buildHints()
{
    auto *grid = new QGridLayout(m_hints);
    grid->setContentsMargins(0, kMargin * 2, 0, 0);
    grid->setHorizontalSpacing(kMargin * 2);
    grid->setVerticalSpacing(kStep * 2);
    const std::pair<QString, QString> rows[] = {
        {tr("Letters"), tr("filter the list")},
        {keys(Qt::Key_Return), tr("opens a shell in the selected container")},
        {keys(Qt::CTRL | Qt::Key_Return), tr("asks for user, directory and command first")},
        {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_L), tr("goes back to the list from anywhere")},
        {keys(Qt::CTRL | Qt::Key_Tab), tr("goes through the tabs in order of use")},
        {keys(Qt::Key_F1), tr("shows all keys")},
    };
    for (const auto &[key, what] : rows) {
        const int row = grid->rowCount();
        auto *keyLabel = new QLabel(key, m_hints);
        auto *whatLabel = new QuietLabel(m_hints);
        whatLabel->setText(what);
        grid->addWidget(keyLabel, row, 0, Qt::AlignRight);
        grid->addWidget(whatLabel, row, 1);
    }
}

// Where room is short the ornament goes first, then the hints; squeezed, nobody could read them.
void WelcomePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int bare = kMargin * 3 + m_title->sizeHint().height() + m_open->sizeHint().height();
    const int withHints = bare + kMargin + m_hints->sizeHint().height();
    m_hints->setVisible(height() >= withHints);
    m_mark->setVisible(height() >= withHints + kMargin + kMarkSize);
}

void WelcomePage::setTarget(const QString &containerName)
{
    m_open->setText(containerName.isEmpty() ? tr("Open shell") : tr("Open a shell in %1").arg(containerName));
    m_open->setEnabled(!containerName.isEmpty());
}

void WelcomePage::takeState()
{
    if (m_host.state() != Host::State::Unreachable) {
        m_stack->setCurrentIndex(0);
        return;
    }
    EmptyMessage message = engineMessage(m_host.state(), m_host.lastError(), m_host.address());
    message.actions << NoticeAction{tr("Try again"), [this] { m_host.retry(); }};
    m_engine->setMessage(message);
    m_stack->setCurrentWidget(m_engine);
}

} // namespace fairlead::ui
