// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/accessrules.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

bool isPort(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= 5
           && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isNameByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
}

// The part behind the name: nothing, or ":port".
bool isTail(QByteArrayView tail)
{
    return tail.isEmpty() || (tail.startsWith(':') && isPort(tail.sliced(1)));
}

std::optional<QString> bracketedAddress(QByteArrayView header)
{
    const qsizetype end = header.indexOf(']');
    if (end < 0 || !isTail(header.sliced(end + 1)))
        return std::nullopt;
    const QHostAddress address(QString::fromLatin1(header.sliced(1, end - 1)));
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return std::nullopt;
    return address.toString();
}

bool isLoopbackName(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace

bool AccessRules::allowsHost(const QString &host, const QHostAddress &local) const
{
    if (isLoopbackName(host) || hosts.contains(host, Qt::CaseInsensitive))
        return true;
    return !local.isNull() && QHostAddress(host).isEqual(local, QHostAddress::TolerantConversion);
}

std::optional<QString> webOrigin(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    const bool bare = url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment()
                      && (url.path().isEmpty() || url.path() == "/"_L1);
    if (!url.isValid() || !web || !bare || url.host().isEmpty())
        return std::nullopt;
    const int usual = url.scheme() == "https"_L1 ? 443 : 80;
    const QString port = url.port(usual) == usual ? QString() : u':' + QString::number(url.port());
    const QString host = url.host(QUrl::FullyEncoded);
    return url.scheme() + "://"_L1 + (host.contains(u':') ? u'[' + host + u']' : host) + port;
}

bool AccessRules::allowsOrigin(const RequestHead &head) const
{
    if (!head.headers.contains("origin"))
        return true;
    const QString name = QString::fromLatin1(head.value("origin"));
    return name != "null"_L1 && origins.contains(name, Qt::CaseInsensitive);
}

std::optional<QString> hostName(QByteArrayView hostHeader)
{
    if (hostHeader.startsWith('['))
        return bracketedAddress(hostHeader);
    const QByteArray header = hostHeader.toByteArray().toLower();
    const qsizetype colon = header.indexOf(':');
    QByteArray name = colon < 0 ? header : header.first(colon);
    if (!isTail(QByteArrayView(header).sliced(name.size())))
        return std::nullopt;
    if (name.endsWith('.'))
        name.chop(1);
    if (name.isEmpty() || !std::ranges::all_of(name, isNameByte))
        return std::nullopt;
    return QString::fromLatin1(name);
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    // The length may show; it is the same for every slug we make.
    if (a.size() != b.size())
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i] ^ b[i]);
    return difference == 0;
}

} // namespace fairlead::net
