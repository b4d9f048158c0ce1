// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/hubconnection.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;
using SendResult = fairlead::net::MessageChannel::SendResult;

namespace fairlead::link {

namespace {

constexpr auto agentPath = "/api/v1/agents/ws"_L1;

AgentLink::Settings named(AgentLink::Settings settings, const QUrl &url)
{
    settings.hub = net::WebSocketConnector::peerName(url);
    return settings;
}

bool isThisMachine(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace

HubConnection::HubConnection(Settings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_link(named(m_settings.link, m_settings.url), *this)
{
    if (m_settings.url.path().isEmpty() || m_settings.url.path() == "/"_L1)
        m_settings.url.setPath(agentPath);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, &m_link, &AgentLink::onTimer);
}

HubConnection::~HubConnection() = default;

net::WebSocketConnector::Options HubConnection::optionsFor(const QString &path) const
{
    net::WebSocketConnector::Options options{.url = m_settings.url};
    // A proxy may have put more in front; another last piece than ours tells nothing about its neighbours.
    const QString own = options.url.path().endsWith("/ws"_L1) ? options.url.path() : QString(agentPath);
    options.url.setPath(own.section(u'/', 0, -2) + u'/' + path);
    options.pinnedCertificate = m_settings.fingerprint;
    return options;
}

void HubConnection::dial()
{
    drop();
    net::WebSocketConnector::Options options{.url = m_settings.url};
    options.pinnedCertificate = m_settings.fingerprint;
    options.channel.maxMessage = quint64(maxMessage);
    options.channel.pingInterval = m_settings.link.pingInterval;
    m_connector = std::make_unique<net::WebSocketConnector>(options);
    connect(m_connector.get(), &net::WebSocketConnector::connected, this, &HubConnection::takeChannel);
    connect(m_connector.get(), &net::WebSocketConnector::failed, &m_link, &AgentLink::onDialFailed);
    m_connector->open();
}

void HubConnection::takeChannel()
{
    m_channel = m_connector->takeChannel();
    connect(m_channel.get(), &net::MessageChannel::messageReceived, &m_link, &AgentLink::onText);
    connect(m_channel.get(), &net::MessageChannel::drained, this, &HubConnection::drained);
    connect(m_channel.get(), &net::MessageChannel::closed, &m_link, &AgentLink::onClosed);
    m_link.onConnected();
}

SendResult HubConnection::send(QByteArrayView text)
{
    return m_channel ? m_channel->sendText(text) : SendResult::Closed;
}

void HubConnection::hangUp(net::CloseCode code, const QString &reason)
{
    if (m_channel) {
        // It says goodbye by itself, and is gone after its grace time.
        net::MessageChannel *channel = m_channel.release();
        channel->disconnect(this);
        channel->disconnect(&m_link);
        channel->setParent(this);
        connect(channel, &net::MessageChannel::closed, channel, &QObject::deleteLater);
        channel->close(code, reason);
    }
    drop();
}

void HubConnection::drop()
{
    // Either can be the sender of the signal that led here.
    if (m_connector) {
        m_connector->disconnect();
        m_connector.release()->deleteLater();
    }
    if (m_channel) {
        m_channel->disconnect();
        m_channel.release()->deleteLater();
    }
}

bool isReadableOnTheWay(const QUrl &hub)
{
    return (hub.scheme() == "ws"_L1 || hub.scheme() == "http"_L1) && !isThisMachine(hub.host());
}

std::optional<QByteArray> parseFingerprint(const QString &text)
{
    constexpr qsizetype size = 32;
    QByteArray plain = text.trimmed().toLatin1().toLower();
    if (plain.startsWith("sha256:"))
        plain.remove(0, 7);
    plain.replace(':', "");
    const QByteArray bytes = QByteArray::fromHex(plain);
    if (bytes.size() != size || bytes.toHex() != plain)
        return {};
    return bytes;
}

} // namespace fairlead::link
