// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/request.h"

#include <QJsonDocument>

namespace fairlead::docker {

QByteArray target(QByteArrayView path, const QUrlQuery &query)
{
    QByteArray result = path.toByteArray();
    if (!query.isEmpty()) {
        // QUrlQuery leaves '+' alone, which servers read as a space.
        result += '?' + query.toString(QUrl::FullyEncoded).toLatin1().replace('+', "%2B");
    }
    return result;
}

net::HttpRequest jsonPost(QByteArray target, const QJsonObject &body)
{
    net::HttpRequest request;
    request.method = "POST";
    request.target = std::move(target);
    request.headers.append(QHttpHeaders::WellKnownHeader::ContentType, "application/json");
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return request;
}

} // namespace fairlead::docker
