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

/// Sends `signal` to the process `pid` and to every other of its session, those of them that belong to the
/// container: their cgroup names its id, so that a number which means something else here harms nobody.
/// Returns how many took it. Linux; 0 elsewhere.
int signalContainerSession(qint64 pid, const QString &containerId, int signal,
                           const QString &procPath = QStringLiteral("/proc"));

} // namespace fairlead::docker
