// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/localprocesses.h"

#include <QDir>
#include <QFile>

#include <csignal>

namespace fairlead::docker {

namespace {

// The kernel bounds an environment by the stack limit; nobody's marker comes after the first megabyte.
constexpr qint64 maxEnvironment = 1024 * 1024;

bool environmentHolds(const QString &path, const QByteArray &assignment)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray environment = '\0' + file.read(maxEnvironment) + '\0';
    return environment.contains('\0' + assignment + '\0');
}

} // namespace

int signalMarkedProcesses(const QByteArray &assignment, int signal, const QString &procPath)
{
    int found = 0;
    const auto entries = QDir(procPath).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isPid = false;
        const auto pid = pid_t(entry.toInt(&isPid));
        if (isPid && pid > 1
            && environmentHolds(procPath + u'/' + entry + QStringLiteral("/environ"), assignment)
            && ::kill(pid, signal) == 0) {
            ++found;
        }
    }
    return found;
}

} // namespace fairlead::docker
