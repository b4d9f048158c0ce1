// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/containerlist.h"

#include "core/docker/requests/containers.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead {

namespace {

// `docker compose up` sends hundreds of events within a second: one list for all that come within this time.
constexpr auto gatherTime = 100ms;
constexpr int parallelQuestions = 4;
// Docker tells that a container died some 100 ms before its list does, and on a busy machine later still.
constexpr auto afterDeath = 200ms;
constexpr int looksAfterDeath = 25;
constexpr qsizetype maxCounted = 4096; // containers that ran out of memory

/// Events that change what a list shows. The rest (exec_*, top, resize, attach …) comes often and changes
/// nothing.
bool changesTheList(QStringView action)
{
    static constexpr std::array actions{"create"_L1,  "start"_L1,         "restart"_L1, "die"_L1,
                                        "stop"_L1,    "kill"_L1,          "pause"_L1,   "unpause"_L1,
                                        "rename"_L1,  "destroy"_L1,       "oom"_L1,     "update"_L1,
                                        "cleanup"_L1, "health_status"_L1, "init"_L1};
    return std::ranges::any_of(actions, [action](QLatin1StringView known) { return action == known; });
}

ContainerState stateFrom(const QString &text)
{
    struct Word
    {
        QLatin1StringView word;
        ContainerState state;
    };
    // "initialized", "configured" and "stopped" are Podman's.
    static constexpr std::array words{
        Word{"created"_L1, ContainerState::Created},    Word{"initialized"_L1, ContainerState::Created},
        Word{"configured"_L1, ContainerState::Created}, Word{"running"_L1, ContainerState::Running},
        Word{"paused"_L1, ContainerState::Paused},      Word{"restarting"_L1, ContainerState::Restarting},
        Word{"removing"_L1, ContainerState::Removing},  Word{"exited"_L1, ContainerState::Exited},
        Word{"stopped"_L1, ContainerState::Exited},     Word{"dead"_L1, ContainerState::Dead},
    };
    const auto found = std::ranges::find_if(
        words, [&](const Word &word) { return text.compare(word.word, Qt::CaseInsensitive) == 0; });
    return found == words.end() ? ContainerState::Unknown : found->state;
}

/// Before API 1.52 a list tells health in its sentence only: "Up 3 minutes (unhealthy)".
Health healthFrom(const QString &status)
{
    if (status.contains("(healthy)"_L1))
        return Health::Healthy;
    if (status.contains("(unhealthy)"_L1))
        return Health::Unhealthy;
    return status.contains("(health: starting)"_L1) || status.contains("(starting)"_L1) ? Health::Starting
                                                                                        : Health::None;
}

/// "Exited (137) 3 hours ago".
std::optional<int> exitCodeFrom(const QString &status)
{
    static const QRegularExpression pattern(u"^Exited \\((\\d{1,3})\\)"_s);
    const auto match = pattern.match(status);
    return match.hasMatch() ? std::optional(match.capturedView(1).toInt()) : std::nullopt;
}

PublishedPort toPort(const docker::Port &port)
{
    return {port.ip, quint16(port.publicPort), quint16(port.privatePort), port.type};
}

} // namespace

Container toContainer(const docker::ContainerSummary &summary)
{
    Container container;
    container.id = summary.id;
    container.name = summary.names.value(0, summary.id.first(qMin<qsizetype>(12, summary.id.size())));
    if (container.name.startsWith(u'/'))
        container.name.removeFirst();
    container.image = summary.image;
    container.command = summary.command;
    container.state = stateFrom(summary.state);
    container.health = container.isRunning() ? healthFrom(summary.status) : Health::None;
    container.created = summary.created;
    container.exitCode = exitCodeFrom(summary.status);
    std::ranges::transform(summary.ports, std::back_inserter(container.ports), toPort);
    container.labels = summary.labels;
    return container;
}

ContainerList::ContainerList(docker::Client &client) : m_client(client)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &ContainerList::refresh);
}

