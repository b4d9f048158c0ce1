// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websocketconnector.h"

#include "core/net/requesthead.h"
#include "core/net/websockethandshake.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QSslSocket>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

constexpr qsizetype maxResponseHead = 16 * 1024;

// RFC 6455 §4.1: 16 random bytes.
QByteArray randomKey()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toBase64();
}

QString fingerprintText(const QByteArray &digest)
{
    return QString::fromLatin1(digest.toHex(':').toUpper());
}

// What a person can do about a server that answers but does not upgrade.
QString explainStatus(const HttpResponseHead &head)
{
    const QString status = u"HTTP status %1"_s.arg(head.status);
    if (head.status == 426 || head.status == 200 || head.status == 400)
        return status + u" instead of a WebSocket; a proxy in between must pass the Upgrade header"_s;
    if (head.status == 404)
        return status + u": nothing is served at this path"_s;
    return status;
}

} // namespace

WebSocketConnector::WebSocketConnector(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_parser(HttpResponseParser::Options{.upgradeAsked = true, .maxHeaderBytes = maxResponseHead})
{
    m_options.channel.role = Role::Client;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { fail(ErrorCode::Timeout, {}); });
}

WebSocketConnector::~WebSocketConnector()
{
    if (m_socket)
        m_socket->disconnect(this);
}

bool WebSocketConnector::isSecure() const
{
    return m_options.url.scheme() == "wss"_L1;
}

QString WebSocketConnector::peerName(const QUrl &url)
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

void WebSocketConnector::open()
{
    m_timer.start(m_options.timeout);
    const QString scheme = m_options.url.scheme();
    const bool usable = m_options.url.isValid() && !m_options.url.host().isEmpty()
                        && (scheme == "ws"_L1 || scheme == "wss"_L1);
    const auto begin = [this, usable] {
        usable ? connectSocket()
               : fail(ErrorCode::InvalidInput, u"the URL must be ws://host… or wss://host…"_s);
    };
    QMetaObject::invokeMethod(this, begin, Qt::QueuedConnection);
}

void WebSocketConnector::connectSocket()
{
    const QUrl &url = m_options.url;
    if (isSecure()) {
        auto tls = std::make_unique<QSslSocket>();
        tls->setSslConfiguration(m_options.tls.value_or(QSslConfiguration::defaultConfiguration()));
        connect(tls.get(), &QSslSocket::encrypted, this, &WebSocketConnector::onEncrypted);
        // Nothing is sent before onEncrypted() has compared the certificate with the pin.
        if (!m_options.pinnedCertificate.isEmpty())
            tls->setPeerVerifyMode(QSslSocket::QueryPeer);
        m_socket = std::move(tls);
    } else {
        m_socket = std::make_unique<QTcpSocket>();
        connect(m_socket.get(), &QTcpSocket::connected, this, &WebSocketConnector::sendRequest);
    }
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &WebSocketConnector::readResponse);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &WebSocketConnector::onSocketError);
    if (isSecure())
        static_cast<QSslSocket *>(m_socket.get())->connectToHostEncrypted(url.host(), quint16(url.port(443)));
    else
        m_socket->connectToHost(url.host(), quint16(url.port(80)));
}

QByteArray WebSocketConnector::request() const
{
    const QUrl &url = m_options.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    const QByteArray host = url.authority(QUrl::FullyEncoded | QUrl::RemoveUserInfo).toLatin1();
    QByteArray bytes =
        "GET " + target + " HTTP/1.1\r\nHost: " + host
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + m_key + "\r\n";
    if (!m_options.subprotocol.isEmpty())
        bytes += "Sec-WebSocket-Protocol: " + m_options.subprotocol + "\r\n";
    for (qsizetype i = 0; i < m_options.headers.size(); ++i) {
        const QLatin1StringView name = m_options.headers.nameAt(i);
        bytes +=
            QByteArray(name.data(), name.size()) + ": " + m_options.headers.valueAt(i).toByteArray() + "\r\n";
    }
    return bytes + "\r\n";
}

void WebSocketConnector::onEncrypted()
{
    const QSslCertificate certificate = static_cast<QSslSocket *>(m_socket.get())->peerCertificate();
    const QByteArray digest = certificate.digest(QCryptographicHash::Sha256);
    const QByteArray &pin = m_options.pinnedCertificate;
    if (!pin.isEmpty() && (certificate.isNull() || digest != pin))
        return fail(ErrorCode::TlsFailed, u"its certificate's fingerprint is %1, and %2 was pinned"_s.arg(
                                              fingerprintText(digest), fingerprintText(pin)));
    sendRequest();
}

void WebSocketConnector::sendRequest()
{
    m_key = randomKey();
    m_socket->write(request());
}

void WebSocketConnector::readResponse()
{
    // Byte for byte up to the end of the head: what follows are frames, and stays in the socket.
    QByteArray body;
    while (!m_over && !m_parser.isDone() && !m_parser.hasHead() && m_socket->bytesAvailable() > 0) {
        const QByteArray waiting = m_socket->peek(maxResponseHead);
        const qsizetype end = waiting.indexOf('\n');
        m_parser.feed(m_socket->read(end < 0 ? waiting.size() : end + 1), body);
    }
    if (m_parser.hasHead() || m_parser.isDone())
        checkResponse();
}

void WebSocketConnector::checkResponse()
{
    if (m_over)
        return;
    if (m_parser.state() == HttpResponseParser::State::Failed)
        return fail(m_parser.error().code, m_parser.error().detail);
    const HttpResponseHead &head = m_parser.head();
    if (head.status != 101)
        return fail(ErrorCode::Refused, explainStatus(head));
    // RFC 6455 §4.1: Upgrade is the one word, Connection a list that holds it.
    const bool upgrades = head.headers.combinedValue("upgrade").compare("websocket", Qt::CaseInsensitive) == 0
                          && hasToken(head.headers, "connection", "upgrade");
    if (!upgrades || head.headers.value("sec-websocket-accept") != webSocketAccept(m_key))
        return fail(ErrorCode::ProtocolError, u"the handshake is not that of a WebSocket server"_s);
    if (head.headers.value("sec-websocket-protocol") != m_options.subprotocol
        || head.headers.contains("sec-websocket-extensions"))
        return fail(ErrorCode::Unsupported,
                    u"the server chose a sub-protocol or extension that was not asked for"_s);
    m_over = true;
    m_timer.stop();
    m_socket->disconnect(this);
    Q_EMIT connected();
}

std::unique_ptr<MessageChannel> WebSocketConnector::takeChannel()
{
    return std::make_unique<MessageChannel>(std::move(m_socket), m_options.channel);
}

void WebSocketConnector::onSocketError()
{
    switch (m_socket->error()) {
    case QAbstractSocket::RemoteHostClosedError:
        return fail(ErrorCode::ConnectionLost, u"it closed the connection before the WebSocket was open"_s);
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return fail(ErrorCode::TlsFailed, m_socket->errorString());
    default:
        return fail(ErrorCode::NotReachable, m_socket->errorString());
    }
}

void WebSocketConnector::fail(ErrorCode code, const QString &detail)
{
    if (std::exchange(m_over, true))
        return;
    m_timer.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    Q_EMIT failed({code, peerName(m_options.url), detail});
}

} // namespace fairlead::net
