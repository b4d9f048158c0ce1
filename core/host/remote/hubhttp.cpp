// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubhttp.h"

#include "core/host/remote/hubcall.h"

#include <QJsonDocument>
#include <QNetworkReply>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

/// Trusts no CA, so that each handshake asks us about the certificate, before a byte of the request goes out.
QSslConfiguration pinnedConfiguration()
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setCaCertificates({});
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    // A resumed session would not show the certificate.
    tls.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    tls.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    return tls;
}

} // namespace

HubHttp::HubHttp(HubAddress address, QObject *parent) : QObject(parent), m_address(std::move(address))
{
    m_manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

HubHttp::~HubHttp()
{
    // Their replies belong to the manager, which goes before children do.
    qDeleteAll(findChildren<HubCall *>(Qt::FindDirectChildrenOnly));
}

QNetworkRequest HubHttp::wireRequest(const HubRequest &request, const QByteArray &token) const
{
    QNetworkRequest wire(m_address.rest(request.path, request.query));
    if (!m_address.fingerprint().isEmpty())
        wire.setSslConfiguration(pinnedConfiguration());
    using Attribute = QNetworkRequest::Attribute;
    wire.setAttribute(Attribute::Http2AllowedAttribute, false);
    wire.setAttribute(Attribute::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(Attribute::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(Attribute::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    wire.setAttribute(Attribute::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    // Not unpacked behind our back: the bound is on what comes.
    wire.setRawHeader("Accept-Encoding", "identity");
    wire.setRawHeader("Accept", "application/json");
    if (!token.isEmpty())
        wire.setRawHeader("Authorization", "Bearer " + token);
    if (request.body)
        wire.setRawHeader("Content-Type", "application/json");
    return wire;
}

Future<HubReply> HubHttp::send(const HubRequest &request, const QByteArray &token)
{
    const QByteArray body =
        request.body ? QJsonDocument(*request.body).toJson(QJsonDocument::Compact) : QByteArray();
    QNetworkReply *reply = m_manager.sendCustomRequest(wireRequest(request, token), request.method, body);
    auto *call = new HubCall(reply, m_address, request.timeout, this);
    connect(call, &HubCall::certificateRefused, this,
            [this](const QByteArray &fingerprint) { m_refusedFingerprint = fingerprint; });
    return call->answer();
}

} // namespace fairlead
