// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/docker/apiversion.h"
#include "core/net/httpmessage.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>
#include <concepts>
#include <utility>

namespace fairlead::docker {

/// What every request type of this folder offers: the HTTP request (target without the version prefix), the
/// thing it is about, for errors, how long an answer may take, and how to read the answer.
template<typename R>
concept EngineRequest = requires(const R &request, ApiVersion version, const net::HttpResponse &response) {
    typename R::Response;
    { request.toHttp(version) } -> std::same_as<Result<net::HttpRequest>>;
    { request.subject() } -> std::convertible_to<QString>;
    { request.timeout() } -> std::convertible_to<std::chrono::milliseconds>;
    { R::parse(response) } -> std::same_as<Result<typename R::Response>>;
};

/// Engines answer within milliseconds; a machine that swaps takes seconds.
inline constexpr std::chrono::seconds defaultTimeout{30};

/// A request whose answer's body does not matter.
struct NoBody
{
    using Response = void;
    [[nodiscard]] static Result<> parse(const net::HttpResponse &) { return {}; }
};

/// Names and values of a query, as they are. (QUrlQuery takes "%26" in a value for an escape.)
using Query = QList<std::pair<QString, QString>>;

/// Path and query joined, percent-encoded.
[[nodiscard]] QByteArray target(QByteArrayView path, const Query &query);
/// A request with a JSON body.
[[nodiscard]] net::HttpRequest jsonPost(QByteArray target, const QJsonObject &body);

} // namespace fairlead::docker
