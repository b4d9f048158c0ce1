// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace fairlead::docker {

/// Sends `signal` to every process of this machine whose initial environment holds `assignment`
/// ("NAME=value") and that this user may see and signal. Returns how many. Linux; 0 elsewhere.
int signalMarkedProcesses(const QByteArray &assignment, int signal,
                          const QString &procPath = QStringLiteral("/proc"));

} // namespace fairlead::docker
