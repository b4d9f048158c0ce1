// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/trustedproxies.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

// More proxies in a row than anybody has; a client may send thousands of entries.
constexpr qsizetype maxHops = 16;

/// IPv4 in IPv6, as a listener on [::] sees it, is IPv4.
QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isPort(QByteArrayView text)
{
    constexpr qsizetype maxDigits = 5;
    return isDigits(text) && text.size() <= maxDigits;
}

// QHostAddress alone takes "1" and "10.1" for addresses, too.
std::optional<QHostAddress> ipv4(QByteArrayView text)
{
    const QByteArrayList parts = text.toByteArray().split('.');
    constexpr qsizetype bytes = 4;
    if (parts.size() != bytes || !std::ranges::all_of(parts, isDigits))
        return std::nullopt;
    const QHostAddress address(QString::fromLatin1(text));
    return address.isNull() ? std::nullopt : std::optional(address);
}

std::optional<QHostAddress> ipv6(QByteArrayView text)
{
    const QHostAddress address(QString::fromLatin1(text));
    if (address.protocol() != QAbstractSocket::IPv6Protocol || !address.scopeId().isEmpty())
        return std::nullopt;
    return plain(address);
}

QByteArray unquoted(QByteArrayView text)
{
    const bool quoted = text.size() >= 2 && text.startsWith('"') && text.endsWith('"');
    return (quoted ? text.sliced(1, text.size() - 2) : text).toByteArray();
}

/// The parameter of a Forwarded element, "for=…;proto=…"; empty without one (RFC 7239 §4). None of those that
/// are read can hold a comma or semicolon, so quotes need no heed here.
QByteArray parameterOf(const QByteArray &element, QByteArrayView name)
{
    const auto pairs = element.split(';');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0 && pair.first(equals).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return unquoted(QByteArrayView(pair).sliced(equals + 1).trimmed());
    }
    return {};
}

/// The last entries of a list field, all its lines together.
QByteArrayList lastEntries(const RequestHead &head, const char *name)
{
    const QByteArrayList entries = head.headers.combinedValue(name).split(',');
    return entries.last(qMin(entries.size(), maxHops));
}

} // namespace

std::optional<QHostAddress> forwardedAddress(QByteArrayView entry)
{
    const QByteArrayView text = entry.trimmed();
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        if (end < 0)
            return std::nullopt;
        const QByteArrayView tail = text.sliced(end + 1);
        if (!tail.isEmpty() && !(tail.startsWith(':') && isPort(tail.sliced(1))))
            return std::nullopt;
        return ipv6(text.sliced(1, end - 1));
    }
    if (text.count(':') > 1)
        return ipv6(text);
    const qsizetype colon = text.indexOf(':');
    if (colon >= 0 && !isPort(text.sliced(colon + 1)))
        return std::nullopt;
    return ipv4(colon < 0 ? text : text.first(colon));
}

bool TrustedProxies::add(const QString &network)
{
    const qsizetype slash = network.indexOf(u'/');
    const auto address = forwardedAddress(network.left(slash < 0 ? network.size() : slash).toLatin1());
    if (!address || network.contains(u'[')
        || (address->protocol() == QAbstractSocket::IPv4Protocol && network.contains(u':')))
        return false;
    const int most = address->protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
    const QByteArray digits = network.sliced(slash + 1).toLatin1();
    const int bits = slash < 0 ? most : (isPort(digits) ? digits.toInt() : 0);
    if (bits < 1 || bits > most)
        return false;
    m_networks.append({*address, bits});
    return true;
}

bool TrustedProxies::contains(const QHostAddress &address) const
{
    const QHostAddress sought = plain(address);
    return std::ranges::any_of(m_networks, [&](const Network &network) {
        return sought.protocol() == network.address.protocol()
               && sought.isInSubnet(network.address, network.bits);
    });
}

QHostAddress TrustedProxies::clientIn(const QByteArrayList &chain, const QHostAddress &peer) const
{
    QHostAddress client = plain(peer);
    for (qsizetype i = chain.size() - 1; i >= 0 && contains(client); --i) {
        const auto before = forwardedAddress(chain.at(i));
        if (!before)
            break;
        client = *before;
    }
    return client;
}

ClientOrigin TrustedProxies::originOf(const RequestHead &head, const QHostAddress &peer, bool isSecure) const
{
    ClientOrigin origin{peer, isSecure};
    if (!contains(peer))
        return origin;
    const bool hasList = head.headers.contains("x-forwarded-for");
    const bool hasForwarded = head.headers.contains("forwarded");
    const QByteArrayList elements = lastEntries(head, "forwarded");
    QByteArrayList hops;
    for (const QByteArray &element : elements)
        hops.append(parameterOf(element, "for"));
    const QHostAddress byForwarded = clientIn(hops, peer);
    const QHostAddress byList = clientIn(lastEntries(head, "x-forwarded-for"), peer);
    if (!hasList || !hasForwarded || byList == byForwarded)
        origin.address = hasList ? byList : byForwarded;
    const QByteArray proto = head.headers.contains("x-forwarded-proto")
                                 ? lastEntries(head, "x-forwarded-proto").constLast().trimmed()
                                 : parameterOf(elements.constLast(), "proto");
    if (!proto.isEmpty())
        origin.isSecure = proto.compare("https", Qt::CaseInsensitive) == 0
                          || proto.compare("wss", Qt::CaseInsensitive) == 0;
    return origin;
}

} // namespace fairlead::net
