// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/serverfeed.h"

namespace fairlead {

ServerFeed::ServerFeed(HubClient &hub, const QString &serverId, const Settings &settings)
    : m_hub(hub)
    , m_id(serverId)
    , m_settings(settings)
    , m_delay(settings.firstWait, settings.longestWait)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ServerFeed::dial);
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &ServerFeed::silent);
}

ServerFeed::~ServerFeed() = default;

void ServerFeed::start()
{
    if (!m_connection && !m_isDialling && !m_again.isActive())
        dial();
}

void ServerFeed::restart()
{
    stop();
    m_delay.reset();
    dial();
}

void ServerFeed::stop()
{
    m_again.stop();
    drop();
}

void ServerFeed::drop()
{
    m_isDialling = false;
    m_silence.stop();
    if (!m_connection)
        return;
    m_connection->disconnect(this); // it can be the caller
    m_connection.release()->deleteLater();
}

void ServerFeed::dial()
{
    m_isDialling = true;
    m_hub.session().accessToken().then(this, [this](const Result<QByteArray> &token) { onToken(token); });
}

void ServerFeed::onToken(const Result<QByteArray> &token)
{
    if (!std::exchange(m_isDialling, false)) // stopped meanwhile
        return;
    if (!token)
        return onEnded(token.error());
    const HubAddress &address = m_hub.address();
    m_connection = std::make_unique<link::FrontendConnection>(
        link::FrontendConnection::Settings{.url = address.webSocket("/ws/metrics/" + m_id.toLatin1()),
                                           .fingerprint = address.fingerprint(),
                                           .token = *token},
        m_hub.parser());
    connect(m_connection.get(), &link::FrontendConnection::opened, this, [this] {
        m_delay.reset();
        m_silence.start(m_settings.sampleTimeout);
    });
    connect(m_connection.get(), &link::FrontendConnection::received, this, &ServerFeed::onMessage);
    connect(m_connection.get(), &link::FrontendConnection::ended, this, &ServerFeed::onEnded);
    m_connection->open();
}

void ServerFeed::onMessage(const link::ToFrontend &message)
{
    if (const auto *metrics = std::get_if<link::Metrics>(&message)) {
        m_silence.stop();
        Q_EMIT sample(*metrics);
    } else if (std::holds_alternative<link::Alert>(message)) {
        Q_EMIT alerted();
    }
}

void ServerFeed::onEnded(const Error &error)
{
    drop();
    m_again.start(m_delay.next());
    Q_EMIT lost(error);
}

} // namespace fairlead
