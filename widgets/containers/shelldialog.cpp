// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/shelldialog.h"

#include "widgets/common/theme.h"
#include "widgets/containers/commandline.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr int kFieldWidth = 320;
constexpr int kEnvironmentLines = 3;

QLineEdit *field(QWidget *parent, const QString &text, const QString &placeholder)
{
    auto *edit = new QLineEdit(text, parent);
    edit->setPlaceholderText(placeholder);
    edit->setMinimumWidth(kFieldWidth);
    return edit;
}

QStringList lines(const QString &text)
{
    QStringList found;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        found << line.trimmed();
    found.removeAll(QString());
    return found;
}

} // namespace

ShellDialog::ShellDialog(const Container &container, const ExecRequest &last, QWidget *parent)
    : QDialog(parent)
    , m_containerId(container.id)
    , m_command(field(this, joinedCommand(last.command), tr("bash, zsh, ash or sh: the first there is")))
    , m_user(field(this, last.user, tr("the container's own")))
    , m_workingDir(field(this, last.workingDir, tr("the container's own")))
    , m_environment(new QPlainTextEdit(last.environment.join(u'\n'), this))
    , m_problem(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Open a shell in %1").arg(container.name));
    m_environment->setPlaceholderText(tr("NAME=value, one a line"));
    m_environment->setTabChangesFocus(true);
    m_environment->setFixedHeight(m_environment->fontMetrics().lineSpacing() * kEnvironmentLines + kMargin);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    paintProblem();

    auto *form = new QFormLayout(this);
    form->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    form->setSpacing(kStep * 2);
    form->addRow(tr("&Command"), m_command);
    form->addRow(tr("&User"), m_user);
    form->addRow(tr("&Working directory"), m_workingDir);
    form->addRow(tr("&Environment"), m_environment);
    form->addRow(m_problem);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_open = buttons->addButton(tr("Open shell"), QDialogButtonBox::AcceptRole);
    m_open->setDefault(true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (const QLineEdit *edit : {m_command, m_user, m_workingDir})
        connect(edit, &QLineEdit::textChanged, this, &ShellDialog::check);
    connect(m_environment, &QPlainTextEdit::textChanged, this, &ShellDialog::check);
    check();
}

void ShellDialog::paintProblem()
{
    QPalette red;
    red.setColor(QPalette::WindowText, Theme::color(Tint::ErrorMark));
    m_problem->setPalette(red);
}

void ShellDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        paintProblem();
}

ExecRequest ShellDialog::request() const
{
    ExecRequest request;
    request.containerId = m_containerId;
    request.command = splitCommand(m_command->text()).value_or(QStringList());
    request.user = m_user->text().trimmed();
    request.workingDir = m_workingDir->text().trimmed();
    request.environment = lines(m_environment->toPlainText());
    return request;
}

QString ShellDialog::problem() const
{
    static const QRegularExpression variable(u"^[A-Za-z_][A-Za-z0-9_]*=.*$"_s);
    static const QRegularExpression user(u"^[^\\s:]+(:[^\\s:]+)?$"_s);
    const ExecRequest wanted = request();
    if (!splitCommand(m_command->text()))
        return tr("A quote in the command is not closed.");
    if (!wanted.user.isEmpty() && !user.match(wanted.user).hasMatch())
        return tr("A user is a name or number, with :group behind it if need be.");
    if (!wanted.workingDir.isEmpty() && !wanted.workingDir.startsWith(u'/'))
        return tr("The working directory begins with a slash.");
    for (const QString &line : wanted.environment) {
        if (!variable.match(line).hasMatch())
            return tr("“%1” is not of the form NAME=value.").arg(line);
    }
    return {};
}

void ShellDialog::check()
{
    const QString wrong = problem();
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_open->setEnabled(wrong.isEmpty());
}

} // namespace fairlead::ui
