// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubcall.h"

#include "core/base/jsonreader.h"

#include <QCryptographicHash>
#include <QSslConfiguration>
#include <QSslError>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

// A peer that sends as much as it can must not fill more than this before it is read.
constexpr qint64 readBuffer = 256 * 1024;
constexpr qint64 longestWait = 24 * 3600; // s, of Retry-After

QString fingerprintText(const QByteArray &digest)
{
    return QString::fromLatin1(digest.toHex(':').toUpper());
}

std::chrono::seconds retryAfter(const QNetworkReply &reply)
{
    return std::chrono::seconds(
        std::clamp<qint64>(reply.rawHeader("Retry-After").toLongLong(), 0, longestWait));
}

} // namespace

HubCall::HubCall(QNetworkReply *reply, const HubAddress &address, std::chrono::milliseconds timeout,
                 QObject *parent)
    : QObject(parent)
    , m_reply(reply)
    , m_address(address)
{
    m_promise.start();
    reply->setReadBufferSize(readBuffer);
    connect(reply, &QNetworkReply::sslErrors, this, &HubCall::onSslErrors);
    connect(reply, &QNetworkReply::readyRead, this, &HubCall::read);
    connect(reply, &QNetworkReply::finished, this, &HubCall::onFinished);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_failure = Error{ErrorCode::Timeout, m_address.name(), {}};
        m_reply->abort();
    });
    m_deadline.start(timeout);
}

HubCall::~HubCall()
{
    m_reply->disconnect(this);
    m_reply->abort();
    // The promise cancels by itself: who waited may be half destroyed already, and must not be called.
}

void HubCall::onSslErrors(const QList<QSslError> &errors)
{
    const QByteArray digest =
        m_reply->sslConfiguration().peerCertificate().digest(QCryptographicHash::Sha256);
    const QByteArray &pin = m_address.fingerprint();
    if (!pin.isEmpty() && digest == pin)
        return m_reply->ignoreSslErrors(errors);
    const QString detail = pin.isEmpty() ? u"%1; its certificate's fingerprint is %2"_s.arg(
                                               errors.value(0).errorString(), fingerprintText(digest))
                                         : u"its certificate's fingerprint is %1, and %2 was pinned"_s.arg(
                                               fingerprintText(digest), fingerprintText(pin));
    m_failure = Error{ErrorCode::TlsFailed, m_address.name(), detail};
    Q_EMIT certificateRefused(digest);
}

void HubCall::read()
{
    m_body += m_reply->readAll();
    if (m_body.size() <= HubHttp::maxAnswer || m_failure)
        return;
    m_failure = Error{ErrorCode::TooLarge, m_address.name(),
                      u"it answered with more than %1 bytes"_s.arg(HubHttp::maxAnswer)};
    m_body.clear();
    m_reply->abort();
}

void HubCall::onFinished()
{
    m_deadline.stop();
    if (!m_failure)
        read();
    auto promise = std::move(m_promise);
    promise.addResult(result());
    deleteLater();
    promise.finish();
}

Error HubCall::networkError() const
{
    const QString name = m_address.name();
    switch (m_reply->error()) {
    case QNetworkReply::SslHandshakeFailedError:
        return {ErrorCode::TlsFailed, name, m_reply->errorString()};
    case QNetworkReply::RemoteHostClosedError:
        return {ErrorCode::ConnectionLost, name,
                u"it closed the connection before its answer was complete"_s};
    case QNetworkReply::TimeoutError:
        return {ErrorCode::Timeout, name, {}};
    default:
        return {ErrorCode::NotReachable, name, m_reply->errorString()};
    }
}

Result<HubReply> HubCall::result()
{
    if (m_failure)
        return std::unexpected(*m_failure);
    // Below 201 the network or a proxy failed, and what came is not whole; above are HTTP's own refusals.
    const auto error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (error != QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied)
        return std::unexpected(networkError());
    if (status < 200 || error == QNetworkReply::ProtocolFailure)
        return failure(ErrorCode::ProtocolError, m_address.name(), u"what answers there is no web server"_s);
    if (status >= 300 && status < 400)
        return failure(ErrorCode::ProtocolError, m_address.name(),
                       u"it redirects to %1; enter the address of the hub itself"_s.arg(QString::fromLatin1(
                           m_reply->rawHeader("Location")
                               .first(qMin<qsizetype>(200, m_reply->rawHeader("Location").size())))));
    auto json =
        m_body.isEmpty() ? Result<QJsonObject>(QJsonObject()) : parseJsonObject(m_body, m_address.name());
    if (!json && status < 300)
        return failure(ErrorCode::ProtocolError, m_address.name(), json.error().detail);
    return HubReply{status, json.value_or(QJsonObject()), retryAfter(*m_reply)};
}

} // namespace fairlead
