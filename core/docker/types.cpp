// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/types.h"

#include "core/base/jsonreader.h"
#include "core/docker/gotime.h"

#include <QTimeZone>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

template<typename T>
Result<T> checked(T value, const JsonReader &reader, const QString &subject)
{
    if (!reader.isValid())
        return std::unexpected(reader.error(subject));
    return value;
}

QMap<QString, QString> stringMap(const QJsonObject &json)
{
    QMap<QString, QString> map;
    for (auto it = json.begin(); it != json.end(); ++it)
        map.insert(it.key(), it.value().toString());
    return map;
}

int clampedInt(qint64 value, int lowest = 0)
{
    return int(std::clamp<qint64>(value, lowest, std::numeric_limits<int>::max()));
}

/// An exit code; Docker writes −1 for what never ran.
int exitCodeFrom(qint64 value)
{
    return clampedInt(value, std::numeric_limits<int>::min());
}

/// Podman has words of its own for some of a container's events (podman libpod/events); the rest of the
/// program knows one set.
void speakAsDocker(Event &event)
{
    static constexpr std::array words{std::pair("remove"_L1, "destroy"_L1), std::pair("died"_L1, "die"_L1),
                                      std::pair("exec"_L1, "exec_create"_L1),
                                      std::pair("exec_died"_L1, "exec_die"_L1)};
    const auto word =
        std::ranges::find(words, event.action, [](const auto &pair) { return QString(pair.first); });
    if (word != words.end())
        event.action = word->second;
    const auto code = event.attributes.constFind(u"containerExitCode"_s);
    if (code != event.attributes.cend() && !event.attributes.contains(u"exitCode"_s))
        event.attributes.insert(u"exitCode"_s, *code);
}

int countAnonymousVolumes(const QJsonArray &mounts)
{
    // An anonymous volume's name is the 64 hex digits that the engine made up.
    return int(std::ranges::count_if(mounts, [](const QJsonValue &mount) {
        const QString name = mount["Name"_L1].toString();
        return mount["Type"_L1].toString() == "volume"_L1 && name.size() == 64
               && std::ranges::all_of(name, [](QChar c) { return c.isDigit() || (c >= u'a' && c <= u'f'); });
    }));
}

} // namespace

Result<Port> Port::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Port port;
    port.ip = reader.string("IP"_L1);
    port.privatePort = clampedInt(reader.integer("PrivatePort"_L1));
    port.publicPort = clampedInt(reader.integer("PublicPort"_L1));
    port.type = reader.string("Type"_L1);
    return checked(port, reader, u"port"_s);
}

Result<ContainerSummary> ContainerSummary::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ContainerSummary summary;
    summary.id = reader.requiredString("Id"_L1);
    summary.names = reader.strings("Names"_L1);
    summary.image = reader.string("Image"_L1);
    summary.imageId = reader.string("ImageID"_L1);
    summary.command = reader.string("Command"_L1);
    summary.created = QDateTime::fromSecsSinceEpoch(reader.integer("Created"_L1), QTimeZone::UTC);
    summary.state = reader.string("State"_L1);
    summary.status = reader.string("Status"_L1);
    summary.labels = stringMap(reader.object("Labels"_L1));
    summary.anonymousVolumes = countAnonymousVolumes(reader.array("Mounts"_L1));
    auto ports = listFromJson<Port>(reader.array("Ports"_L1));
    if (!ports)
        return std::unexpected(ports.error());
    summary.ports = *std::move(ports);
    return checked(summary, reader, u"container list"_s);
}

Result<ContainerDetails> ContainerDetails::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ContainerDetails details;
    details.id = reader.requiredString("Id"_L1);
    details.name = reader.string("Name"_L1);
    JsonReader config = reader.child("Config"_L1);
    details.image = config.string("Image"_L1);
    details.tty = config.boolean("Tty"_L1);
    JsonReader state = reader.child("State"_L1);
    details.status = state.string("Status"_L1);
    details.running = state.boolean("Running"_L1);
    details.paused = state.boolean("Paused"_L1);
    details.pid = state.integer("Pid"_L1);
    details.exitCode = exitCodeFrom(state.integer("ExitCode"_L1));
    details.startedAt = timeFromGo(state.string("StartedAt"_L1));
    details.finishedAt = timeFromGo(state.string("FinishedAt"_L1));
    // Podman writes an empty "Health" or "Healthcheck" object for a container without a check.
    JsonReader health = state.child("Health"_L1);
    details.health = health.string("Status"_L1);
    details.anonymousVolumes = countAnonymousVolumes(reader.array("Mounts"_L1));
    details.raw = json;
    return checked(details, reader, u"container"_s);
}

