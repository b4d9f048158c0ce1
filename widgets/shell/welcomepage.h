// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace fairlead {
class Host;
struct Container;
} // namespace fairlead

namespace fairlead::ui {

class EmptyPane;

/// What the right side shows while no tab is open: how to get to a shell, or why there is no engine.
class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(Host &host, QWidget *parent = nullptr);

    /// Names the container that Enter would open a shell in; empty: none.
    void setTarget(const QString &containerName);

Q_SIGNALS:
    void shellWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void takeState();
    [[nodiscard]] QWidget *buildGreeting();
    void buildHints();

    Host &m_host;
    QStackedLayout *m_stack;
    EmptyPane *m_engine;
    QLabel *m_mark = nullptr;
    QLabel *m_title = nullptr;
    QPushButton *m_open = nullptr;
    QWidget *m_hints = nullptr; ///< keys and what they do
};

} // namespace fairlead::ui
