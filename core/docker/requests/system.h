// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/requests/request.h"
#include "core/docker/types.h"

namespace fairlead::docker {

/// GET /_ping (Engine API: SystemPing). Sent without a version prefix; negotiates the rest.
struct Ping
{
    struct Response
    {
        ApiVersion apiVersion;
        QString server; ///< the Server header: "Docker/20.10.24 (linux)", "Libpod/5.4.2 (linux)"
    };

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return {}; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return std::chrono::seconds(5); }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// GET /version (SystemVersion).
struct GetVersion
{
    using Response = EngineVersion;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return {}; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// GET /info (SystemInfo).
struct GetInfo
{
    using Response = SystemInfo;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return {}; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// GET /images/json (ImageList).
struct ListImages
{
    using Response = QList<ImageSummary>;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return {}; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

} // namespace fairlead::docker
