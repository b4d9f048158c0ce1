// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/await.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace fairlead::test {

struct RestReply
{
    int status = 0;
    QByteArray type;
    QByteArray body;
    QJsonObject json;
    QByteArray retryAfter;
};

/// A client of a hub's REST.
class RestClient
{
public:
    /// An answer that comes later.
    [[nodiscard]] std::unique_ptr<QNetworkReply> begin(const QByteArray &method, const QByteArray &path,
                                                       const QByteArray &body, const QByteArray &token)
    {
        QNetworkRequest request(
            QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(QString::fromLatin1(path))));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        if (!body.isEmpty())
            request.setRawHeader("Content-Type", "application/json");
        return std::unique_ptr<QNetworkReply>(manager.sendCustomRequest(request, method, body));
    }
    [[nodiscard]] RestReply finish(QNetworkReply &reply)
    {
        if (!eventually([&] { return reply.isFinished(); }))
            return {};
        RestReply answer;
        answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        answer.type = reply.rawHeader("Content-Type");
        answer.retryAfter = reply.rawHeader("Retry-After");
        answer.body = reply.readAll();
        answer.json = QJsonDocument::fromJson(answer.body).object();
        return answer;
    }
    [[nodiscard]] RestReply send(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                                 const QByteArray &token = {})
    {
        const auto reply = begin(method, path, body, token);
        return finish(*reply);
    }
    [[nodiscard]] RestReply call(const QByteArray &method, const QByteArray &path,
                                 const QJsonObject &body = {}, const QByteArray &token = {})
    {
        return send(method, path,
                    body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact),
                    token);
    }

    quint16 port = 0;
    QNetworkAccessManager manager;
};

} // namespace fairlead::test
