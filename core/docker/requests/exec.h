// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/execspec.h"
#include "core/docker/requests/request.h"
#include "core/docker/types.h"

namespace fairlead::docker {

/// POST /containers/{id}/exec (ContainerExec): answers the exec's id.
///
/// Always sets DetachKeys: with the default the engine holds back every Ctrl-P until the next key, and Ctrl-P
/// Ctrl-Q cuts the session off while its process lives on (moby daemon/internal/stream/attach.go).
struct CreateExec
{
    using Response = QString;
    ExecSpec spec;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion version) const;
    [[nodiscard]] QString subject() const { return spec.container; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

/// POST /exec/{id}/start (ExecStart), for a hijacked stream; sent by ExecProcess, which reads the stream
/// itself. The stream's framing follows `tty` given here, not the one given to create.
struct StartExec
{
    QString execId;
    bool tty = false;
    std::optional<TerminalSize> size;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion version) const;
};

/// POST /exec/{id}/resize (ExecResize).
struct ResizeExec : NoBody
{
    QString execId;
    TerminalSize size;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return QStringLiteral("exec"); }
    /// An engine holds a resize of a process that is not there yet for 10 s.
    [[nodiscard]] std::chrono::milliseconds timeout() const { return std::chrono::seconds(15); }
};

/// GET /exec/{id}/json (ExecInspect).
struct InspectExec
{
    using Response = ExecDetails;
    QString execId;

    [[nodiscard]] Result<net::HttpRequest> toHttp(ApiVersion) const;
    [[nodiscard]] QString subject() const { return QStringLiteral("exec"); }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return defaultTimeout; }
    [[nodiscard]] static Result<Response> parse(const net::HttpResponse &response);
};

} // namespace fairlead::docker
