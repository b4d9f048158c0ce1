// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "core/link/messages.h"

#include <QObject>

namespace fairlead::agent {

/// Does a hub's docker_command: a closed list of actions, no way to anything else of the engine. Whether it
/// may be done at all is consent()'s business.
class DockerActions : public QObject
{
    Q_OBJECT

public:
    /// The host must outlive it.
    explicit DockerActions(Host &host, QObject *parent = nullptr);

    /// finished() follows, also for what is refused.
    void perform(const link::DockerCommand &command);

    /// At once; more are refused.
    static constexpr int maxRunning = 16;

Q_SIGNALS:
    void finished(const fairlead::link::DockerResponse &response);

private:
    [[nodiscard]] Future<> begin(const link::DockerCommand &command);
    void refuse(const QString &commandId, const Error &error);

    Host &m_host;
    int m_running = 0;
};

/// Whether a hub's word can be a container's id or name. Slashes, dots in front and the like reached other
/// endpoints of the engine in a peer (CVE-2026-27734).
[[nodiscard]] bool isContainerReference(const QString &text);

} // namespace fairlead::agent
