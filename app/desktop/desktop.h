// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/common/stopsignals.h"
#include "core/host/localhost.h"
#include "widgets/common/theme.h"

#include <QObject>
#include <QSettings>
#include <QTimer>

#include <memory>

namespace fairlead {

namespace ui {
class MainWindow;
} // namespace ui

/// The parts of the desktop program and the order in which they begin and end.
class Desktop : public QObject
{
    Q_OBJECT

public:
    Desktop();
    ~Desktop() override;

    /// Shows the window; the engine is looked for once it is on the screen.
    void start();

private:
    void end();

    StopSignals m_stopSignals;
    QSettings m_settings;
    ui::Theme m_theme;
    LocalHost m_host;
    std::unique_ptr<ui::MainWindow> m_window;
    QTimer m_patience; ///< for processes in containers that do not want to end
};

} // namespace fairlead
