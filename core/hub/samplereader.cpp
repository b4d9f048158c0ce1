// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/samplereader.h"

#include "core/link/limits.h"

#include <QDateTime>

#include <simdjson.h>

#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace dom = simdjson::dom;

namespace fairlead::hub {

namespace {

// Elements of one list, such as disks: more are a broken agent's.
constexpr int maxElements = 256;

/// A list of objects in a sample, and how its elements are told apart.
struct ListShape
{
    std::string_view member;
    std::string_view prefix;
    std::string_view key;
    std::string_view secondKey;
};

constexpr std::array listShapes{
    ListShape{"disk_usage", "disk.", "mountpoint", {}},
    ListShape{"network", "network.", "interface", {}},
    ListShape{"disk_io", "disk_io.", "device", {}},
    ListShape{"temperatures", "temperature.", "chip", "label"},
    ListShape{"cpu_cores", "cpu_core.", "core", {}},
};

QString toName(const std::string &name)
{
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

class Collector
{
public:
    explicit Collector(store::Metrics &metrics) : m_metrics(metrics) {}

    void add(const std::string &name, dom::element value)
    {
        double number = 0;
        if (m_metrics.size() >= store::maxMetrics || name.size() > size_t(store::maxMetricName)
            || value.get(number) != simdjson::SUCCESS || !std::isfinite(number))
            return;
        m_metrics.insert(toName(name), number);
    }

    /// Every number in it but those that `isKey` says are names.
    void addObject(const std::string &prefix, dom::object object, const ListShape *shape = nullptr)
    {
        const bool rates = hasRates(object);
        for (const auto field : object) {
            const bool isKey = shape && field.key == shape->key;
            if (!isKey && !(rates && isCounter(field.key)))
                add(prefix + std::string(field.key), field.value);
        }
    }

    void addList(const ListShape &shape, dom::array list)
    {
        int count = 0;
        for (const dom::element element : list) {
            dom::object object;
            if (element.get(object) != simdjson::SUCCESS || ++count > maxElements)
                continue;
            if (const std::string name = nameOf(object, shape); !name.empty())
                addObject(std::string(shape.prefix) + name + '.', object, &shape);
        }
    }

    void addLoad(dom::array load)
    {
        static constexpr std::array names{"load.1", "load.5", "load.15"};
        size_t i = 0;
        for (const dom::element element : load) {
            if (i < names.size())
                add(names.at(i++), element);
        }
    }

private:
    static bool hasRates(dom::object object)
    {
        for (const auto field : object) {
            if (field.key.ends_with("_per_sec"))
                return true;
        }
        return false;
    }

    static bool isCounter(std::string_view key)
    {
        static constexpr std::array<std::string_view, 8> counters{
            "bytes_sent", "bytes_recv",    "packets_sent",     "packets_recv",
            "read_bytes", "written_bytes", "block_read_bytes", "block_written_bytes"};
        return std::ranges::find(counters, key) != counters.end();
    }

    static std::string nameOf(dom::object object, const ListShape &shape)
    {
        std::string_view text;
        int64_t number = 0;
        if (object.at_key(shape.key).get(number) == simdjson::SUCCESS)
            return std::to_string(number);
        if (object.at_key(shape.key).get(text) != simdjson::SUCCESS)
            return {};
        std::string name(text);
        if (!shape.secondKey.empty() && object.at_key(shape.secondKey).get(text) == simdjson::SUCCESS)
            name += '/' + std::string(text);
        return name;
    }

    store::Metrics &m_metrics;
};

QString textIn(dom::object object, std::string_view key)
{
    std::string_view text;
    if (object.at_key(key).get(text) != simdjson::SUCCESS || text.size() > size_t(store::maxMetricName))
        return {};
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

std::optional<qint64> wholeIn(dom::object object, std::string_view key)
{
    int64_t number = 0;
    if (object.at_key(key).get(number) != simdjson::SUCCESS)
        return std::nullopt;
    return number;
}

ContainerFacts factsOf(dom::object object)
{
    return {.id = textIn(object, "id"),
            .state = textIn(object, "state"),
            .health = textIn(object, "health"),
            .startedAt = textIn(object, "started_at"),
            .exitCode = wholeIn(object, "exit_code"),
            .oomKills = wholeIn(object, "oom_kills")};
}

void addContainers(Reading &reading, dom::array containers)
{
    reading.containers.emplace();
    for (const dom::element element : containers) {
        dom::object object;
        std::string_view name;
        if (reading.containers->size() >= store::maxContainers || element.get(object) != simdjson::SUCCESS)
            continue;
        if (object.at_key("name").get(name) != simdjson::SUCCESS
            && object.at_key("id").get(name) != simdjson::SUCCESS)
            continue;
        if (name.empty() || name.size() > size_t(store::maxMetricName))
            continue;
        const QString container = toName(std::string(name));
        Collector(reading.numbers.containers[container]).addObject({}, object);
        reading.containers->insert(container, factsOf(object));
    }
}

void addMember(Reading &reading, std::string_view key, dom::element value)
{
    Collector host(reading.numbers.host);
    dom::object object;
    dom::array array;
    if (value.get(object) == simdjson::SUCCESS)
        return host.addObject(std::string(key) + '.', object);
    if (value.get(array) != simdjson::SUCCESS)
        return host.add(std::string(key), value);
    if (key == "containers")
        return addContainers(reading, array);
    if (key == "load")
        return host.addLoad(array);
    const auto *shape = std::ranges::find(listShapes, key, &ListShape::member);
    if (shape != listShapes.end())
        host.addList(*shape, array);
}

std::optional<Time> timeIn(dom::object object)
{
    std::string_view text;
    constexpr size_t longest = 40; // "2026-03-14T15:09:26.535897932+00:00"
    if (object.at_key("timestamp").get(text) != simdjson::SUCCESS || text.size() > longest)
        return std::nullopt;
    const auto time =
        QDateTime::fromString(QString::fromUtf8(text.data(), qsizetype(text.size())), Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return Time(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace

struct SampleReader::Private
{
    /// Valid until the next call.
    std::optional<dom::object> parse(const link::Metrics &sample)
    {
        dom::object object;
        const QByteArray &text = sample.data.text;
        if (parser.parse(text.constData(), size_t(text.size())).get(object) != simdjson::SUCCESS)
            return std::nullopt;
        return object;
    }

    dom::parser parser{size_t(link::maxMessage) + 1};
};

SampleReader::SampleReader() : d(std::make_unique<Private>()) {}

SampleReader::~SampleReader() = default;

std::optional<Time> SampleReader::timeOf(const link::Metrics &sample)
{
    const auto object = d->parse(sample);
    return object ? timeIn(*object) : std::nullopt;
}

std::optional<Reading> SampleReader::read(const link::Metrics &sample, Time now)
{
    const auto object = d->parse(sample);
    if (!object)
        return std::nullopt;
    Reading result{.numbers = {.at = timeIn(*object).value_or(now)}};
    for (const auto field : *object)
        addMember(result, field.key, field.value);
    return result;
}

} // namespace fairlead::hub
