// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubaddress.h"

#include "core/link/hubconnection.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr qsizetype maxAddress = 2048;

std::unexpected<Error> notAnAddress(const QString &detail)
{
    return failure(ErrorCode::InvalidInput, u"the hub's address"_s, detail);
}

} // namespace

Result<HubAddress> HubAddress::parse(const QString &text, const QString &fingerprint)
{
    QString written = text.trimmed();
    if (written.size() > maxAddress)
        return notAnAddress(u"it is too long"_s);
    if (!written.contains("://"_L1))
        written.prepend("https://"_L1);
    HubAddress address;
    QUrl &url = address.m_url;
    url = QUrl(written, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return notAnAddress(u"write it as https://hub.example:8443"_s);
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return notAnAddress(u"it begins with https://, or with http:// where nothing is encrypted"_s);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return notAnAddress(u"leave out names, passwords, '?' and '#'"_s);
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path, QUrl::StrictMode);
    if (fingerprint.trimmed().isEmpty())
        return address;
    const auto pin = link::parseFingerprint(fingerprint);
    if (!pin)
        return failure(ErrorCode::InvalidInput, u"the fingerprint"_s,
                       u"it is the certificate's SHA-256: 64 hexadecimal digits, colons as you like"_s);
    if (url.scheme() != "https"_L1)
        return failure(ErrorCode::InvalidInput, u"the fingerprint"_s,
                       u"the address begins with http://, which has no certificate"_s);
    address.m_fingerprint = *pin;
    return address;
}

QString HubAddress::name() const
{
    return m_url.authority(QUrl::RemoveUserInfo | QUrl::FullyDecoded);
}

bool HubAddress::isProtected() const
{
    const QString host = m_url.host();
    return m_url.scheme() == "https"_L1 || host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

QUrl HubAddress::rest(const QByteArray &path, const QUrlQuery &query) const
{
    QUrl url = m_url;
    url.setPath(m_url.path(QUrl::FullyEncoded) + "/api/v1"_L1 + QString::fromLatin1(path), QUrl::StrictMode);
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

QUrl HubAddress::webSocket(const QByteArray &path, const QUrlQuery &query) const
{
    QUrl url = rest(path, query);
    url.setScheme(url.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    return url;
}

} // namespace fairlead
