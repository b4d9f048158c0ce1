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
    m_stack->addWidget(buildHints());
    m_stack->addWidget(m_engine);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setAccessibleName(tr("Welcome"));
    connect(&host, &Host::stateChanged, this, &WelcomePage::takeState);
    setTarget({});
    takeState();
}

QWidget *WelcomePage::buildHints()
{
    auto *page = new QWidget(this);
    auto *mark = new QLabel(page);
    mark->setPixmap(icon(u"fairlead"_s).pixmap(QSize(kMarkSize, kMarkSize), devicePixelRatioF()));
    auto *title = new QLabel(tr("A shell in any container"), page);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * kTitleScale);
    title->setFont(large);
    m_open = new Button(icon(u"terminal"_s), {}, page);
    connect(m_open, &QPushButton::clicked, this, &WelcomePage::shellWanted);
    setFocusProxy(m_open);

    auto *hints = new QGridLayout;
    hints->setHorizontalSpacing(kMargin * 2);
    hints->setVerticalSpacing(kStep * 2);
    const std::pair<QString, QString> rows[] = {
        {tr("Letters"), tr("filter the list")},
        {keys(Qt::Key_Return), tr("opens a shell in the selected container")},
        {keys(Qt::CTRL | Qt::Key_Return), tr("asks for user, directory and command first")},
        {keys(Qt::CTRL | Qt::SHIFT | Qt::Key_L), tr("goes back to the list from anywhere")},
        {keys(Qt::CTRL | Qt::Key_Tab), tr("goes through the tabs in order of use")},
        {keys(Qt::Key_F1), tr("shows all keys")},
    };
    for (const auto &[key, what] : rows) {
        const int row = hints->rowCount();
        auto *keyLabel = new QLabel(key, page);
        auto *whatLabel = new QuietLabel(page);
        whatLabel->setText(what);
        hints->addWidget(keyLabel, row, 0, Qt::AlignRight);
        hints->addWidget(whatLabel, row, 1);
    }
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kMargin);
    column->addStretch(2);
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addWidget(title, 0, Qt::AlignHCenter);
    column->addWidget(m_open, 0, Qt::AlignHCenter);
    column->addSpacing(kMargin);
    auto *centred = new QHBoxLayout;
    centred->addStretch();
    centred->addLayout(hints);
    centred->addStretch();
    column->addLayout(centred);
    column->addStretch(3);
    return page;
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
