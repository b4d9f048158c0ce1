// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/confirmdialog.h"

#include "widgets/common/button.h"
#include "widgets/common/checkbox.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {
constexpr int kMarkSize = 32;
constexpr int kTextWidth = 360;
} // namespace

ConfirmDialog::ConfirmDialog(const QString &question, const QString &consequence, const QString &deed,
                             QWidget *parent)
    : QDialog(parent)
    , m_mark(new QLabel(this))
    , m_option(new CheckBox(this))
    , m_deed(new Button(deed, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question);
    paintMark();
    auto *title = new QLabel(question, this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *text = new QLabel(consequence, this);
    for (QLabel *label : {title, text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMinimumWidth(kTextWidth);
    }
    m_option->hide();

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    buttons->addButton(m_deed, QDialogButtonBox::AcceptRole);
    cancel->setDefault(true);
    cancel->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout;
    column->setSpacing(kStep * 2);
    column->addWidget(title);
    column->addWidget(text);
    column->addWidget(m_option);
    auto *row = new QHBoxLayout;
    row->setSpacing(kMargin);
    row->addWidget(m_mark, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    outer->setSpacing(kMargin);
    outer->setSizeConstraint(QLayout::SetFixedSize);
    outer->addLayout(row);
    outer->addWidget(buttons);
}

void ConfirmDialog::paintMark()
{
    m_mark->setPixmap(
        icon(u"warning"_s, Tint::WarningMark).pixmap(QSize(kMarkSize, kMarkSize), devicePixelRatioF()));
}

void ConfirmDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        paintMark();
}

void ConfirmDialog::addOption(const QString &text, const QString &deedWithIt)
{
    m_option->setText(text);
    m_option->show();
    connect(m_option, &QCheckBox::toggled, this, [this, deedWithIt, without = m_deed->text()](bool chosen) {
        m_deed->setText(chosen ? deedWithIt : without);
    });
}

bool ConfirmDialog::isOptionChosen() const
{
    return m_option->isChecked();
}

} // namespace fairlead::ui
