// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/peer.h"

#include "core/base/logging.h"
#include "core/link/messagewriter.h"

using namespace Qt::StringLiterals;
using SendResult = fairlead::net::MessageChannel::SendResult;

namespace fairlead::link {

Peer::Peer(std::unique_ptr<net::MessageChannel> channel, const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_channel(std::move(channel))
    , m_deadline(std::make_unique<QTimer>())
{
    m_channel->setMaxMessage(quint64(maxFirstMessage));
    connect(m_channel.get(), &net::MessageChannel::messageReceived, this, &Peer::onMessage);
    connect(m_channel.get(), &net::MessageChannel::drained, this, &Peer::drained);
    connect(m_channel.get(), &net::MessageChannel::closed, this, &Peer::onClosed);
    m_deadline->setSingleShot(true);
    connect(m_deadline.get(), &QTimer::timeout, this, [this] { refuse(u"Authentication timeout"_s); });
    m_deadline->start(settings.authTimeout);
}

Peer::~Peer() = default;

void Peer::onMessage(const QByteArray &message, net::Opcode kind)
{
    if (m_state == State::Closed)
        return;
    if (kind == net::Opcode::Text)
        read(message);
    else
        ignore(invalidFormatAnswer());
}

void Peer::requestAuth(const QString &secret)
{
    if (m_state != State::AwaitingAuth)
        return ignore(toJson(ErrorMessage{u"Already authenticated"_s}));
    m_state = State::Checking;
    m_deadline->stop();
    // An eager peer's next messages wait in the kernel until it is known who it is.
    m_channel->pauseReading();
    Q_EMIT authRequested(secret);
}

void Peer::open(QByteArrayView success)
{
    if (m_state != State::Checking)
        return;
    m_state = State::Open;
    m_deadline.reset();
    m_channel->setMaxMessage(quint64(maxMessage));
    m_channel->sendText(success);
    m_channel->resumeReading();
}

void Peer::refuse(const QString &message)
{
    if (m_state == State::Closed)
        return;
    m_channel->sendText(toJson(ErrorMessage{message}));
    close(net::CloseCode::PolicyViolation, message);
}

void Peer::close(net::CloseCode code, const QString &reason)
{
    m_state = State::Closed;
    if (m_deadline)
        m_deadline->stop();
    m_channel->close(code, reason);
}

bool Peer::mayTalk()
{
    if (m_state == State::Open)
        return true;
    ++m_ignored;
    refuse(u"Authentication required"_s);
    return false;
}

void Peer::ignore(QByteArrayView answerText)
{
    ++m_ignored;
    if (m_state == State::Open)
        return answer(answerText);
    m_channel->sendText(answerText);
    close(net::CloseCode::PolicyViolation, u"the first message must authenticate"_s);
}

void Peer::ignoreMalformed(const Error &error)
{
    qCDebug(lcLink) << "a peer's message was ignored:" << error.detail; // quoted: a peer has a say in it
    ignore(invalidFormatAnswer());
}

void Peer::ignoreUnknown(const QString &type)
{
    if (!mayTalk())
        return;
    qCDebug(lcLink) << "a peer's message was ignored; its type is" << type;
    ignore(unknownTypeAnswer());
}

void Peer::answer(QByteArrayView json)
{
    if (!m_channel->isFull())
        m_channel->sendText(json);
}

SendResult Peer::send(QByteArrayView json)
{
    return m_state == State::Open ? m_channel->sendText(json) : SendResult::Closed;
}

SendResult Peer::sendPrepared(const QByteArray &frame)
{
    return m_state == State::Open ? m_channel->sendPrepared(frame) : SendResult::Closed;
}

void Peer::setReading(bool reading)
{
    if (m_state == State::Open)
        reading ? m_channel->resumeReading() : m_channel->pauseReading();
}

void Peer::onClosed(quint16 code, const QString &reason)
{
    m_state = State::Closed;
    if (m_deadline)
        m_deadline->stop();
    Q_EMIT closed(code, reason);
}

} // namespace fairlead::link
