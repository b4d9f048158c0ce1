// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/relaysession.h"

#include "core/auth/secrets.h"
#include "core/exec/codec.h"
#include "core/link/limits.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr qint64 highWater = 256 * 1024;
constexpr qint64 lowWater = 64 * 1024;
// The message that authenticates: a token, and some JSON around it.
constexpr qsizetype maxFirstMessage = 2 * link::maxSecret;
// What a kept message costs beside its bytes.
constexpr qint64 partCost = 64;

} // namespace

net::MessageChannel::Settings RelaySession::channelSettings()
{
    return {
        .maxMessage = exec::maxMessageBytes, .inParts = true, .highWater = highWater, .lowWater = lowWater};
}

RelaySession::RelaySession(QString id, ExecRequest request, std::unique_ptr<net::MessageChannel> client,
                           Time opened, QObject *parent)
    : QObject(parent)
    , m_id(std::move(id))
    , m_request(std::move(request))
    , m_client(std::move(client))
    , m_address(m_client->peerAddress())
    , m_opened(opened)
{
    connect(m_client.get(), &net::MessageChannel::partReceived, this, &RelaySession::onClientPart);
    connect(m_client.get(), &net::MessageChannel::closed, this, &RelaySession::onClientClosed);
}

RelaySession::~RelaySession() = default;

void RelaySession::startTimer(std::chrono::milliseconds timeout, const QString &lateReason)
{
    m_timer = std::make_unique<QTimer>();
    m_timer->setSingleShot(true);
    connect(m_timer.get(), &QTimer::timeout, this, [this, lateReason] { end(lateReason); });
    m_timer->start(timeout);
}

void RelaySession::awaitToken(std::chrono::milliseconds timeout)
{
    m_state = State::AwaitingToken;
    startTimer(timeout, u"Authentication timeout"_s);
}

void RelaySession::startChecking()
{
    m_state = State::Checking;
    m_timer.reset();
    m_text.clear();
}

void RelaySession::awaitAgent(const Owner &owner, const QByteArray &token, std::chrono::milliseconds timeout)
{
    m_owner = owner;
    m_tokenHash = auth::sha256(token);
    m_state = State::AwaitingAgent;
    startTimer(timeout, u"The agent did not open its connection in time"_s);
}

bool RelaySession::awaits(const QByteArray &token) const
{
    return m_state == State::AwaitingAgent && auth::equalInConstantTime(auth::sha256(token), m_tokenHash);
}

void RelaySession::join(std::unique_ptr<net::MessageChannel> agent)
{
    m_timer.reset();
    m_tokenHash.clear();
    m_state = State::Joined;
    m_agent = std::move(agent);
    connect(m_agent.get(), &net::MessageChannel::closed, this, &RelaySession::onAgentClosed);
    disconnect(m_client.get(), &net::MessageChannel::partReceived, this, &RelaySession::onClientPart);
    for (const net::MessagePart &part : std::exchange(m_early, {}))
        m_agent->sendPart(part);
    m_splice = std::make_unique<net::Splice>(*m_client, *m_agent);
}

void RelaySession::onClientPart(const net::MessagePart &part)
{
    if (m_state == State::AwaitingToken)
        collectFirstMessage(part);
    else if (m_state != State::Ended)
        keep(part);
}

void RelaySession::collectFirstMessage(const net::MessagePart &part)
{
    if (part.kind != net::Opcode::Text)
        return end(u"The first message must authenticate"_s);
    m_text += part.bytes;
    if (m_text.size() > maxFirstMessage)
        return end(u"The first message is too long"_s);
    if (part.isLast)
        Q_EMIT firstMessage(m_text);
}

void RelaySession::keep(const net::MessagePart &part)
{
    m_earlyBytes += part.bytes.size() + partCost;
    if (m_earlyBytes > earlyBytes)
        return end(u"More than 64 KiB came before the shell was open"_s, net::CloseCode::TooLarge);
    m_early.push_back(part);
}

void RelaySession::leave(const QString &why)
{
    m_state = State::Ended;
    m_outcome = why;
    if (m_timer)
        m_timer->stop(); // it can be the sender of the signal that led here
    m_splice.reset();
    m_early.clear();
    // The agent ends the process when its connection ends.
    if (m_agent && !m_agentClosed)
        m_agent->close(net::CloseCode::GoingAway, why);
}

void RelaySession::end(const QString &reason, net::CloseCode code)
{
    if (m_state == State::Ended)
        return;
    m_client->sendBinary(exec::encodeError(reason));
    m_client->close(code, reason);
    leave(reason);
}

void RelaySession::shutDown()
{
    if (m_state == State::Ended)
        return;
    m_client->sendBinary(exec::encode(exec::Code::Shutdown));
    m_client->close(net::CloseCode::GoingAway, u"the hub stops"_s);
    leave(u"the hub stopped"_s);
}

void RelaySession::abort()
{
    m_client->abort();
    if (m_agent)
        m_agent->abort();
}

void RelaySession::onClientClosed(quint16, const QString &)
{
    m_clientClosed = true;
    if (m_state != State::Ended)
        leave(u"the client left"_s);
    announceOver();
}

void RelaySession::onAgentClosed(quint16 code, const QString &reason)
{
    m_agentClosed = true;
    if (m_state != State::Ended) {
        // A session that ends says so itself; a connection that breaks says nothing.
        if (code == quint16(net::CloseCode::Abnormal)) {
            end(u"The connection to the agent was lost"_s, net::CloseCode::InternalError);
        } else {
            const bool isBare = code == quint16(net::CloseCode::NoStatus);
            m_client->close(isBare ? net::CloseCode::Normal : net::CloseCode(code), reason, exec::drainGrace);
            leave(reason);
        }
    }
    announceOver();
}

void RelaySession::announceOver()
{
    if (isOver())
        Q_EMIT over();
}

void RelaySession::setExitCode(std::optional<int> code)
{
    m_exitCode = code;
    m_knowsExit = true;
}

QString RelaySession::outcome() const
{
    return m_exitCode ? u"exit code %1"_s.arg(*m_exitCode) : m_outcome;
}

} // namespace fairlead::hub
