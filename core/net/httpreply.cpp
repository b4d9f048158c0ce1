// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpreply.h"

#include "core/net/httpservice.h"

namespace fairlead::net {

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
