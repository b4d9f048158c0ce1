// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/listenaddress.h"

using namespace Qt::StringLiterals;

namespace fairlead {

Result<ListenAddress> ListenAddress::parse(const QString &text)
{
    const auto invalid = [&text] {
        return failure(ErrorCode::InvalidInput, u"listen address \"%1\""_s.arg(text),
                       u"write it as ADDRESS:PORT"_s);
    };
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon <= 0)
        return invalid();
    bool portOk = false;
    const quint16 port = QStringView(text).sliced(colon + 1).toUShort(&portOk);
    QString host = text.first(colon);
    const bool bracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (bracketed)
        host = host.sliced(1, host.size() - 2);
    const QHostAddress address =
        host == "localhost"_L1 ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    if (!portOk || address.isNull() || bracketed != isV6)
        return invalid();
    return ListenAddress{address, port};
}

bool ListenAddress::isWildcard() const
{
    return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6);
}

QString ListenAddress::urlHost() const
{
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    if (address == QHostAddress(QHostAddress::AnyIPv4))
        return u"127.0.0.1"_s;
    if (address == QHostAddress(QHostAddress::AnyIPv6))
        return u"[::1]"_s;
    return isV6 ? u'[' + address.toString() + u']' : address.toString();
}

} // namespace fairlead
