// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remotehost.h"

#include "core/base/jsonreader.h"
#include "core/base/logging.h"
#include "core/host/containerjson.h"
#include "core/host/remote/remoteactions.h"
#include "core/host/remote/remoteexec.h"
#include "core/host/remote/remotehistory.h"
#include "core/host/remote/remotelog.h"
#include "core/host/shellfinder.h"
#include "core/metrics/metricsreader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

/// Without the containers that do not run: they have no figures.
HostStats statsFrom(const QJsonObject &sample)
{
    auto report = metrics::reportFromJson(sample);
    report.containers.removeIf(
        [](const ContainerStats &stats) { return !stats.memoryUsed && !stats.cpuPercent; });
    return {std::move(report.host), std::move(report.containers)};
}

} // namespace

RemoteHost::RemoteHost(HubClient &hub, const QString &serverId, const ServerFeed::Settings &settings,
                       QObject *parent)
    : Host(parent)
    , m_hub(hub)
    , m_id(serverId)
    , m_settings(settings)
    , m_feed(hub, serverId, settings)
{
    connect(&m_hub, &HubClient::stateChanged, this, &RemoteHost::update);
    connect(&m_hub, &HubClient::refreshed, this, &RemoteHost::onList);
    connect(&m_feed, &ServerFeed::sample, this, &RemoteHost::onSample);
    connect(&m_feed, &ServerFeed::alerted, &m_hub, &HubClient::refresh);
    connect(&m_feed, &ServerFeed::lost, this, [this](const Error &error) {
        qCInfo(lcHost) << "no samples of" << name() << "from its hub:" << toSentence(error);
        lose(error);
        m_hub.refresh(); // it may know better why
    });
    connect(&m_feed, &ServerFeed::silent, this, [this] {
        if (m_state != State::Ready && !m_isAway)
            lose({ErrorCode::Unavailable, name(),
                  u"its agent sends no samples; the machine's owner may have closed the lock "
                  "metrics_and_logs"_s});
    });
}

RemoteHost::~RemoteHost() = default;

QString RemoteHost::name() const
{
    const auto known = server();
    return known ? known->name : m_id;
}

QString RemoteHost::address() const
{
    return u"%1 at %2"_s.arg(name(), m_hub.address().name());
}

void RemoteHost::open()
{
    m_isOpen = true;
    update();
}

void RemoteHost::retry()
{
    if (m_state != State::Unreachable)
        return;
    m_feed.stop();
    m_hub.refresh();
    update();
}

void RemoteHost::onList()
{
    const auto known = server();
    // The list can be older than the latest sample: ask once more before the containers go.
    if (m_state == State::Ready && known && !known->isOnline && !std::exchange(m_isDoubted, true))
        return m_hub.refresh();
    update();
}

/// Holds against each other what is known: the hub's state, its list, the samples.
void RemoteHost::update()
{
    if (!m_isOpen || m_hub.state() == HubClient::State::Connecting)
        return;
    if (m_hub.state() != HubClient::State::Online) {
        m_feed.stop();
        return lose(m_hub.lastError());
    }
    const auto known = server();
    if (!known) {
        m_feed.stop();
        return lose({ErrorCode::NotFound, m_id, u"the hub has no such server, or does not let you see it"_s});
    }
    m_feed.start();
    if (!known->isOnline) {
        m_isAway = true;
        return lose(awayError(*known));
    }
    if (std::exchange(m_isAway, false) && m_state != State::Ready)
        m_feed.restart(); // which begins with the latest sample
}

Error RemoteHost::awayError(const HubServer &server) const
{
    if (!server.lastSeen.isValid())
        return {ErrorCode::NotReachable, server.name, u"its agent has never been connected"_s};
    QString detail = u"its agent has been away since %1"_s.arg(server.lastSeen.toUTC().toString(Qt::ISODate));
    if (!server.disconnectCause.isEmpty())
        detail += u"; its connection ended with: %1"_s.arg(server.disconnectCause);
    return {ErrorCode::NotReachable, server.name, detail};
}

void RemoteHost::onSample(const link::Metrics &sample)
{
    m_isDoubted = false;
    const auto json = parseJsonObject(sample.data.text, name());
    if (!json)
        return lose(json.error());
    m_lastSample = *json;
    if (!json->value("containers"_L1).isArray()) {
        const QString reason = json->value("missing"_L1).toObject().value("containers"_L1).toString();
        return lose({reason.isEmpty() ? ErrorCode::Unsupported : ErrorCode::NotReachable, name(),
                     reason.isEmpty() ? u"its agent does not tell of containers"_s : reason});
    }
    QList<Container> containers;
    const QJsonArray list = json->value("containers"_L1).toArray();
    for (const QJsonValue &element : list) {
        if (auto container = containerFromJson(element.toObject()))
            containers += *std::move(container);
    }
    becomeReady(engineFromJson(json->value("engine"_L1).toObject()), containers);
    if (isStatsWatched())
        setStats(statsFrom(*json));
}

