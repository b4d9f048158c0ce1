// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/emptypane.h"

#include "widgets/common/button.h"
#include "widgets/common/icons.h"
#include "widgets/common/quietlabel.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr int kMarkSize = 32;
constexpr int kTextWidth = 440; // about 70 characters, what reads well

QLabel *asText(QLabel *label)
{
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

EmptyPane::EmptyPane(QWidget *parent)
    : QWidget(parent)
    , m_mark(new QLabel(this))
    , m_title(asText(new QLabel(this)))
    , m_text(asText(new QLabel(this)))
    , m_commandRow(new QWidget(this))
    , m_command(new QLineEdit(this))
    , m_details(asText(new QuietLabel(this, QuietLabel::Size::Small)))
    , m_buttons(new QVBoxLayout)
{
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_command->setReadOnly(true);
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setAccessibleName(tr("Command to run in a terminal"));
    auto *copy = new Button(icon(u"copy"_s), tr("Copy"), m_commandRow);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    auto *line = new QVBoxLayout(m_commandRow);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kStep * 2);
    line->addWidget(m_command);
    line->addWidget(copy, 0, Qt::AlignHCenter);
    m_buttons->setSpacing(kStep * 2);

    auto *content = new QWidget(this);
    content->setMaximumWidth(kTextWidth);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kStep * 2);
    column->addWidget(m_mark, 0, Qt::AlignHCenter);
    column->addSpacing(kStep);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_commandRow);
    column->addSpacing(kStep);
    column->addLayout(m_buttons);
    column->addSpacing(kStep);
    column->addWidget(m_details);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    auto *centred = new QHBoxLayout;
    centred->addStretch();
    centred->addWidget(content, 100);
    centred->addStretch();
    outer->addStretch(2);
    outer->addLayout(centred);
    outer->addStretch(3);
}

void EmptyPane::setMessage(const EmptyMessage &message)
{
    m_icon = message.icon;
    m_title->setText(message.title);
    m_text->setText(message.text);
    m_text->setVisible(!message.text.isEmpty());
    m_command->setText(message.command);
    m_command->setCursorPosition(0);
    m_commandRow->setVisible(!message.command.isEmpty());
    m_details->setText(message.details);
    m_details->setVisible(!message.details.isEmpty());
    setActions(message.actions);
    setAccessibleName(message.title);
    paintMark();
}

// Buttons that say the same stay: each failed attempt to connect comes here, and a new button would have
// neither the keyboard nor the mouse press of the old.
void EmptyPane::setActions(const QList<NoticeAction> &actions)
{
    const auto looksAs = [](const NoticeAction &a, const NoticeAction &b) {
        return a.text == b.text && a.enabled == b.enabled;
    };
    const bool same = std::ranges::equal(m_actions, actions, looksAs);
    m_actions = actions;
    if (same)
        return;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (qsizetype i = 0; i < actions.size(); ++i) {
        auto *button = new Button(actions.at(i).text, this);
        button->setEnabled(actions.at(i).enabled);
        button->setAutoDefault(true);
        connect(button, &QPushButton::clicked, this, [this, i] {
            const auto run = m_actions.at(i).run; // it may well set the next message
            run();
        });
        m_buttons->addWidget(button, 0, Qt::AlignHCenter);
        button->show();
    }
}

QString EmptyPane::title() const
{
    return m_title->text();
}

void EmptyPane::paintMark()
{
    m_mark->setPixmap(m_icon.pixmap(QSize(kMarkSize, kMarkSize), devicePixelRatioF()));
    m_mark->setVisible(!m_icon.isNull());
}

void EmptyPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        paintMark();
}

} // namespace fairlead::ui
