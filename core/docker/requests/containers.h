// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/requests/request.h"
#include "core/docker/types.h"

namespace fairlead::docker {

/// GET /containers/json (ContainerList).
struct ListContainers
{
    using Response = QList<ContainerSummary>;
    bool all = true; ///< stopped ones too

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return {}; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// GET /containers/{id}/json (ContainerInspect).
struct InspectContainer
{
    using Response = ContainerDetails;
    QString container;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return container; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// POST /containers/{id}/start, stop, restart, kill, pause, unpause (ContainerStart …). "Already so" (304) is
/// success.
struct ChangeContainer : NoBody
{
    enum class Action { Start, Stop, Restart, Kill, Pause, Unpause };
    QString container;
    Action action = Action::Start;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return container; }
    /// stop and restart wait for the container's own stop timeout, which its owner may have set to minutes.
    [[nodiscard]] std::chrono::milliseconds timeout() const { return std::chrono::minutes(5); }
};

/// POST /containers/{id}/rename (ContainerRename).
struct RenameContainer : NoBody
{
    QString container;
    QString newName;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return container; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
};

/// DELETE /containers/{id} (ContainerDelete).
struct RemoveContainer : NoBody
{
    QString container;
    bool force = false;
    bool anonymousVolumes = false;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return container; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return std::chrono::minutes(2); }
};

/// GET /containers/{id}/top (ContainerTop).
struct ListProcesses
{
    using Response = ProcessTable;
    QString container;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return container; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// GET /containers/{id}/stats?stream=false (ContainerStats): one sample.
struct GetStats
{
    using Response = StatsSample;
    QString container;
    /// Answer at once without the sample before (no CPU figure).
    bool oneShot = false;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return container; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

} // namespace fairlead::docker