void RemoteHost::becomeReady(const EngineInfo &engine, const QList<Container> &containers)
{
    const bool changesState = m_state != State::Ready || engine != m_engine;
    const bool changesList = containers != m_containers;
    m_state = State::Ready;
    m_engine = engine;
    m_containers = containers;
    if (changesState)
        Q_EMIT stateChanged();
    if (changesList)
        Q_EMIT containersChanged();
    if (const auto known = server(); !known || !known->isOnline)
        m_hub.refresh();
}

void RemoteHost::lose(const Error &error)
{
    if (m_state == State::Unreachable && m_error == error)
        return;
    const bool hadContainers = !m_containers.isEmpty();
    m_state = State::Unreachable;
    m_error = error;
    m_containers.clear();
    Q_EMIT stateChanged();
    if (hadContainers)
        Q_EMIT containersChanged();
}

Error RemoteHost::whyNot() const
{
    return m_state == State::Unreachable
               ? m_error
               : Error{ErrorCode::NotReachable, name(), u"it is not connected yet"_s};
}

/// What a local engine would answer at once; behind a hub it would be an answer in words.
std::optional<Error> RemoteHost::refusalFor(const QString &containerId) const
{
    if (m_state != State::Ready)
        return whyNot();
    const auto named = [&](const Container &container) {
        return container.id == containerId || container.name == containerId
               || (containerId.size() >= 12 && container.id.startsWith(containerId));
    };
    const auto found = std::ranges::find_if(m_containers, named);
    if (found == m_containers.end())
        return Error{ErrorCode::NotFound, containerId, {}};
    if (!found->isRunning())
        return Error{ErrorCode::NotRunning, found->name, {}};
    return {};
}

Future<> RemoteHost::act(Result<HubRequest> request, const QString &containerId)
{
    if (m_state != State::Ready)
        return readyFuture<void>(std::unexpected(whyNot()));
    if (!request)
        return readyFuture<void>(std::unexpected(request.error()));
    request->subject = name();
    return m_hub.session().send(*request).then(
        this, [this, containerId](const Result<QJsonObject> &answer) -> Result<> {
            if (answer)
                return actionOutcome(*answer, containerId);
            if (answer.error().code != ErrorCode::Conflict)
                return std::unexpected(answer.error());
            m_hub.refresh(); // the agent has gone
            return failure(ErrorCode::NotReachable, name(), answer.error().detail);
        });
}

Future<> RemoteHost::perform(ContainerAction action, const QString &containerId, RemoveOptions options)
{
    return act(actionRequest(m_id, action, containerId, options), containerId);
}

Future<> RemoteHost::rename(const QString &containerId, const QString &newName)
{
    return act(renameRequest(m_id, containerId, newName), containerId);
}

Future<QStringList> RemoteHost::findShells(const QString &containerId, const QString &user)
{
    if (const auto refusal = refusalFor(containerId))
        return readyFuture<QStringList>(std::unexpected(*refusal));
    const auto ask = [this, containerId, user](const QStringList &command) {
        auto session =
            createExec({.containerId = containerId, .command = command, .tty = false, .user = user});
        session->closeInput();
        return session;
    };
    return ShellFinder::find(this, containerId, ask);
}

std::unique_ptr<ExecSession> RemoteHost::createExec(const ExecRequest &request)
{
    return std::make_unique<RemoteExec>(m_hub.session(), m_id, request, refusalFor(request.containerId));
}

std::unique_ptr<LogFollower> RemoteHost::createLogs(const LogRequest &request)
{
    std::optional<Error> refusal;
    if (m_state != State::Ready)
        refusal = whyNot();
    else if (request.source == LogRequest::Source::Container)
        refusal = refusalFor(request.containerId);
    if (refusal && refusal->code == ErrorCode::NotRunning)
        refusal.reset(); // what it wrote is there all the same
    return std::make_unique<RemoteLog>(m_hub, m_id, request, refusal,
                                       RemoteLog::Wait{m_settings.firstWait, m_settings.longestWait});
}

Future<History> RemoteHost::history(const HistoryQuery &query)
{
    return m_hub.session()
        .send(historyRequest(m_id, query))
        .then(this, [metric = query.metric](const Result<QJsonObject> &answer) -> Result<History> {
            return answer.and_then([&](const QJsonObject &json) { return historyFromJson(json, metric); });
        });
}

void RemoteHost::onStatsWatched(bool isWatched)
{
    // The socket is open for the containers' sake; what came last is not old.
    if (isWatched && m_state == State::Ready)
        setStats(statsFrom(m_lastSample));
}

} // namespace fairlead
