// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/client.h"
#include "core/docker/eventstream.h"
#include "core/host/container.h"
#include "core/host/stats.h"
#include "core/metrics/samplers.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <map>

namespace fairlead {

/// Measures an engine's containers, and the machine when the engine is on it, for as long as it lives.
///
/// From the kernel's files where they can be read, which costs the engine nothing; by the engine's own stream
/// for the others: those of another machine, or of an engine in a virtual one.
class LocalStats : public QObject
{
    Q_OBJECT

public:
    /// Each stream costs the engine 0.4 % of a core.
    static constexpr size_t maxStreams = 64;
    static constexpr std::chrono::seconds period{2};

    /// The client must outlive it.
    explicit LocalStats(docker::Client &client, QObject *parent = nullptr);
    ~LocalStats() override;

    /// All containers; those that run are measured.
    void setContainers(const QList<Container> &containers);

Q_SIGNALS:
    /// Every `period`; the first soon, and without rates where there are none yet.
    void taken(const fairlead::HostStats &stats);

private:
    struct Stream
    {
        std::unique_ptr<docker::StatsStream> source;
        std::optional<docker::StatsSample> before;
        std::optional<ContainerStats> figures;
    };

    void take();
    void complete(ContainerStats &stats);
    void openStream(const QString &id);
    void closeStream(const QString &id);
    void onSample(const QString &id, const docker::StatsSample &sample);

    docker::Client &m_client;
    std::unique_ptr<metrics::HostSampler> m_machine;      ///< null: the machine is not ours to read
    std::unique_ptr<metrics::ContainerSampler> m_sampler; ///< the same
    QList<Container> m_running;
    QHash<QString, int> m_misses; ///< by id: how often its files were not there
    std::map<QString, Stream> m_streams;
    QTimer m_timer;
};

/// One sample of an engine as figures; the rates are of the time since `before`.
[[nodiscard]] ContainerStats toStats(const docker::StatsSample &sample,
                                     const std::optional<docker::StatsSample> &before);

} // namespace fairlead
