// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpmessage.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

bool isVisibleAscii(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Fields that say where a message ends or whom it is for: a second one beside serialize()'s makes two
/// servers read it in two ways (RFC 9112 §11.2).
bool holdsFramingField(const QHttpHeaders &headers)
{
    using Field = QHttpHeaders::WellKnownHeader;
    constexpr std::array fields = {Field::Host, Field::ContentLength, Field::TransferEncoding,
                                   Field::Connection, Field::Upgrade};
    return std::ranges::any_of(fields, [&](Field field) { return headers.contains(field); });
}

} // namespace

Result<QByteArray> HttpRequest::serialize(const QByteArray &host) const
{
    const bool isPath = target.startsWith('/') && !target.startsWith("//");
    if (!isVisibleAscii(method) || !isVisibleAscii(target) || !isPath || !isVisibleAscii(host))
        return failure(ErrorCode::InvalidInput, u"HTTP request"_s,
                       u"method, target or host holds a forbidden character"_s);
    if (holdsFramingField(headers))
        return failure(ErrorCode::InvalidInput, u"HTTP request"_s,
                       u"a field is given that every request has already"_s);

    QByteArray out;
    out.reserve(512 + body.size());
    out += method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
    for (qsizetype i = 0; i < headers.size(); ++i)
        out += QByteArray(headers.nameAt(i).data(), headers.nameAt(i).size()) + ": "
               + headers.valueAt(i).toByteArray() + "\r\n";
    if (upgrade)
        out += "Connection: Upgrade\r\nUpgrade: tcp\r\n";
    else
        out += "Connection: close\r\n";
    if (!body.isEmpty() || method == "POST" || method == "PUT")
        out += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    out += "\r\n";
    out += body;
    return out;
}

} // namespace fairlead::net
