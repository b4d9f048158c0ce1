// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/replies.h"

#include "core/base/isotime.h"
#include "core/base/logging.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

QDateTime toDateTime(Time time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), QTimeZone::UTC);
}

} // namespace

net::ServiceResponse jsonResponse(const QJsonObject &object, int status)
{
    return {.status = status,
            .contentType = "application/json",
            .body = QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

net::ServiceResponse emptyResponse()
{
    return {.status = 204};
}

net::ServiceResponse problem(int status, const QString &detail)
{
    const QJsonObject body{{u"type"_s, u"about:blank"_s},
                           {u"title"_s, QString::fromLatin1(net::reasonPhrase(status))},
                           {u"status"_s, status},
                           {u"detail"_s, detail}};
    net::ServiceResponse response = jsonResponse(body, status);
    response.contentType = "application/problem+json";
    return response;
}

int statusOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidInput:
        return 422;
    case ErrorCode::PermissionDenied:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Conflict:
    case ErrorCode::Unsupported:
    case ErrorCode::NotRunning:
        return 409;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::ConnectionLost:
    case ErrorCode::Refused:
        return 502;
    case ErrorCode::LimitReached:
    case ErrorCode::Unavailable:
        return 503;
    default:
        return 500;
    }
}

net::ServiceResponse problem(const Error &error)
{
    const int status = statusOf(error);
    constexpr int firstServerFault = 500;
    if (status == firstServerFault || error.code == ErrorCode::Unavailable) {
        qCWarning(lcHub) << "a request failed:" << toSentence(error);
        return problem(status, u"The hub cannot do that now; its log says why."_s);
    }
    return problem(status, toSentence(error));
}

QStringList stringsIn(const QJsonObject &body, QLatin1StringView key)
{
    QStringList list;
    const QJsonArray values = body.value(key).toArray();
    for (const QJsonValue &value : values)
        list += value.toString();
    return list;
}

QString toText(Time time)
{
    return toDateTime(time).toString(Qt::ISODateWithMs);
}

QJsonValue toTextOrNull(const std::optional<Time> &time)
{
    return time ? QJsonValue(toText(*time)) : QJsonValue();
}

Result<Time> timeFrom(const QString &text, const QString &subject)
{
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    constexpr qint64 latest = 253'402'300'799; // the year 9999
    if (isNumber && seconds >= 0 && seconds <= latest)
        return Time(std::chrono::seconds(seconds));
    const auto time = timeFromIso(text);
    if (isNumber || !time)
        return failure(ErrorCode::InvalidInput, subject,
                       u"write it as 2026-03-14T15:09:26Z or in seconds since 1970"_s);
    return *time;
}

} // namespace fairlead::hub
