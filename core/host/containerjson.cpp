// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/containerjson.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr qsizetype maxPorts = 64;
constexpr qsizetype maxCommand = 256;
constexpr qsizetype maxText = 1024; // of anything, when it is read
constexpr qsizetype maxLabels = 32;
// What containers are grouped by. The others can be long, and nobody looks at them.
constexpr std::array groupingLabels{"com.docker.compose.project"_L1, "com.docker.compose.service"_L1};

template<typename Value>
struct Word
{
    Value value;
    QLatin1StringView text;
};

// The words of the Engine API (ContainerSummary.State).
constexpr std::array stateWords{
    Word{ContainerState::Created, "created"_L1},   Word{ContainerState::Running, "running"_L1},
    Word{ContainerState::Paused, "paused"_L1},     Word{ContainerState::Restarting, "restarting"_L1},
    Word{ContainerState::Removing, "removing"_L1}, Word{ContainerState::Exited, "exited"_L1},
    Word{ContainerState::Dead, "dead"_L1},         Word{ContainerState::Unknown, "unknown"_L1},
};
constexpr std::array healthWords{
    Word{Health::None, ""_L1},
    Word{Health::Starting, "starting"_L1},
    Word{Health::Healthy, "healthy"_L1},
    Word{Health::Unhealthy, "unhealthy"_L1},
};

template<typename Words>
auto fromWord(const Words &words, const QString &text)
{
    const auto found = std::ranges::find_if(words, [&](const auto &word) { return text == word.text; });
    return found == words.end() ? std::nullopt : std::optional(found->value);
}

template<typename Words, typename Value>
QString toWord(const Words &words, Value value)
{
    return std::ranges::find_if(words, [value](const auto &word) { return word.value == value; })->text;
}

QString text(const QJsonObject &json, QLatin1StringView key)
{
    QString value = json.value(key).toString();
    value.truncate(maxText);
    return value;
}

QDateTime time(const QJsonObject &json, QLatin1StringView key)
{
    return QDateTime::fromString(text(json, key), Qt::ISODateWithMs);
}

void insertTime(QJsonObject &json, QLatin1StringView key, const QDateTime &time)
{
    if (time.isValid())
        json.insert(key, time.toUTC().toString(Qt::ISODateWithMs));
}

QJsonObject fromPort(const PublishedPort &port)
{
    QJsonObject json{{u"container_port"_s, port.containerPort}, {u"protocol"_s, port.protocol}};
    if (port.hostPort != 0)
        json.insert("host_port"_L1, port.hostPort);
    if (!port.hostAddress.isEmpty())
        json.insert("host_address"_L1, port.hostAddress);
    return json;
}

quint16 portNumber(const QJsonObject &json, QLatin1StringView key)
{
    const int number = json.value(key).toInt();
    return number == quint16(number) ? quint16(number) : 0;
}

PublishedPort toPort(const QJsonObject &json)
{
    return {text(json, "host_address"_L1), portNumber(json, "host_port"_L1),
            portNumber(json, "container_port"_L1), text(json, "protocol"_L1)};
}

QJsonObject groupingOf(const Container &container)
{
    QJsonObject labels;
    for (const QLatin1StringView name : groupingLabels) {
        if (const auto label = container.labels.constFind(name); label != container.labels.cend())
            labels.insert(name, *label);
    }
    return labels;
}

QMap<QString, QString> labelsIn(const QJsonObject &json)
{
    QMap<QString, QString> labels;
    for (auto it = json.begin(); it != json.end() && labels.size() < maxLabels; ++it)
        labels.insert(it.key(), it->toString().left(maxText));
    return labels;
}

} // namespace

QString nameOf(Health health)
{
    return toWord(healthWords, health);
}

QJsonObject toJson(const Container &container)
{
    QJsonObject json{{u"id"_s, container.id},
                     {u"name"_s, container.name},
                     {u"image"_s, container.image},
                     {u"command"_s, container.command.left(maxCommand)},
                     {u"state"_s, toWord(stateWords, container.state)}};
    if (const QString project = container.composeProject(); !project.isEmpty())
        json.insert("project"_L1, project);
    if (const QString health = nameOf(container.health); !health.isEmpty())
        json.insert("health"_L1, health);
    if (container.exitCode)
        json.insert("exit_code"_L1, *container.exitCode);
    json.insert("oom_kills"_L1, container.oomKills);
    insertTime(json, "created"_L1, container.created);
    insertTime(json, "started_at"_L1, container.startedAt);
    QJsonArray ports;
    for (const PublishedPort &port : container.ports.first(std::min(maxPorts, container.ports.size())))
        ports.append(fromPort(port));
    if (!ports.isEmpty())
        json.insert("ports"_L1, ports);
    if (const QJsonObject labels = groupingOf(container); !labels.isEmpty())
        json.insert("labels"_L1, labels);
    return json;
}

Result<Container> containerFromJson(const QJsonObject &json)
{
    Container container;
    container.id = text(json, "id"_L1);
    if (container.id.isEmpty())
        return failure(ErrorCode::ProtocolError, u"a container of the agent's list"_s, u"it has no id"_s);
    container.name = text(json, "name"_L1);
    if (container.name.isEmpty())
        container.name = container.shortId();
    container.image = text(json, "image"_L1);
    container.command = text(json, "command"_L1);
    container.state = fromWord(stateWords, text(json, "state"_L1)).value_or(ContainerState::Unknown);
    container.health = fromWord(healthWords, text(json, "health"_L1)).value_or(Health::None);
    container.created = time(json, "created"_L1);
    container.startedAt = time(json, "started_at"_L1);
    if (json.value("exit_code"_L1).isDouble())
        container.exitCode = json.value("exit_code"_L1).toInt();
    container.oomKills = json.value("oom_kills"_L1).toInt();
    const QJsonArray ports = json.value("ports"_L1).toArray();
    for (qsizetype i = 0; i < std::min(maxPorts, ports.size()); ++i)
        container.ports += toPort(ports.at(i).toObject());
    container.labels = labelsIn(json.value("labels"_L1).toObject());
    return container;
}

QJsonObject toJson(const EngineInfo &engine)
{
    return {{u"product"_s, engine.product},
            {u"version"_s, engine.version},
            {u"api_version"_s, engine.apiVersion},
            {u"os"_s, engine.osName},
            {u"cpus"_s, engine.cpus},
            {u"memory_bytes"_s, engine.memoryBytes}};
}

EngineInfo engineFromJson(const QJsonObject &json)
{
    return {text(json, "product"_L1),      text(json, "version"_L1),
            text(json, "api_version"_L1),  text(json, "os"_L1),
            json.value("cpus"_L1).toInt(), json.value("memory_bytes"_L1).toInteger()};
}

} // namespace fairlead
