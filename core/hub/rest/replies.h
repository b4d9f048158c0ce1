// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/rest/route.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace fairlead::hub {

[[nodiscard]] net::ServiceResponse jsonResponse(const QJsonObject &object, int status = 200);
/// 204
[[nodiscard]] net::ServiceResponse emptyResponse();
/// application/problem+json (RFC 9457).
[[nodiscard]] net::ServiceResponse problem(int status, const QString &detail);
/// The status that fits the error: a fault of the hub says nothing of its inside.
[[nodiscard]] net::ServiceResponse problem(const Error &error);
/// Which that is.
[[nodiscard]] int statusOf(const Error &error);

[[nodiscard]] inline Answer ready(net::ServiceResponse response)
{
    return QtFuture::makeReadyValueFuture(std::move(response));
}

/// What becomes of a future: `toResponse` of its value, or the error as a problem.
template<typename T, typename Convert>
[[nodiscard]] Answer answer(Future<T> future, QObject *context, const Convert &toResponse)
{
    return future.then(context, [toResponse](const Result<T> &result) -> net::ServiceResponse {
        if (!result)
            return problem(result.error());
        if constexpr (std::is_void_v<T>)
            return toResponse();
        else
            return toResponse(*result);
    });
}

/// The list of texts in a request's body; empty when it is missing.
[[nodiscard]] QStringList stringsIn(const QJsonObject &body, QLatin1StringView key);

/// UTC, ISO 8601 with milliseconds.
[[nodiscard]] QString toText(Time time);
/// ISO 8601, UTC without a zone, or whole seconds since 1970; InvalidInput names `subject`.
[[nodiscard]] Result<Time> timeFrom(const QString &text, const QString &subject);
/// Null when there is none.
[[nodiscard]] QJsonValue toTextOrNull(const std::optional<Time> &time);

} // namespace fairlead::hub
