// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/engineerror.h"

#include "core/base/jsonreader.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// Words of Docker 20.10 to 28 and Podman 5.4. Looked for in this order: "as it is paused - … cannot be
// removed without force" is a conflict.
constexpr std::array conflictWords{"without force"_L1, "already in use"_L1,           "already paused"_L1,
                                   "is not paused"_L1, "UNIQUE constraint failed"_L1, "already exists"_L1};
constexpr std::array notRunningWords{"is not running"_L1, "is paused"_L1, "running containers"_L1,
                                     "container is stopped"_L1, "container state improper"_L1};

ErrorCode codeFromWords(const QString &message, ErrorCode otherwise)
{
    const auto says = [&](QLatin1StringView words) { return message.contains(words, Qt::CaseInsensitive); };
    if (std::ranges::any_of(conflictWords, says))
        return ErrorCode::Conflict;
    return std::ranges::any_of(notRunningWords, says) ? ErrorCode::NotRunning : otherwise;
}

} // namespace

Error engineError(int status, const QString &message, const QString &subject)
{
    const auto error = [&](ErrorCode code) { return Error{code, subject, message}; };
    switch (status) {
    case 401:
    case 403:
        return error(ErrorCode::PermissionDenied);
    case 404:
        return error(ErrorCode::NotFound);
    case 409:
        return error(codeFromWords(message, ErrorCode::Conflict));
    case 500:
        return error(codeFromWords(message, ErrorCode::Refused));
    default:
        return error(ErrorCode::Refused);
    }
}

std::optional<Error> refusalIn(const QJsonObject &body, const QString &subject)
{
    JsonReader reader(body);
    const auto status = reader.integer("response"_L1);
    const QString message = reader.string("message"_L1);
    if (status < 400 || message.isEmpty())
        return {};
    return engineError(int(qMin<qint64>(status, 599)), message, subject);
}

} // namespace fairlead::docker
