// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/localhost.h"

#include "core/base/logging.h"
#include "core/docker/requests/containers.h"
#include "core/docker/requests/system.h"
#include "core/host/containerlist.h"
#include "core/host/containerlog.h"
#include "core/host/enginefinder.h"
#include "core/host/journallog.h"
#include "core/host/localexec.h"
#include "core/host/localstats.h"
#include "core/host/shellfinder.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead {

namespace {

constexpr auto firstReconnect = 1s;
constexpr auto longestReconnect = 15s;

docker::ChangeContainer::Action toEngine(ContainerAction action)
{
    using Action = docker::ChangeContainer::Action;
    switch (action) {
    case ContainerAction::Start:
        return Action::Start;
    case ContainerAction::Stop:
        return Action::Stop;
    case ContainerAction::Restart:
        return Action::Restart;
    case ContainerAction::Kill:
        return Action::Kill;
    case ContainerAction::Pause:
        return Action::Pause;
    case ContainerAction::Unpause:
        return Action::Unpause;
    case ContainerAction::Remove:
        break;
    }
    Q_UNREACHABLE_RETURN(Action::Stop);
}

QString versionOf(const docker::EngineVersion &version)
{
    // Debian's "20.10.24+dfsg1" says no more to people than "20.10.24".
    return version.version.section(u'+', 0, 0);
}

} // namespace

LocalHost::LocalHost(QObject *parent) : LocalHost(QProcessEnvironment::systemEnvironment(), parent) {}

LocalHost::LocalHost(QProcessEnvironment environment, QObject *parent)
    : Host(parent)
    , m_environment(std::move(environment))
    , m_delay(firstReconnect, longestReconnect)
{
    m_reconnect.setSingleShot(true);
    connect(&m_reconnect, &QTimer::timeout, this, &LocalHost::find);
}

LocalHost::~LocalHost() = default;

QString LocalHost::id() const
{
    return u"local"_s;
}

QString LocalHost::name() const
{
    return u"local"_s;
}

QString LocalHost::address() const
{
    if (m_client)
        return m_client->endpoint().url();
    const auto endpoint = docker::Endpoint::fromEnvironment(m_environment);
    return endpoint ? endpoint->url() : m_environment.value(u"DOCKER_HOST"_s);
}

QList<Container> LocalHost::containers() const
{
    return m_list ? m_list->containers() : QList<Container>();
}

void LocalHost::open()
{
    find();
}

void LocalHost::retry()
{
    if (m_state != State::Unreachable)
        return;
    m_delay.reset();
    find();
}

void LocalHost::find()
{
    m_reconnect.stop();
    m_finder = std::make_unique<EngineFinder>(m_environment);
    connect(m_finder.get(), &EngineFinder::found, this, &LocalHost::onFound);
    connect(m_finder.get(), &EngineFinder::failed, this, &LocalHost::onLost);
    m_finder->start();
}

docker::Client *LocalHost::clientFor(const docker::Endpoint &endpoint)
{
    auto &client = m_clients[endpoint.url()];
    if (!client) {
        client = new docker::Client(endpoint, this);
        connect(client, &docker::Client::idle, this, [this] {
            if (!isCleaningUp())
                Q_EMIT cleanedUp();
        });
    }
    return client;
}

void LocalHost::onFound(const docker::Endpoint &endpoint)
{
    m_client = clientFor(endpoint);
    m_client->forgetVersion(); // it may have come back as another one
    m_list = std::make_unique<ContainerList>(*m_client);
    connect(m_list.get(), &ContainerList::changed, this, &Host::containersChanged);
    connect(m_list.get(), &ContainerList::loaded, this, &LocalHost::setReady);
    connect(m_list.get(), &ContainerList::failed, this, &LocalHost::onLost);
    watchEvents();
}

void LocalHost::watchEvents()
{
    m_events = std::make_unique<docker::EventStream>(*m_client);
    // Listing only once the events flow: what changes in between is seen by one of the two.
    connect(m_events.get(), &docker::EventStream::opened, m_list.get(), &ContainerList::refresh);
    connect(m_events.get(), &docker::EventStream::event, m_list.get(), &ContainerList::onEvent);
    connect(m_events.get(), &docker::EventStream::failed, this, &LocalHost::onLost);
    connect(m_events.get(), &docker::EventStream::ended, this,
            [this] { onLost({ErrorCode::ConnectionLost, address(), u"the engine ended"_s}); });
    m_events->start();
    // Podman sends the head of the answer with the first event only.
    if (m_client->isPodman())
        m_list->refresh();
}

