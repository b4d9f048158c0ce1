// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/noticebar.h"

#include "widgets/common/button.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr int kDetailLines = 4;
constexpr int kNarrow = 560; // below it, text and buttons share no row

Tint groundOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Info:
        return Tint::InfoGround;
    case Notice::Kind::Warning:
        return Tint::WarningGround;
    case Notice::Kind::Error:
        return Tint::ErrorGround;
    }
    Q_UNREACHABLE_RETURN({});
}

QIcon markOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Info:
        return icon(u"info"_s, Tint::InfoMark);
    case Notice::Kind::Warning:
        return icon(u"warning"_s, Tint::WarningMark);
    case Notice::Kind::Error:
        return icon(u"error"_s, Tint::ErrorMark);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_mark(new QLabel(this))
    , m_text(new QLabel(this))
    , m_quote(new QLabel(this))
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_actionRow(new QHBoxLayout)
    , m_detailsButton(new QToolButton(this))
    , m_closeButton(new QToolButton(this))
    , m_details(new QPlainTextEdit(this))
{
    setAutoFillBackground(true);
    setAccessibleName(tr("Message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_quote->setTextFormat(Qt::PlainText);
    m_quote->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_quote->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_quote->setAccessibleDescription(tr("Quoted text"));
    m_actionRow->setSpacing(kStep * 2);
    m_detailsButton->setText(tr("Details"));
    m_detailsButton->setCheckable(true);
    m_detailsButton->setAutoRaise(true);
    m_closeButton->setIcon(icon(u"close"_s));
    m_closeButton->setAutoRaise(true);
    m_closeButton->setToolTip(tr("Close this message (Esc)"));
    m_closeButton->setAccessibleName(tr("Close this message"));
    m_details->setReadOnly(true);
    m_details->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_details->setFixedHeight(m_details->fontMetrics().lineSpacing() * kDetailLines + kMargin);
    m_details->setAccessibleName(tr("Details"));
    m_details->setTabChangesFocus(true);

    auto *message = new QHBoxLayout;
    message->setSpacing(kStep * 2);
    message->addWidget(m_mark, 0, Qt::AlignVCenter);
    message->addWidget(m_text, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kStep * 2);
    buttons->addStretch();
    buttons->addWidget(m_detailsButton);
    buttons->addLayout(m_actionRow);
    buttons->addWidget(m_closeButton);
    m_row->setSpacing(kStep * 2);
    m_row->addLayout(message, 1);
    m_row->addLayout(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kStep, kStep * 2, kStep);
    column->setSpacing(kStep);
    column->addLayout(m_row);
    column->addWidget(m_quote);
    column->addWidget(m_details);

    connect(m_detailsButton, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(m_closeButton, &QToolButton::clicked, this, &NoticeBar::clear);
    hide();
}

void NoticeBar::showNotice(const Notice &notice)
{
    m_kind = notice.kind;
    m_text->setText(notice.text);
    m_quote->setText(notice.quote);
    m_quote->setVisible(!notice.quote.isEmpty());
    m_details->setPlainText(notice.details);
    m_detailsButton->setChecked(false);
    m_detailsButton->setVisible(!notice.details.isEmpty());
    m_details->hide();
    m_closeButton->setVisible(notice.closable);
    const bool hadFocus = focusInside();
    const auto *pressed = qobject_cast<QPushButton *>(focusInside());
    const QString focused = pressed ? pressed->text() : QString();
    rebuildActions(notice.actions);
    arrange();
    paintGround();
    show();
    if (hadFocus && !focusInside() && !focusAction(focused))
        Q_EMIT focusReleased();
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

// The keyboard is given away before the bar hides: Qt would pass it to whatever is next in the window.
void NoticeBar::clear()
{
    if (focusInside())
        Q_EMIT focusReleased();
    hide();
    rebuildActions({});
}

QWidget *NoticeBar::focusInside() const
{
    QWidget *focus = QApplication::focusWidget();
    return focus && isAncestorOf(focus) ? focus : nullptr;
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::focusFirstAction()
{
    focusAction({});
}

// The button of this text, else the first; false when none can be pressed.
bool NoticeBar::focusAction(const QString &text)
{
    QPushButton *chosen = nullptr;
    for (int i = 0; i < m_actionRow->count(); ++i) {
        auto *button = qobject_cast<QPushButton *>(m_actionRow->itemAt(i)->widget());
        if (button->isEnabled() && (!chosen || button->text() == text))
            chosen = button;
    }
    if (chosen)
        chosen->setFocus(Qt::OtherFocusReason);
    return chosen;
}

// A handler may well lead to another notice here: the old buttons go when control is back in the event loop.
void NoticeBar::rebuildActions(const QList<NoticeAction> &actions)
{
    while (QLayoutItem *item = m_actionRow->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_escape = {};
    QWidget *before = m_detailsButton;
    for (const NoticeAction &action : actions) {
        auto *button = new Button(action.text, this);
        button->setEnabled(action.enabled);
        button->setAutoDefault(true);
        connect(button, &QPushButton::clicked, this, action.run);
        m_actionRow->addWidget(button);
        if (action.escapes)
            m_escape = action.run;
        button->show();
        setTabOrder(before, button);
        before = button;
    }
    setTabOrder(before, m_closeButton);
}

// Beside buttons in a narrow bar the text would be a column of single words.
void NoticeBar::arrange()
{
    const bool narrow = width() < kNarrow && m_actionRow->count() > 0;
    m_row->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void NoticeBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void NoticeBar::paintGround()
{
    const QColor color = Theme::color(groundOf(m_kind));
    if (palette().color(QPalette::Window) != color) {
        QPalette ground; // this role only: the others follow the application
        ground.setColor(QPalette::Window, color);
        setPalette(ground);
    }
    m_mark->setPixmap(markOf(m_kind).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
}

void NoticeBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QFrame::keyPressEvent(event);
    if (const auto escape = m_escape)
        escape();
    else if (!m_closeButton->isHidden())
        clear();
    else
        Q_EMIT focusReleased();
}

void NoticeBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    // A widget with a palette of its own hears of the application's by PaletteChange only.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        paintGround();
}

} // namespace fairlead::ui
