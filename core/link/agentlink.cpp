// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/agentlink.h"

#include "core/base/logging.h"
#include "core/link/messagewriter.h"

using namespace Qt::StringLiterals;
using SendResult = fairlead::net::MessageChannel::SendResult;

namespace fairlead::link {

AgentLink::AgentLink(Settings settings, LinkPort &port, const Backoff::Random &random, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_port(port)
    , m_backoff(m_settings.firstWait, m_settings.longestWait, random)
    , m_refusedBackoff(m_settings.firstWaitRefused, m_settings.longestWaitRefused, random)
{}

void AgentLink::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void AgentLink::start()
{
    if (m_state == State::Stopped)
        dial();
}

void AgentLink::stop()
{
    if (m_state == State::Stopped)
        return;
    m_port.stopTimer();
    m_port.hangUp(net::CloseCode::GoingAway, u"the agent stops"_s);
    setState(State::Stopped);
}

void AgentLink::retry()
{
    if (m_state == State::Waiting)
        dial();
}

void AgentLink::dial()
{
    m_port.stopTimer();
    m_port.dial();
    setState(State::Dialling);
}

void AgentLink::onConnected()
{
    if (m_state != State::Dialling)
        return;
    m_pings = m_pongs = 0;
    m_port.send(toJson(AgentAuth{m_settings.apiKey, m_settings.capabilities}));
    m_port.startTimer(m_settings.authTimeout);
    setState(State::Authenticating);
}

void AgentLink::onDialFailed(const Error &error)
{
    if (m_state != State::Dialling)
        return;
    using Cause = Disconnect::Cause;
    lose(error.code == ErrorCode::TlsFailed ? Cause::TlsFailed : Cause::NotReachable, error);
}

SendResult AgentLink::send(QByteArrayView json)
{
    return isOnline() ? m_port.send(json) : SendResult::Closed;
}

quint64 AgentLink::ping()
{
    m_port.send(toJson(Ping{}));
    return ++m_pings;
}

void AgentLink::onText(QByteArrayView text)
{
    if (m_state != State::Authenticating && m_state != State::Online)
        return;
    m_heard = true;
    const auto message = m_parser.toAgent(text);
    if (message && m_state == State::Authenticating)
        return readFirst(*message);
    if (message)
        return readOnline(*message);
    if (m_state == State::Authenticating)
        return hangUp(Disconnect::Cause::ProtocolError, message.error().code, message.error().detail);
    qCWarning(lcLink) << "the hub's message was ignored:" << message.error().detail;
    m_port.send(invalidFormatAnswer());
}

// Whoever has not accepted the key yet has nothing to order.
void AgentLink::readFirst(const ToAgent &message)
{
    if (const auto *error = std::get_if<ErrorMessage>(&message))
        return hangUp(Disconnect::Cause::KeyRefused, ErrorCode::Refused, error->message);
    const auto *success = std::get_if<AuthSuccess>(&message);
    if (!success)
        return;
    m_serverId = success->serverId;
    m_refusedBackoff.reset();
    m_port.startTimer(m_settings.pingInterval);
    qCInfo(lcLink) << "connected to the hub" << m_settings.hub << "as server" << m_serverId;
    setState(State::Online);
}

void AgentLink::readOnline(const ToAgent &message)
{
    if (std::holds_alternative<Ping>(message)) {
        m_port.send(toJson(Pong{}));
    } else if (std::holds_alternative<Pong>(message)) {
        // No more than were asked for: a pong too many must not vouch for what comes later.
        if (m_pongs < m_pings)
            Q_EMIT ponged(++m_pongs);
    } else if (const auto *error = std::get_if<ErrorMessage>(&message)) {
        qCInfo(lcLink) << "the hub reports" << error->message;
    } else if (const auto *unknown = std::get_if<UnknownType>(&message)) {
        qCInfo(lcLink) << "the hub's message was ignored; its type is" << unknown->type;
        m_port.send(unknownTypeAnswer());
    } else if (!std::holds_alternative<AuthSuccess>(message)) {
        Q_EMIT received(message);
    }
}

void AgentLink::onTimer()
{
    switch (m_state) {
    case State::Waiting:
        return dial();
    case State::Authenticating:
        return hangUp(Disconnect::Cause::NoAuthAnswer, ErrorCode::Timeout, u"it did not answer the key"_s);
    case State::Online:
        return beat();
    case State::Stopped:
    case State::Dialling:
        return;
    }
}

void AgentLink::beat()
{
    if (answersPings() && !m_heard)
        return hangUp(Disconnect::Cause::Silent, ErrorCode::Timeout, u"it does not answer pings any more"_s);
    // Only a connection that lasts is a success: a hub that fails right behind the key is not stormed.
    m_backoff.reset();
    m_heard = false;
    ping();
    m_port.startTimer(m_settings.pingInterval);
}

void AgentLink::onClosed(quint16 code, const QString &reason)
{
    using Cause = Disconnect::Cause;
    if (m_state != State::Authenticating && m_state != State::Online)
        return;
    const QString detail = reason.isEmpty() ? u"close code %1"_s.arg(code) : reason;
    if (code == quint16(net::CloseCode::PolicyViolation))
        return lose(isOnline() ? Cause::Rejected : Cause::KeyRefused, errorOf(ErrorCode::Refused, detail));
    const bool isBroken = code == quint16(net::CloseCode::Abnormal);
    lose(isBroken ? Cause::Lost : Cause::Closed, errorOf(ErrorCode::ConnectionLost, detail));
}

void AgentLink::hangUp(Disconnect::Cause cause, ErrorCode code, const QString &detail)
{
    m_port.hangUp(net::CloseCode::Normal, {});
    lose(cause, errorOf(code, detail));
}

void AgentLink::lose(Disconnect::Cause cause, const Error &error)
{
    const Disconnect disconnect{m_port.now().toUTC(), cause, error, isOnline()};
    if (m_disconnects.size() == maxDisconnects)
        m_disconnects.removeFirst();
    m_disconnects.append(disconnect);
    qCWarning(lcLink) << "no connection to the hub:" << toSentence(error);
    const bool isRefused = cause == Disconnect::Cause::KeyRefused || cause == Disconnect::Cause::Rejected;
    m_port.startTimer(isRefused ? m_refusedBackoff.next() : m_backoff.next());
    setState(State::Waiting);
    Q_EMIT disconnected(disconnect);
}

} // namespace fairlead::link