void LocalHost::setReady()
{
    m_delay.reset();
    if (m_state == State::Ready)
        return;
    m_state = State::Ready;
    readEngine();
    onStatsWatched(isStatsWatched());
    Q_EMIT stateChanged();
}

void LocalHost::onStatsWatched(bool isWatched)
{
    if (!isWatched || m_state != State::Ready)
        return m_measuring.reset();
    m_measuring = std::make_unique<LocalStats>(*m_client);
    connect(m_measuring.get(), &LocalStats::taken, this, [this](const HostStats &stats) {
        m_history.add(stats);
        setStats(stats);
    });
    connect(m_list.get(), &ContainerList::changed, m_measuring.get(),
            [this] { m_measuring->setContainers(m_list->containers()); });
    m_measuring->setContainers(m_list->containers());
}

void LocalHost::readEngine()
{
    m_client->call(docker::GetVersion{}, this, [this](const Result<docker::EngineVersion> &version) {
        if (!version)
            return;
        m_engine.product = m_client->isPodman() ? u"Podman"_s : u"Docker"_s;
        m_engine.version = versionOf(*version);
        m_engine.apiVersion = QString::fromLatin1(m_client->apiVersion().toString());
        Q_EMIT stateChanged();
    });
    m_client->call(docker::GetInfo{}, this, [this](const Result<docker::SystemInfo> &info) {
        if (!info)
            return;
        m_engine.osName = info->operatingSystem;
        m_engine.cpus = info->cpus;
        m_engine.memoryBytes = info->memoryBytes;
        Q_EMIT stateChanged();
    });
}

void LocalHost::onLost(const Error &error)
{
    qCInfo(lcHost) << "no engine:" << toSentence(error);
    m_error = error;
    m_state = State::Unreachable;
    m_measuring.reset();
    // The caller may be one of these objects.
    for (QObject *object :
         {static_cast<QObject *>(m_events.release()), static_cast<QObject *>(m_list.release())}) {
        if (object) {
            object->disconnect(this);
            object->deleteLater();
        }
    }
    m_reconnect.start(m_delay.next());
    Q_EMIT stateChanged();
    Q_EMIT containersChanged();
}

Future<> LocalHost::perform(ContainerAction action, const QString &containerId, RemoveOptions options)
{
    if (!m_client)
        return readyFuture<void>(std::unexpected(m_error));
    if (action == ContainerAction::Remove)
        return m_client->send(
            docker::RemoveContainer{{}, containerId, options.force, options.anonymousVolumes});
    return m_client->send(docker::ChangeContainer{{}, containerId, toEngine(action)});
}

Future<> LocalHost::rename(const QString &containerId, const QString &newName)
{
    if (!m_client)
        return readyFuture<void>(std::unexpected(m_error));
    return m_client->send(docker::RenameContainer{{}, containerId, newName});
}

Future<QStringList> LocalHost::findShells(const QString &containerId, const QString &user)
{
    if (!m_client)
        return readyFuture<QStringList>(std::unexpected(m_error));
    return ShellFinder::find(*m_client, containerId, user);
}

std::unique_ptr<ExecSession> LocalHost::createExec(const ExecRequest &request)
{
    return std::make_unique<LocalExec>(m_client, m_error, request);
}

std::unique_ptr<LogFollower> LocalHost::createLogs(const LogRequest &request)
{
    if (request.source == LogRequest::Source::Journal)
        return std::make_unique<JournalLog>(request);
    return std::make_unique<ContainerLog>(m_client, m_error, request);
}

Future<History> LocalHost::history(const HistoryQuery &query)
{
    return readyFuture<History>(m_history.query(query, systemTime()));
}

bool LocalHost::isCleaningUp() const
{
    return std::ranges::any_of(m_clients,
                               [](const docker::Client *client) { return client->cleanups() > 0; });
}

} // namespace fairlead
