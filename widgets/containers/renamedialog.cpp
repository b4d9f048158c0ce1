// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/renamedialog.h"

#include "widgets/common/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {
constexpr int kFieldWidth = 280;
} // namespace

RenameDialog::RenameDialog(const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(name, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Rename %1").arg(name));
    // Docker Engine: daemon/names, RestrictedNameChars.
    static const QRegularExpression allowed(u"[a-zA-Z0-9][a-zA-Z0-9_.-]+"_s);
    m_name->setValidator(new QRegularExpressionValidator(allowed, m_name));
    m_name->setMinimumWidth(kFieldWidth);
    m_name->selectAll();
    m_name->setToolTip(tr("Letters, digits, _ . and -; at least two, the first a letter or digit"));

    auto *form = new QFormLayout(this);
    form->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    form->setSpacing(kStep * 2);
    form->addRow(tr("&New name"), m_name);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    QPushButton *rename = buttons->addButton(tr("Rename"), QDialogButtonBox::AcceptRole);
    rename->setDefault(true);
    form->addRow(buttons);
    const auto check = [this, rename, name] {
        rename->setEnabled(m_name->hasAcceptableInput() && m_name->text() != name);
    };
    connect(m_name, &QLineEdit::textChanged, this, check);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QString RenameDialog::newName() const
{
    return m_name->text();
}

} // namespace fairlead::ui
