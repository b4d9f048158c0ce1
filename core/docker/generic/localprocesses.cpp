// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For systems without a body of their own: the container's own sh finds the processes.

#include "core/docker/localprocesses.h"

namespace fairlead::docker {

int signalContainerSession(qint64, const QString &, int, const QString &)
{
    return 0;
}

int signalMarkedProcesses(const QByteArray &, int, const QString &)
{
    return 0;
}

} // namespace fairlead::docker
