// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"

#include "widgets/shell/mainwindow.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {
constexpr std::chrono::seconds kPatience(5);
} // namespace

Desktop::Desktop() : m_settings(QSettings::IniFormat, QSettings::UserScope, u"fairlead"_s, u"fairlead"_s)
{
    const int colors = m_settings.value("view/colors", int(ui::ColorChoice::System)).toInt();
    if (colors == int(ui::ColorChoice::Light) || colors == int(ui::ColorChoice::Dark))
        m_theme.setChoice(ui::ColorChoice(colors));
    m_window = std::make_unique<ui::MainWindow>(m_host, m_theme, m_settings);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, qApp, &QCoreApplication::quit);
    connect(m_window.get(), &ui::MainWindow::closed, this, &Desktop::end, Qt::QueuedConnection);
    // Signed out, shut down, or told to stop: without asking, but in order.
    connect(&m_stopSignals, &StopSignals::stopRequested, this, &Desktop::end, Qt::QueuedConnection);
}

Desktop::~Desktop() = default;

void Desktop::start()
{
    m_window->show();
    QMetaObject::invokeMethod(&m_host, &Host::open, Qt::QueuedConnection);
}

// With the window go the shells; what they ran is ended in the containers before the program is gone.
void Desktop::end()
{
    m_window.reset();
    if (!m_host.isCleaningUp()) {
        QCoreApplication::quit();
        return;
    }
    connect(&m_host, &Host::cleanedUp, qApp, &QCoreApplication::quit);
    m_patience.start();
}

} // namespace fairlead
