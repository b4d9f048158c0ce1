// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/machinesampler.h"

#include "core/metrics/metricsmessage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

QString nameOf(Health health)
{
    switch (health) {
    case Health::None:
        return {};
    case Health::Starting:
        return u"starting"_s;
    case Health::Healthy:
        return u"healthy"_s;
    case Health::Unhealthy:
        return u"unhealthy"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

// The words of the Engine API (ContainerSummary.State).
QString nameOf(ContainerState state)
{
    switch (state) {
    case ContainerState::Created:
        return u"created"_s;
    case ContainerState::Running:
        return u"running"_s;
    case ContainerState::Paused:
        return u"paused"_s;
    case ContainerState::Restarting:
        return u"restarting"_s;
    case ContainerState::Removing:
        return u"removing"_s;
    case ContainerState::Exited:
        return u"exited"_s;
    case ContainerState::Dead:
        return u"dead"_s;
    case ContainerState::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

bool hasProcesses(const Container &container)
{
    return container.state == ContainerState::Running || container.state == ContainerState::Paused;
}

QJsonObject described(const Container &container, QJsonObject json)
{
    json.insert("id"_L1, container.id);
    json.insert("name"_L1, container.name);
    json.insert("image"_L1, container.image);
    json.insert("state"_L1, nameOf(container.state));
    if (const QString project = container.composeProject(); !project.isEmpty())
        json.insert("project"_L1, project);
    if (const QString health = nameOf(container.health); !health.isEmpty())
        json.insert("health"_L1, health);
    if (container.exitCode)
        json.insert("exit_code"_L1, *container.exitCode);
    json.insert("oom_kills"_L1, container.oomKills);
    if (container.startedAt.isValid())
        json.insert("started_at"_L1, container.startedAt.toUTC().toString(Qt::ISODate));
    return json;
}

} // namespace

Result<std::unique_ptr<MachineSampler>> MachineSampler::make(const Host &host)
{
    auto machine = metrics::makeHostSampler();
    if (!machine)
        return std::unexpected(machine.error());
    auto containers = metrics::makeContainerSampler();
    if (!containers)
        return std::unexpected(containers.error());
    return std::make_unique<MachineSampler>(host, *std::move(machine), *std::move(containers));
}

MachineSampler::MachineSampler(const Host &host, std::unique_ptr<metrics::HostSampler> machine,
                               std::unique_ptr<metrics::ContainerSampler> containers)
    : m_host(host)
    , m_machine(std::move(machine))
    , m_containers(std::move(containers))
{
    connect(&host, &Host::containersChanged, this, &MachineSampler::takeContainers);
    connect(&host, &Host::stateChanged, this, &MachineSampler::takeContainers);
    takeContainers();
}

void MachineSampler::takeContainers()
{
    QList<metrics::ContainerTarget> targets;
    for (const Container &container : m_host.containers()) {
        if (hasProcesses(container) && targets.size() < maxContainers)
            targets.append({container.id, container.name, nameOf(container.health), 0});
    }
    m_containers->setContainers(targets);
}

QByteArray MachineSampler::sample(const metrics::SampleTime &time)
{
    QJsonObject json = metrics::toJson(metrics::MetricsReport{{}, m_machine->sample(time), {}});
    json.remove("type"_L1);
    json.remove("server_id"_L1);
    QHash<QString, QJsonObject> measured;
    for (const metrics::ContainerSample &sample : m_containers->sample(time))
        measured.insert(sample.id, metrics::toJson(sample));
    if (m_host.state() == Host::State::Ready) { // otherwise the list is not known, which is not "none"
        QJsonArray list;
        for (const Container &container :
             m_host.containers().first(qMin(maxContainers, m_host.containers().size())))
            list.append(described(container, measured.value(container.id)));
        json.insert("containers"_L1, list);
    }
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace fairlead
