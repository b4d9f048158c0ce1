// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/agentregistry.h"

#include "core/auth/secrets.h"
#include "core/base/logging.h"
#include "core/hub/keycheck.h"
#include "core/link/messagewriter.h"
#include "core/store/servers.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

// What comes within it is written together.
constexpr std::chrono::milliseconds seenInterval{250};

constexpr QLatin1StringView replacedReason{"another agent connected with the same key"};

std::unexpected<Error> away(const QString &server)
{
    return failure(ErrorCode::Conflict, u"the agent of server %1"_s.arg(server), u"it is not connected"_s);
}

} // namespace

AgentRegistry::AgentRegistry(store::Database &database, auth::AuthService &auth, link::MessageParser &parser,
                             Doorstep &doorstep, const Settings &settings, Clock clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_auth(auth)
    , m_parser(parser)
    , m_doorstep(doorstep)
    , m_settings(settings)
    , m_clock(std::move(clock))
{
    connect(&m_upkeepTimer, &QTimer::timeout, this, &AgentRegistry::keepHouse);
    m_upkeepTimer.start(m_settings.upkeep);
    m_seenTimer.setSingleShot(true);
    connect(&m_seenTimer, &QTimer::timeout, this, &AgentRegistry::writeSeen);
}

AgentRegistry::~AgentRegistry()
{
    const auto peers = m_peers.keys();
    for (link::AgentPeer *peer : peers)
        m_doorstep.remove(peer);
}

void AgentRegistry::take(std::unique_ptr<net::MessageChannel> channel)
{
    const QHostAddress address = channel->peerAddress();
    auto *peer = new link::AgentPeer(std::move(channel), m_parser, m_settings.peer, this);
    m_peers.insert(peer, {});
    connect(peer, &link::Peer::authRequested, this,
            [this, peer, address](const QString &key) { check(peer, key.toUtf8(), address); });
    connect(peer, &link::Peer::closed, this,
            [this, peer](quint16 code, const QString &reason) { onClosed(peer, code, reason); });
    m_doorstep.add(peer);
}

void AgentRegistry::check(link::AgentPeer *peer, const QByteArray &key, const QHostAddress &address)
{
    const auto agent = std::make_shared<ConnectedAgent>();
    agent->keyHash = auth::sha256(key);
    agent->address = address;
    m_auth.agentLogin(key, address).then(peer, [=, this, endings = m_endings](const Result<QString> &server) {
        if (server && endings != m_endings)
            check(peer, key, address);
        else
            onChecked(peer, agent, server);
    });
}

void AgentRegistry::onChecked(link::AgentPeer *peer, const AgentPointer &agent, const Result<QString> &server)
{
    if (peer->state() != link::Peer::State::Checking)
        return; // it left meanwhile
    m_doorstep.remove(peer);
    if (server) {
        agent->server = *server;
        return admit(peer, agent);
    }
    qCInfo(lcHub).noquote() << "refused an agent from" << agent->address.toString() << "-"
                            << toSentence(server.error());
    if (server.error().code == ErrorCode::PermissionDenied) {
        Q_EMIT refused(agent->address);
        return peer->refuse(u"Invalid or inactive API key"_s);
    }
    // Not the key's fault, which a code of 1008 would say: it is worth trying again soon.
    peer->close(net::CloseCode::InternalError, toSentence(server.error()));
}

void AgentRegistry::admit(link::AgentPeer *peer, const AgentPointer &agent)
{
    if (const auto before = m_agents.value(agent->server)) {
        before->peer->close(net::CloseCode::PolicyViolation, replacedReason);
        drop(before, replacedReason);
    }
    agent->peer = peer;
    agent->since = agent->heard = m_clock();
    m_agents.insert(agent->server, agent);
    m_peers.insert(peer, agent->server);
    wire(agent);
    peer->accept(agent->server);
    noteSeenSoon(agent);
    peer->setReading(m_reading);
    Q_EMIT cameOnline(agent->server);
}

// Many come at once when the hub comes back.
void AgentRegistry::noteSeenSoon(const AgentPointer &agent)
{
    m_seen.insert(agent->server, agent->since);
    if (!m_seenTimer.isActive())
        m_seenTimer.start(seenInterval);
}

void AgentRegistry::writeSeen()
{
    std::ignore =
        m_database.run([seen = std::exchange(m_seen, {})](store::Connection &connection) -> Result<> {
            for (const auto &[server, time] : seen.asKeyValueRange()) {
                if (auto noted = store::Servers(connection).noteSeen(server, time); !noted)
                    return noted;
            }
            return {};
        });
}

void AgentRegistry::wire(const AgentPointer &agent)
{
    connect(agent->peer, &link::AgentPeer::metrics, this, [this, agent](const link::Metrics &sample) {
        agent->heard = m_clock();
        agent->lastSample = sample.data;
        Q_EMIT sampleReceived(agent->server, sample);
    });
    connect(agent->peer, &link::AgentPeer::log, this, [this, agent](const link::Log &line) {
        agent->heard = m_clock();
        Q_EMIT logReceived(agent->server, line);
    });
    connect(agent->peer, &link::AgentPeer::logEnd, this, [this, agent](const link::LogEnd &end) {
        agent->heard = m_clock();
        Q_EMIT logEnded(agent->server, end);
    });
    connect(agent->peer, &link::AgentPeer::commandResponse, this,
            [this, agent](const link::CommandResponse &response) {
                m_strayAnswers += agent->commands.settle(response.commandId, response) ? 0 : 1;
            });
    connect(agent->peer, &link::AgentPeer::dockerResponse, this,
            [this, agent](const link::DockerResponse &response) {
                m_strayAnswers += agent->actions.settle(response.commandId, response) ? 0 : 1;
            });
    connect(
        agent->peer, &link::AgentPeer::execResponse, this,
        [this, agent](const link::ExecResponse &response) { Q_EMIT execAnswered(agent->server, response); });
    connect(agent->peer, &link::AgentPeer::execEnded, this,
            [this, agent](const link::ExecEnded &end) { Q_EMIT execEnded(agent->server, end); });
}

void AgentRegistry::onClosed(link::AgentPeer *peer, quint16 code, const QString &reason)
{
    m_doorstep.remove(peer);
    const auto agent = m_agents.value(m_peers.take(peer));
    if (agent && agent->peer == peer)
        drop(agent,
             reason.isEmpty() ? u"close code %1"_s.arg(code) : u"close code %1: %2"_s.arg(code).arg(reason));
    peer->deleteLater();
    if (m_stopping && m_peers.isEmpty())
        Q_EMIT emptied();
}

void AgentRegistry::drop(const AgentPointer &agent, const QString &cause)
{
    m_agents.remove(agent->server);
    m_seen.remove(agent->server); // what is written now is newer
    const Error lost{ErrorCode::ConnectionLost, u"the agent"_s, cause};
    agent->commands.failAll(lost);
    agent->actions.failAll(lost);
    std::ignore =
        m_database.run([server = agent->server, now = m_clock(), cause](store::Connection &connection) {
            return store::Servers(connection).noteDisconnect(server, now, cause);
        });
    Q_EMIT wentOffline(agent->server, cause);
}

void AgentRegistry::setReading(bool reading)
{
    m_reading = reading;
    for (const AgentPointer &agent : std::as_const(m_agents))
        agent->peer->setReading(reading);
}

void AgentRegistry::end(const QString &server, const QString &reason)
{
    ++m_endings;
    if (const auto agent = m_agents.value(server)) {
        agent->peer->close(net::CloseCode::PolicyViolation, reason);
        drop(agent, reason);
    }
}

void AgentRegistry::shutDown()
{
    m_stopping = true;
    m_upkeepTimer.stop();
    const auto agents = m_agents.values();
    for (const AgentPointer &agent : agents)
        drop(agent, u"the hub stopped"_s);
    const auto peers = m_peers.keys();
    for (link::AgentPeer *peer : peers)
        peer->close(net::CloseCode::GoingAway, u"the hub stops"_s);
    if (m_peers.isEmpty())
        QMetaObject::invokeMethod(this, &AgentRegistry::emptied, Qt::QueuedConnection);
}

void AgentRegistry::keepHouse()
{
    QList<KeyInUse> keys;
    for (const AgentPointer &agent : std::as_const(m_agents))
        keys.append({agent->server, agent->keyHash, agent->heard});
    m_database.run([keys](store::Connection &connection) { return noteAndCheck(connection, keys); })
        .then(this, [this, keys](const Result<QList<qsizetype>> &bad) {
            // Keys change by `fairleadd key` too, beside the hub.
            for (const qsizetype index : bad.value_or(QList<qsizetype>())) {
                const KeyInUse &key = keys.at(index);
                if (const auto agent = m_agents.value(key.server); agent && agent->keyHash == key.hash)
                    end(key.server, u"the API key is no longer valid"_s);
            }
        });
}

AgentState AgentRegistry::stateOf(const QString &server) const
{
    const auto agent = m_agents.value(server);
    if (!agent)
        return {};
    return {true, agent->since, agent->heard, agent->address.toString(), agent->peer->capabilities()};
}

std::optional<link::Metrics> AgentRegistry::lastSample(const QString &server) const
{
    const auto agent = m_agents.value(server);
    if (!agent || agent->lastSample.text.isEmpty())
        return std::nullopt;
    return link::Metrics{agent->lastSample};
}

Future<link::CommandResponse> AgentRegistry::run(const QString &server, const link::Command &command)
{
    const auto agent = m_agents.value(server);
    if (!agent)
        return readyFuture<link::CommandResponse>(away(server));
    const std::chrono::milliseconds timeout =
        std::chrono::seconds(command.timeoutSeconds.value_or(usualCommandTimeout.count()));
    const auto giveUp = [this, server, id = command.commandId] { std::ignore = cancel(server, id); };
    auto answer = agent->commands.add(command.commandId, timeout + m_settings.commandGrace, giveUp);
    if (!answer.isFinished())
        agent->peer->send(link::toJson(command));
    return answer;
}

Future<link::DockerResponse> AgentRegistry::perform(const QString &server, const link::DockerCommand &command)
{
    const auto agent = m_agents.value(server);
    if (!agent)
        return readyFuture<link::DockerResponse>(away(server));
    auto answer = agent->actions.add(command.commandId, m_settings.actionTimeout);
    if (!answer.isFinished())
        agent->peer->send(link::toJson(command));
    return answer;
}

Result<> AgentRegistry::openExec(const QString &server, const link::ExecOpen &request)
{
    const auto agent = m_agents.value(server);
    if (!agent)
        return away(server);
    if (!agent->peer->capabilities().contains(u"exec"_s))
        return failure(ErrorCode::Unsupported, u"the agent of server %1"_s.arg(server),
                       u"it cannot open shells; update it"_s);
    agent->peer->send(link::toJson(request));
    return {};
}

bool AgentRegistry::send(const QString &server, QByteArrayView json)
{
    const auto agent = m_agents.value(server);
    if (!agent || agent->peer->isFull())
        return false;
    return agent->peer->send(json) != net::MessageChannel::SendResult::Closed;
}

Result<> AgentRegistry::cancel(const QString &server, const QString &commandId)
{
    const auto agent = m_agents.value(server);
    if (!agent || !agent->commands.contains(commandId))
        return failure(ErrorCode::NotFound, u"the command %1"_s.arg(commandId));
    if (!agent->peer->capabilities().contains(u"cancel"_s))
        return failure(ErrorCode::Unsupported, u"the agent"_s, u"it cannot cancel commands"_s);
    agent->peer->send(link::toJson(link::CommandCancel{commandId}));
    return {};
}

} // namespace fairlead::hub
