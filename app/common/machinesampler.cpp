// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/machinesampler.h"

#include "core/host/containerjson.h"
#include "core/metrics/metricsmessage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

// Below what a message may have: the hub wraps it, and agent and hub must never disagree on it.
constexpr qsizetype maxSample = 900 * 1024;

bool hasProcesses(const Container &container)
{
    return container.state == ContainerState::Running || container.state == ContainerState::Paused;
}

/// The figures and the description of one container.
QJsonObject described(const Container &container, QJsonObject json)
{
    const QJsonObject description = toJson(container);
    for (auto it = description.begin(); it != description.end(); ++it)
        json.insert(it.key(), *it);
    return json;
}

/// What a list can do without.
QJsonArray shortened(const QJsonArray &containers)
{
    QJsonArray list;
    for (const QJsonValue &container : containers) {
        QJsonObject json = container.toObject();
        json.remove("command"_L1);
        json.remove("ports"_L1);
        list.append(json);
    }
    return list;
}

/// Why the containers are not told, which is not "there are none".
QString reasonOf(const Host &host)
{
    return host.state() == Host::State::Connecting ? u"the engine has not answered yet"_s
                                                   : toSentence(host.lastError());
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
    if (m_host.state() != Host::State::Ready) {
        QJsonObject missing = json.value("missing"_L1).toObject();
        missing.insert("containers"_L1, reasonOf(m_host));
        json.insert("missing"_L1, missing);
        return QJsonDocument(json).toJson(QJsonDocument::Compact);
    }
    json.insert("engine"_L1, toJson(m_host.engine()));
    QJsonArray list;
    for (const Container &container :
         m_host.containers().first(qMin(maxContainers, m_host.containers().size())))
        list.append(described(container, measured.value(container.id)));
    json.insert("containers"_L1, list);
    QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    if (text.size() > maxSample) {
        json.insert("containers"_L1, shortened(list));
        text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    }
    return text;
}

} // namespace fairlead