Result<EngineVersion> EngineVersion::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    EngineVersion version;
    version.version = reader.requiredString("Version"_L1);
    version.apiVersion = reader.string("ApiVersion"_L1);
    version.operatingSystem = reader.string("Os"_L1);
    version.architecture = reader.string("Arch"_L1);
    version.kernel = reader.string("KernelVersion"_L1);
    for (const QJsonValue &component : reader.array("Components"_L1))
        version.components += component["Name"_L1].toString();
    return checked(version, reader, u"engine version"_s);
}

Result<SystemInfo> SystemInfo::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    SystemInfo info;
    info.name = reader.string("Name"_L1);
    info.operatingSystem = reader.string("OperatingSystem"_L1);
    info.cgroupVersion = reader.string("CgroupVersion"_L1);
    info.cpus = clampedInt(reader.integer("NCPU"_L1));
    info.memoryBytes = reader.integer("MemTotal"_L1);
    info.containersRunning = clampedInt(reader.integer("ContainersRunning"_L1));
    info.containersPaused = clampedInt(reader.integer("ContainersPaused"_L1));
    info.containersStopped = clampedInt(reader.integer("ContainersStopped"_L1));
    return checked(info, reader, u"engine info"_s);
}

Result<ImageSummary> ImageSummary::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ImageSummary image;
    image.id = reader.requiredString("Id"_L1);
    image.tags = reader.strings("RepoTags"_L1);
    image.created = QDateTime::fromSecsSinceEpoch(reader.integer("Created"_L1), QTimeZone::UTC);
    image.sizeBytes = reader.integer("Size"_L1);
    return checked(image, reader, u"image list"_s);
}

Result<ProcessTable> ProcessTable::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ProcessTable table;
    table.titles = reader.strings("Titles"_L1);
    for (const QJsonValue &row : reader.array("Processes"_L1)) {
        QStringList cells;
        for (const QJsonValue &cell : row.toArray()) {
            if (cell.isString())
                cells += cell.toString();
        }
        if (cells.size() != table.titles.size())
            return failure(ErrorCode::ProtocolError, u"process list"_s,
                           u"a row has %1 cells"_s.arg(cells.size()));
        table.rows += cells;
    }
    return checked(table, reader, u"process list"_s);
}

Result<ExecDetails> ExecDetails::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    ExecDetails details;
    details.id = reader.requiredString("ID"_L1);
    details.containerId = reader.string("ContainerID"_L1);
    details.running = reader.boolean("Running"_L1);
    details.pid = reader.integer("Pid"_L1);
    // null while it runs; a number that is left over from the start (0) means nothing then either.
    if (const auto code = reader.optionalInteger("ExitCode"_L1); code && !details.running)
        details.exitCode = exitCodeFrom(*code);
    return checked(details, reader, u"exec"_s);
}

Result<Event> Event::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    Event event;
    event.type = reader.string("Type"_L1);
    // "exec_create: sh -c …" and "health_status: healthy" carry their detail in the action.
    const QString action = reader.requiredString("Action"_L1);
    const qsizetype colon = action.indexOf(u':');
    event.action = colon < 0 ? action : action.first(colon);
    event.actionDetail = colon < 0 ? QString() : action.sliced(colon + 1).trimmed();
    JsonReader actor = reader.child("Actor"_L1);
    event.actorId = actor.string("ID"_L1);
    event.attributes = stringMap(actor.object("Attributes"_L1));
    if (event.type == "container"_L1)
        speakAsDocker(event);
    event.time = QDateTime::fromMSecsSinceEpoch(reader.integer("timeNano"_L1) / 1'000'000, QTimeZone::UTC);
    return checked(event, reader, u"event"_s);
}

template<typename T>
Result<QList<T>> listFromJson(const QJsonArray &array)
{
    QList<T> list;
    list.reserve(array.size());
    for (const QJsonValue &value : array) {
        if (!value.isObject())
            return failure(ErrorCode::ProtocolError, u"engine"_s,
                           u"a list holds something else than objects"_s);
        auto item = T::fromJson(value.toObject());
        if (!item)
            return std::unexpected(item.error());
        list += *std::move(item);
    }
    return list;
}

template Result<QList<Port>> listFromJson<Port>(const QJsonArray &);
template Result<QList<ContainerSummary>> listFromJson<ContainerSummary>(const QJsonArray &);
template Result<QList<ImageSummary>> listFromJson<ImageSummary>(const QJsonArray &);

} // namespace fairlead::docker
