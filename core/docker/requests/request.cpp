// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/request.h"

#include <QJsonDocument>
#include <QUrl>

namespace fairlead::docker {

QByteArray target(QByteArrayView path, const Query &query)
{
    QByteArray result = path.toByteArray();
    char separator = '?';
    for (const auto &[name, value] : query) {
        result += separator + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
        separator = '&';
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
