// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"

#include "widgets/common/translations.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace fairlead::test {

namespace {
// The window manager gives the focus when it gets to it, and a busy machine lets it wait.
constexpr int kPatience = 20'000;
} // namespace

Desk::Desk(Host &host) : m_host(host), m_settings(m_dir.filePath(u"settings.ini"_s), QSettings::IniFormat)
{
    static const bool translated = (ui::installTranslations(), true);
    Q_UNUSED(translated)
    m_window = std::make_unique<ui::MainWindow>(host, m_theme, m_settings);
    m_theme.setChoice(ui::ColorChoice::Light);
}

Desk::~Desk() = default;

bool Desk::show(QSize size)
{
    m_window->resize(size);
    m_window->show();
    m_window->activateWindow();
    return QTest::qWaitForWindowActive(m_window.get(), kPatience);
}

void Desk::reopen()
{
    m_window->close();
    restart();
}

void Desk::restart()
{
    m_window.reset();
    m_window = std::make_unique<ui::MainWindow>(m_host, m_theme, m_settings);
    m_window->show();
    (void)QTest::qWaitForWindowActive(m_window.get(), kPatience);
}

ui::TerminalPage *Desk::terminal()
{
    return qobject_cast<ui::TerminalPage *>(m_window->tabs()->currentPage());
}

QString Desk::screen()
{
    const ui::TerminalPage *page = terminal();
    return page ? page->view()->allText() : QString();
}

void Desk::type(const QString &text)
{
    for (const QChar c : text) {
        if (c == u'\n')
            press(Qt::Key_Return);
        else
            QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), Qt::Key_unknown, QString(c),
                                Qt::NoModifier);
    }
}

void Desk::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *active = QApplication::activeModalWidget() ? QApplication::activeModalWidget()
                      : QApplication::activeWindow()    ? QApplication::activeWindow()
                                                        : m_window.get();
    QTest::keyClick(active->windowHandle(), key, modifiers);
}

QWidget *Desk::button(const QString &text)
{
    for (QWidget *top : QApplication::topLevelWidgets()) {
        for (QAbstractButton *each : top->findChildren<QAbstractButton *>()) {
            if (each->isVisible() && each->text() == text)
                return each;
        }
    }
    return nullptr;
}

bool Desk::click(const QString &buttonText)
{
    QWidget *found = button(buttonText);
    if (!found || !found->isEnabled())
        return false;
    QTest::mouseClick(found, Qt::LeftButton);
    return true;
}

bool Desk::says(const QString &text)
{
    for (QWidget *top : QApplication::topLevelWidgets()) {
        for (const QLabel *label : top->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
    }
    return false;
}

bool Desk::dialogOpens()
{
    return QTest::qWaitFor(
        [] {
            const QWidget *dialog = QApplication::activeModalWidget();
            return dialog && dialog->isActiveWindow() && QApplication::focusWidget()
                   && dialog->isAncestorOf(QApplication::focusWidget());
        },
        kPatience);
}

bool Desk::dialogCloses()
{
    return QTest::qWaitFor(
        [this] {
            const QWidget *focus = QApplication::focusWidget();
            return !QApplication::activeModalWidget() && m_window->isActiveWindow() && focus
                   && m_window->isAncestorOf(focus);
        },
        kPatience);
}

void Desk::picture(const QString &name)
{
    const QDir dir(qEnvironmentVariable("FAIRLEAD_PICTURES",
                                        QCoreApplication::applicationDirPath() + "/../pictures"_L1));
    dir.mkpath(u"."_s);
    QWidget *top = QApplication::activeModalWidget();
    QPixmap shot = m_window->grab();
    if (top && top != m_window.get()) {
        QPainter painter(&shot);
        painter.drawPixmap(top->pos() - m_window->pos(), top->grab());
    }
    shot.save(dir.filePath(name + ".png"_L1));
}

void Desk::pictures(const QString &name)
{
    for (const auto choice : {ui::ColorChoice::Light, ui::ColorChoice::Dark}) {
        m_theme.setChoice(choice);
        QTest::qWait(80); // the picture has no event of its own to wait for
        picture(name + (choice == ui::ColorChoice::Dark ? "-dark"_L1 : "-light"_L1));
    }
    m_theme.setChoice(ui::ColorChoice::Light);
    QTest::qWait(80);
}

} // namespace fairlead::test
