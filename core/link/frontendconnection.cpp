// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/frontendconnection.h"

#include "core/base/logging.h"
#include "core/link/limits.h"
#include "core/link/messagewriter.h"

using namespace Qt::StringLiterals;

namespace fairlead::link {

FrontendConnection::FrontendConnection(Settings settings, MessageParser &parser, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_parser(parser)
{
    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, &FrontendConnection::announceOpen);
}

FrontendConnection::~FrontendConnection() = default;

void FrontendConnection::open()
{
    net::WebSocketConnector::Options options{.url = m_settings.url};
    options.pinnedCertificate = m_settings.fingerprint;
    options.channel.maxMessage = quint64(maxMessage) + maxMessage / 16; // what the hub wraps an agent's in
    m_connector = std::make_unique<net::WebSocketConnector>(options);
    connect(m_connector.get(), &net::WebSocketConnector::connected, this, &FrontendConnection::onConnected);
    connect(m_connector.get(), &net::WebSocketConnector::failed, this, &FrontendConnection::end);
    m_connector->open();
}

void FrontendConnection::onConnected()
{
    m_channel = m_connector->takeChannel();
    connect(m_channel.get(), &net::MessageChannel::messageReceived, this, &FrontendConnection::onMessage);
    connect(m_channel.get(), &net::MessageChannel::closed, this, &FrontendConnection::onClosed);
    m_channel->sendText(toJson(FrontendAuth{QString::fromLatin1(m_settings.token)}));
    m_quiet.start(m_settings.quietTime);
}

void FrontendConnection::onMessage(const QByteArray &message, net::Opcode kind)
{
    if (m_over || kind != net::Opcode::Text)
        return;
    const auto parsed = m_parser.toFrontend(message);
    if (!parsed) {
        qCDebug(lcLink) << "a hub's message was ignored:" << parsed.error().detail;
        return;
    }
    if (std::holds_alternative<Ping>(*parsed)) {
        m_channel->sendText(toJson(Pong{}));
        return;
    }
    // An error before anything else is a refusal, whose reason comes again with the close code.
    if (!m_opened && std::holds_alternative<ErrorMessage>(*parsed))
        return m_quiet.stop();
    announceOpen();
    if (!m_over && !std::holds_alternative<AuthSuccess>(*parsed))
        Q_EMIT received(*parsed);
}

void FrontendConnection::announceOpen()
{
    m_quiet.stop();
    if (!std::exchange(m_opened, true))
        Q_EMIT opened();
}

void FrontendConnection::pauseReading()
{
    if (m_channel)
        m_channel->pauseReading();
}

void FrontendConnection::resumeReading()
{
    if (m_channel)
        m_channel->resumeReading();
}

void FrontendConnection::onClosed(quint16 code, const QString &reason)
{
    if (code == quint16(net::CloseCode::PolicyViolation))
        return end({ErrorCode::PermissionDenied, peer(), reason});
    const QString detail =
        reason.isEmpty() ? u"close code %1"_s.arg(code) : u"close code %1: %2"_s.arg(code).arg(reason);
    end({ErrorCode::ConnectionLost, peer(), detail});
}

void FrontendConnection::end(const Error &error)
{
    m_quiet.stop();
    if (!std::exchange(m_over, true))
        Q_EMIT ended(error);
}

} // namespace fairlead::link
