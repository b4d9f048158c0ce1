// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/findbar.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr int kFieldWidth = 240;

QToolButton *flatButton(QWidget *parent, const QString &iconName, const QString &what)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    if (iconName.isEmpty())
        button->setText(what);
    else
        button->setIcon(icon(iconName));
    button->setToolTip(what);
    button->setAccessibleName(what);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLineEdit(this))
    , m_result(new QLabel(this))
    , m_older(flatButton(this, u"up"_s, tr("Older match (Enter)")))
    , m_newer(flatButton(this, u"down"_s, tr("Newer match (Shift+Enter)")))
    , m_case(flatButton(this, {}, tr("Match case")))
{
    m_text->setPlaceholderText(tr("Find in terminal"));
    m_text->setAccessibleName(tr("Find in terminal"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaximumWidth(kFieldWidth);
    m_text->addAction(icon(u"search"_s, Tint::Muted), QLineEdit::LeadingPosition);
    m_case->setCheckable(true);
    m_result->setAccessibleDescription(tr("Search result"));
    auto *close = flatButton(this, u"close"_s, tr("Close (Esc)"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, kStep, kStep * 2, kStep);
    row->setSpacing(kStep);
    row->addWidget(m_text, 1);
    row->addWidget(m_older);
    row->addWidget(m_newer);
    row->addWidget(m_case);
    row->addSpacing(kStep);
    row->addWidget(m_result, 1);
    row->addWidget(close);

    connect(m_text, &QLineEdit::textChanged, this, [this] { ask(true, true); });
    connect(m_case, &QToolButton::toggled, this, [this] { ask(true, true); });
    connect(m_older, &QToolButton::clicked, this, [this] { ask(true, false); });
    connect(m_newer, &QToolButton::clicked, this, [this] { ask(false, false); });
    connect(close, &QToolButton::clicked, this, &FindBar::closed);
    hide();
}

void FindBar::open()
{
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void FindBar::setFound(bool found)
{
    m_result->setText(found || m_text->text().isEmpty() ? QString() : tr("No match"));
}

void FindBar::ask(bool older, bool fresh)
{
    Q_EMIT wanted(m_text->text(), older, m_case->isChecked(), fresh);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        ask(!(event->modifiers() & Qt::ShiftModifier), false);
        break;
    case Qt::Key_Escape:
        Q_EMIT closed();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace fairlead::ui
