// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/livestream.h"
#include "core/docker/types.h"

namespace fairlead::docker {

/// GET /events (SystemEvents), containers only, from now on.
class EventStream : public LiveStream
{
    Q_OBJECT

public:
    explicit EventStream(Client &client, QObject *parent = nullptr);

Q_SIGNALS:
    void event(const fairlead::docker::Event &event);

protected:
    [[nodiscard]] Result<net::HttpRequest> request() const override;
    [[nodiscard]] Result<> takeBytes(const QByteArray &bytes) override;
    [[nodiscard]] bool atItemBoundary() const override { return m_lines.atBoundary(); }

private:
    JsonLines m_lines;
};

/// GET /containers/{id}/stats?stream=true (ContainerStats). Docker samples every second, Podman every five.
/// There are none while the container does not run; Docker's stream goes on with its next start, Podman's
/// ends.
class StatsStream : public LiveStream
{
    Q_OBJECT

public:
    StatsStream(Client &client, const QString &container, QObject *parent = nullptr);

Q_SIGNALS:
    void sample(const fairlead::docker::StatsSample &sample);

protected:
    [[nodiscard]] Result<net::HttpRequest> request() const override;
    [[nodiscard]] Result<> takeBytes(const QByteArray &bytes) override;
    [[nodiscard]] bool atItemBoundary() const override { return m_lines.atBoundary(); }

private:
    JsonLines m_lines;
};

} // namespace fairlead::docker
