// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/fakehost.h"
#include "widgets/common/theme.h"
#include "widgets/shell/mainwindow.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace fairlead::ui {
class TerminalPage;
} // namespace fairlead::ui

namespace fairlead::test {

/// The real window on the real display, before a host that the test chooses. It leaves pictures beside the
/// build.
class Desk
{
public:
    explicit Desk(Host &host);
    ~Desk();
    Q_DISABLE_COPY_MOVE(Desk)

    /// Shows the window and waits until it has the keyboard; false: it did not get it.
    [[nodiscard]] bool show(QSize size = QSize(1100, 700));
    [[nodiscard]] ui::MainWindow &window() { return *m_window; }
    [[nodiscard]] ui::Theme &theme() { return m_theme; }
    [[nodiscard]] QSettings &settings() { return m_settings; }
    /// Closes the window and opens it anew with what it remembered.
    void reopen();
    /// The same for a program that is told to stop: nobody closes its window.
    void restart();

    [[nodiscard]] ui::TerminalPage *terminal();
    /// What the current terminal shows; empty without one.
    [[nodiscard]] QString screen();
    /// Keys to whatever has the focus, as a keyboard would send them.
    void type(const QString &text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    /// The button of this text that a person can see; null: none.
    [[nodiscard]] QWidget *button(const QString &text);
    bool click(const QString &buttonText);
    /// Whether a visible label or line holds the text.
    [[nodiscard]] bool says(const QString &text);

    /// Waits for a dialog that has the keyboard; or for the window to have it back.
    [[nodiscard]] bool dialogOpens();
    [[nodiscard]] bool dialogCloses();

    void picture(const QString &name);
    /// The same in light and dark.
    void pictures(const QString &name);

private:
    Host &m_host;
    QTemporaryDir m_dir;
    QSettings m_settings;
    ui::Theme m_theme;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace fairlead::test
