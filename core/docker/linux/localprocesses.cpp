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
constexpr qint64 maxStatus = 16 * 1024;

bool environmentHolds(const QString &path, const QByteArray &assignment)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray environment = '\0' + file.read(maxEnvironment) + '\0';
    return environment.contains('\0' + assignment + '\0');
}

QByteArray readSome(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(maxStatus) : QByteArray();
}

// proc(5), /proc/PID/stat: pid (comm) state ppid pgrp session …; the name may hold anything, brackets too.
qint64 sessionOf(const QString &folder)
{
    const QByteArray stat = readSome(folder + QStringLiteral("/stat"));
    constexpr qsizetype sessionField = 3; // behind the name
    return stat.sliced(stat.lastIndexOf(')') + 1).simplified().split(' ').value(sessionField).toLongLong();
}

bool isInContainer(const QString &folder, const QByteArray &containerId)
{
    return readSome(folder + QStringLiteral("/cgroup")).contains(containerId);
}

} // namespace

int signalContainerSession(qint64 pid, const QString &containerId, int signal, const QString &procPath)
{
    const QByteArray id = containerId.toLatin1();
    const qint64 session = sessionOf(procPath + u'/' + QString::number(pid));
    if (pid <= 1 || session <= 1 || id.isEmpty())
        return 0;
    int signalled = 0;
    const auto entries = QDir(procPath).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        const QString folder = procPath + u'/' + entry;
        bool isPid = false;
        const auto member = pid_t(entry.toInt(&isPid));
        if (isPid && member > 1 && sessionOf(folder) == session && isInContainer(folder, id)
            && ::kill(member, signal) == 0)
            ++signalled;
    }
    return signalled;
}

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
