// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/localstats.h"

#include "core/host/containerjson.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead {

namespace {

// From the first look, which has no rates, to the first figures.
constexpr auto firstPeriod = 500ms;
// A container that has just begun is found by its files within some seconds.
constexpr int missesBeforeStream = 1;

template<typename Sampler>
std::unique_ptr<Sampler> orNull(Result<std::unique_ptr<Sampler>> sampler)
{
    return sampler ? *std::move(sampler) : nullptr;
}

} // namespace

ContainerStats toStats(const docker::StatsSample &sample, const std::optional<docker::StatsSample> &before)
{
    ContainerStats stats{.cpuPercent = sample.cpuPercent(),
                         .memoryUsed = sample.memoryUsed(),
                         .memoryLimit = sample.memoryLimit,
                         .bytesReceived = sample.networkReceived,
                         .bytesSent = sample.networkSent,
                         .blockRead = sample.blockRead,
                         .blockWritten = sample.blockWritten,
                         .pids = sample.pids};
    if (!before)
        return stats;
    const std::chrono::milliseconds passed(before->read.msecsTo(sample.read));
    const auto rate = [passed](quint64 then, quint64 now) { return metrics::perSecond(then, now, passed); };
    stats.bytesReceivedPerSecond = rate(before->networkReceived, sample.networkReceived);
    stats.bytesSentPerSecond = rate(before->networkSent, sample.networkSent);
    stats.blockReadPerSecond = rate(before->blockRead, sample.blockRead);
    stats.blockWrittenPerSecond = rate(before->blockWritten, sample.blockWritten);
    return stats;
}

LocalStats::LocalStats(docker::Client &client, QObject *parent) : QObject(parent), m_client(client)
{
    if (client.endpoint().isLocal()) {
        m_machine = orNull(metrics::makeHostSampler());
        m_sampler = orNull(metrics::makeContainerSampler());
    }
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_timer.setInterval(period);
        take();
    });
    m_timer.start(firstPeriod);
    if (m_machine)
        std::ignore = m_machine->sample(metrics::SampleTime::now()); // rates begin with the second one
}

LocalStats::~LocalStats() = default;

void LocalStats::setContainers(const QList<Container> &containers)
{
    const bool isFirst = m_running.isEmpty();
    m_running.clear();
    QList<metrics::ContainerTarget> targets;
    for (const Container &container : containers) {
        if (!container.isRunning() && container.state != ContainerState::Paused)
            continue;
        m_running += container;
        targets += {container.id, container.name, nameOf(container.health), 0};
    }
    const auto runs = [this](const QString &id) {
        return std::ranges::contains(m_running, id, &Container::id);
    };
    m_misses.removeIf([&](const auto &entry) { return !runs(entry.key()); });
    for (auto it = m_streams.begin(); it != m_streams.end();) {
        const QString id = (it++)->first;
        if (!runs(id))
            closeStream(id);
    }
    if (!m_sampler)
        return;
    m_sampler->setContainers(targets);
    if (isFirst)
        std::ignore = m_sampler->sample(metrics::SampleTime::now());
}

void LocalStats::take()
{
    const auto now = metrics::SampleTime::now();
    HostStats stats;
    stats.host.timestamp = now.wall;
    if (m_machine)
        stats.host = m_machine->sample(now);
    if (m_sampler)
        stats.containers = m_sampler->sample(now);
    for (qsizetype i = stats.containers.size(); i < m_running.size(); ++i)
        stats.containers += ContainerStats{
            .id = m_running.at(i).id, .name = m_running.at(i).name, .health = nameOf(m_running.at(i).health)};
    for (ContainerStats &container : stats.containers)
        complete(container);
    Q_EMIT taken(stats);
}

/// Takes the engine's figures where the kernel's could not be read.
void LocalStats::complete(ContainerStats &stats)
{
    if (stats.memoryUsed) {
        m_misses.remove(stats.id);
        return closeStream(stats.id);
    }
    if (m_sampler && m_misses[stats.id]++ < missesBeforeStream)
        return;
    openStream(stats.id);
    const auto stream = m_streams.find(stats.id);
    if (stream == m_streams.end() || !stream->second.figures)
        return;
    ContainerStats figures = *stream->second.figures;
    figures.id = stats.id;
    figures.name = stats.name;
    figures.health = stats.health;
    stats = std::move(figures);
}

void LocalStats::openStream(const QString &id)
{
    if (m_streams.contains(id) || m_streams.size() >= maxStreams)
        return;
    auto source = std::make_unique<docker::StatsStream>(m_client, id);
    connect(source.get(), &docker::StatsStream::sample, this,
            [this, id](const docker::StatsSample &sample) { onSample(id, sample); });
    connect(source.get(), &docker::StatsStream::ended, this, [this, id] { closeStream(id); });
    connect(source.get(), &docker::StatsStream::failed, this, [this, id] { closeStream(id); });
    m_streams[id].source = std::move(source);
    m_streams[id].source->start();
}

void LocalStats::closeStream(const QString &id)
{
    const auto stream = m_streams.find(id);
    if (stream == m_streams.end())
        return;
    docker::StatsStream *source = stream->second.source.release(); // it can be the caller
    m_streams.erase(stream);
    source->disconnect(this);
    source->deleteLater();
}

void LocalStats::onSample(const QString &id, const docker::StatsSample &sample)
{
    const auto stream = m_streams.find(id);
    if (stream == m_streams.end())
        return;
    stream->second.figures = toStats(sample, stream->second.before);
    stream->second.before = sample;
}

} // namespace fairlead
