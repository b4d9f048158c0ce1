// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpreply.h"

namespace fairlead::net {

namespace {

// RFC 9110 §15, as far as the listener answers by itself.
QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 426:
        return "Upgrade Required";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Error";
    }
}

} // namespace

QByteArray HttpReply::serialize() const
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonPhrase(status) + "\r\n";
    for (qsizetype i = 0; i < headers.size(); ++i)
        bytes += QByteArray(headers.nameAt(i).data(), headers.nameAt(i).size()) + ": "
                 + headers.valueAt(i).toByteArray() + "\r\n";
    const QByteArray body = text + '\n';
    bytes += "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size())
             + "\r\nConnection: close\r\n\r\n" + body;
    return bytes;
}

} // namespace fairlead::net
