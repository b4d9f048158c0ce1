// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/livestream.h"
#include "core/docker/streamdemux.h"

namespace fairlead::docker {

/// What part of a container's log is wanted.
struct LogQuery
{
    QString container;
    /// The container's own Tty setting (inspect): with it the log is raw and stderr is merged, without it
    /// multiplexed.
    bool tty = false;
    bool follow = false;
    bool timestamps =
        true; ///< each line begins with an RFC 3339 time; needed to go on exactly where one stopped
    std::optional<int> tail; ///< last lines; all when absent
    QString since;           ///< seconds.nanoseconds since the epoch; empty for all
    QString until;
};

/// GET /containers/{id}/logs (ContainerLogs): bytes as the engine keeps them, not cut into lines.
class LogStream : public LiveStream
{
    Q_OBJECT

public:
    LogStream(Client &client, LogQuery query, QObject *parent = nullptr);

Q_SIGNALS:
    /// `beginsFrame`: a multiplexed log has a frame for each line, or several for a long one; never with a
    /// tty.
    void chunk(fairlead::docker::OutputKind kind, const QByteArray &bytes, bool beginsFrame);

protected:
    [[nodiscard]] Result<net::HttpRequest> request() const override;
    [[nodiscard]] Result<> takeBytes(const QByteArray &bytes) override;
    [[nodiscard]] bool atItemBoundary() const override { return m_demux.atFrameBoundary(); }

private:
    LogQuery m_query;
    StreamDemux m_demux;
    bool m_atFrameStart = false;
};

} // namespace fairlead::docker
