// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace fairlead {

enum class ContainerState { Created, Running, Paused, Restarting, Removing, Exited, Dead, Unknown };

enum class Health { None, Starting, Healthy, Unhealthy };

struct PublishedPort
{
    QString hostAddress;
    quint16 hostPort = 0; ///< 0: exposed, not published
    quint16 containerPort = 0;
    QString protocol; ///< "tcp", "udp", "sctp"

    friend bool operator==(const PublishedPort &, const PublishedPort &) = default;
};

/// A container as a list shows it. A value: compare, copy, keep.
struct Container
{
    QString id;   ///< 64 hex digits
    QString name; ///< without the leading slash
    QString image;
    QString command;
    ContainerState state = ContainerState::Unknown;
    Health health = Health::None;
    QDateTime created;
    QDateTime startedAt;         ///< null when not running or not known yet
    std::optional<int> exitCode; ///< of the last run, when it is over and known
    int oomKills = 0; ///< how often the engine has told, since we listen, that it ran out of memory
    QList<PublishedPort> ports;
    QMap<QString, QString> labels;

    [[nodiscard]] QString shortId() const { return id.first(qMin<qsizetype>(12, id.size())); }
    /// Compose project, or empty (label com.docker.compose.project).
    [[nodiscard]] QString composeProject() const;
    [[nodiscard]] bool isRunning() const { return state == ContainerState::Running; }

    friend bool operator==(const Container &, const Container &) = default;
};

enum class ContainerAction { Start, Stop, Restart, Kill, Pause, Unpause, Remove };

/// What Remove takes along, beside the container.
struct RemoveOptions
{
    bool force = false;            ///< kill it first when it runs
    bool anonymousVolumes = false; ///< remove its anonymous volumes too
};

} // namespace fairlead
