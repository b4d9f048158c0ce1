// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

// Value types of the Engine API, read from its JSON at the border. Names and meanings are the API's.
namespace fairlead::docker {

struct Port
{
    QString ip;
    int privatePort = 0;
    int publicPort = 0; ///< 0: not published
    QString type;

    [[nodiscard]] static Result<Port> fromJson(const QJsonObject &json);
};

/// An element of GET /containers/json.
struct ContainerSummary
{
    QString id;
    QStringList names; ///< with their leading slash
    QString image;
    QString imageId;
    QString command;
    QDateTime created;
    QString state;  ///< "running", "exited", …
    QString status; ///< "Up 3 minutes (healthy)": for people, but the only place with health before API 1.52
    QList<Port> ports;
    QMap<QString, QString> labels;
    int anonymousVolumes = 0;

    [[nodiscard]] static Result<ContainerSummary> fromJson(const QJsonObject &json);
};

/// GET /containers/{id}/json, the part that Fairlead reads; `raw` has the rest.
struct ContainerDetails
{
    QString id;
    QString name; ///< with its leading slash
    QString image;
    QString status; ///< "running", …
    bool running = false;
    bool paused = false;
    bool tty = false;
    qint64 pid = 0; ///< in the engine's pid namespace; 0 when not running
    int exitCode = 0;
    QDateTime startedAt;
    QDateTime finishedAt;
    QString health; ///< "healthy", …; empty without a health check
    int anonymousVolumes = 0;
    QJsonObject raw;

    [[nodiscard]] static Result<ContainerDetails> fromJson(const QJsonObject &json);
};

/// GET /version.
struct EngineVersion
{
    QString version;
    QString apiVersion;
    QString operatingSystem;
    QString architecture;
    QString kernel;
    QStringList components; ///< "Engine", "Podman Engine", …

    [[nodiscard]] static Result<EngineVersion> fromJson(const QJsonObject &json);
};

/// GET /info.
struct SystemInfo
{
    QString name;
    QString operatingSystem;
    QString cgroupVersion; ///< "1", "2"; empty before API 1.41
    int cpus = 0;
    qint64 memoryBytes = 0;
    int containersRunning = 0;
    int containersPaused = 0;
    int containersStopped = 0;

    [[nodiscard]] static Result<SystemInfo> fromJson(const QJsonObject &json);
};

/// An element of GET /images/json.
struct ImageSummary
{
    QString id;
    QStringList tags;
    QDateTime created;
    qint64 sizeBytes = 0;

    [[nodiscard]] static Result<ImageSummary> fromJson(const QJsonObject &json);
};

/// GET /containers/{id}/top.
struct ProcessTable
{
    QStringList titles;
    QList<QStringList> rows;

    [[nodiscard]] static Result<ProcessTable> fromJson(const QJsonObject &json);
};

/// GET /exec/{id}/json.
struct ExecDetails
{
    QString id;
    QString containerId;
    bool running = false;
    std::optional<int> exitCode; ///< absent while it runs
    qint64 pid = 0;              ///< in the engine's pid namespace

    [[nodiscard]] static Result<ExecDetails> fromJson(const QJsonObject &json);
};

/// An element of GET /events.
struct Event
{
    QString type; ///< "container", "image", …
    QString
        action; ///< Docker's word: "start", "exec_die", "health_status"; what follows ": " is in actionDetail
    QString actionDetail;
    QString actorId;
    QMap<QString, QString> attributes;
    QDateTime time;

    [[nodiscard]] static Result<Event> fromJson(const QJsonObject &json);
};

/// The counters of one sample of GET /containers/{id}/stats that `docker stats` is made of.
struct StatsSample
{
    QDateTime read;
    QDateTime preRead;       ///< of the sample before; invalid in a first one
    quint64 cpuTotal = 0;    ///< ns, all cores
    quint64 systemCpu = 0;   ///< ns, all cores of the host; 0 when the engine does not say
    quint64 preCpuTotal = 0; ///< the same of the sample before; 0 in the first one
    quint64 preSystemCpu = 0;
    int onlineCpus = 0;
    quint64 memoryUsage = 0;
    quint64 memoryInactiveFile = 0; ///< total_inactive_file on cgroup v1, inactive_file on v2
    quint64 memoryLimit = 0;
    quint64 networkReceived = 0;
    quint64 networkSent = 0;
    quint64 blockRead = 0;
    quint64 blockWritten = 0;
    quint64 pids = 0;

    /// NotRunning for what engines send when the container does not run.
    [[nodiscard]] static Result<StatsSample> fromJson(const QJsonObject &json);

    /// Percent of one core, as `docker stats` prints it: Δcontainer / Δsystem × online CPUs × 100. Absent in
    /// a first sample. With an engine that does not tell systemCpu (Podman), Δcontainer / Δtime × 100.
    [[nodiscard]] std::optional<double> cpuPercent() const;
    /// Bytes, as `docker stats`: usage − inactive file cache, never below 0.
    [[nodiscard]] quint64 memoryUsed() const;

private:
    [[nodiscard]] std::optional<double> cpuPercentOfTime() const;
};

/// Reads each element with T::fromJson; the first bad one is the error.
template<typename T>
[[nodiscard]] Result<QList<T>> listFromJson(const QJsonArray &array);

} // namespace fairlead::docker
