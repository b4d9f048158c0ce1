// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "core/metrics/samplers.h"

#include <memory>
#include <optional>

namespace fairlead {

/// What an agent tells about its machine: its figures, those of the running containers, and the list of all
/// containers.
class MachineSampler : public QObject
{
    Q_OBJECT

public:
    /// Containers beyond this are left out: a message has a limit.
    static constexpr qsizetype maxContainers = 512;

    /// Unsupported where nobody has written a sampler for the system. The host must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<MachineSampler>> make(const Host &host);
    /// With samplers of the caller's.
    MachineSampler(const Host &host, std::unique_ptr<metrics::HostSampler> machine,
                   std::unique_ptr<metrics::ContainerSampler> containers);

    /// The members of a `metrics` message but `type` and `server_id`, as JSON text. The first has no rates.
    [[nodiscard]] QByteArray sample(const metrics::SampleTime &time);

private:
    void takeContainers();

    const Host &m_host;
    std::unique_ptr<metrics::HostSampler> m_machine;
    std::unique_ptr<metrics::ContainerSampler> m_containers;
};

} // namespace fairlead