void ContainerList::onEvent(const docker::Event &event)
{
    if (!changesTheList(event.action))
        return;
    if (event.action == "start"_L1 || event.action == "restart"_L1)
        m_startTimes.insert(event.actorId, event.time);
    if (event.action == "oom"_L1 && (m_oomKills.contains(event.actorId) || m_oomKills.size() < maxCounted))
        ++m_oomKills[event.actorId];
    if (event.action == "die"_L1)
        m_dying.insert(event.actorId, looksAfterDeath);
    else if (event.action == "start"_L1 || event.action == "destroy"_L1)
        m_dying.remove(event.actorId);
    if (!m_soon.isActive())
        m_soon.start(gatherTime);
}

/// True while the list shows a container as running that has died and was not started again.
bool ContainerList::lagsBehind(const QList<Container> &containers)
{
    m_dying.removeIf([&](auto entry) {
        const auto found = std::ranges::find(containers, entry.key(), &Container::id);
        return found == containers.end() || !found->isRunning() || --entry.value() < 0;
    });
    return !m_dying.isEmpty();
}

void ContainerList::refresh()
{
    if (m_reading) {
        m_again = true;
        return;
    }
    m_reading = true;
    m_client.call(docker::ListContainers{}, this,
                  [this](const Result<QList<docker::ContainerSummary>> &list) {
                      m_reading = false;
                      onList(list);
                      if (std::exchange(m_again, false))
                          m_soon.start(gatherTime);
                  });
}

void ContainerList::onList(const Result<QList<docker::ContainerSummary>> &list)
{
    if (!list) {
        if (list.error().code != ErrorCode::Cancelled)
            Q_EMIT failed(list.error());
        return;
    }
    QList<Container> containers;
    containers.reserve(list->size());
    QSet<QString> running;
    QSet<QString> present;
    for (const auto &summary : *list) {
        Container container = toContainer(summary);
        container.oomKills = m_oomKills.value(container.id);
        present.insert(container.id);
        if (container.isRunning() || container.state == ContainerState::Paused) {
            container.startedAt = m_startTimes.value(container.id);
            running.insert(container.id);
        }
        containers += std::move(container);
    }
    m_startTimes.removeIf([&](const auto &entry) {
        const bool askAgain = !entry.value().isValid() && m_unanswered.contains(entry.key());
        return askAgain || !running.contains(entry.key());
    });
    m_unanswered.clear();
    m_oomKills.removeIf([&](const auto &entry) { return !present.contains(entry.key()); });
    publish(std::move(containers));
    askStartTimes();
    if (lagsBehind(m_containers) && !m_soon.isActive())
        m_soon.start(afterDeath);
    Q_EMIT loaded();
}

void ContainerList::publish(QList<Container> containers)
{
    if (containers == m_containers)
        return;
    m_containers = std::move(containers);
    Q_EMIT changed();
}

/// A list does not tell when a container started, exactly: ask once for each that runs.
void ContainerList::askStartTimes()
{
    for (const Container &container : std::as_const(m_containers)) {
        if (m_asking >= parallelQuestions)
            return;
        const bool up = container.isRunning() || container.state == ContainerState::Paused;
        if (!up || m_startTimes.contains(container.id))
            continue;
        ++m_asking;
        m_startTimes.insert(container.id, {}); // asked
        m_client.call(docker::InspectContainer{container.id}, this,
                      [this, id = container.id](const Result<docker::ContainerDetails> &details) {
                          --m_asking;
                          if (details)
                              setStartTime(id, details->startedAt);
                          else
                              m_unanswered.insert(id);
                          askStartTimes();
                      });
    }
}

void ContainerList::setStartTime(const QString &id, const QDateTime &time)
{
    m_startTimes.insert(id, time);
    QList<Container> containers = m_containers;
    const auto found = std::ranges::find(containers, id, &Container::id);
    if (found == containers.end())
        return;
    found->startedAt = time;
    publish(std::move(containers));
}

} // namespace fairlead
