// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/metrics/containersample.h"

#include <chrono>
#include <memory>

namespace fairlead::metrics {

/// When a sample is taken: rates come from the steady clock, the wall clock is only written down.
struct SampleTime
{
    std::chrono::steady_clock::time_point steady;
    QDateTime wall;

    [[nodiscard]] static SampleTime now()
    {
        return {std::chrono::steady_clock::now(), QDateTime::currentDateTimeUtc()};
    }
};

/// Measures this machine. The first sample has counters only; take it early, and send from the second one on.
class HostSampler
{
public:
    HostSampler() = default;
    virtual ~HostSampler() = default;
    Q_DISABLE_COPY_MOVE(HostSampler)

    /// Never fails as a whole: what cannot be read is absent, and its reason in `missing`.
    [[nodiscard]] virtual HostSample sample(const SampleTime &time) = 0;
    [[nodiscard]] virtual HostFacts facts() const = 0;
};

/// Measures containers of this machine without asking their engine.
class ContainerSampler
{
public:
    ContainerSampler() = default;
    virtual ~ContainerSampler() = default;
    Q_DISABLE_COPY_MOVE(ContainerSampler)

    /// The running containers, from now on. Those that were there already keep their counters.
    virtual void setContainers(const QList<ContainerTarget> &containers) = 0;
    /// One sample for each container, in the same order.
    [[nodiscard]] virtual QList<ContainerSample> sample(const SampleTime &time) = 0;
};

/// Where the system shows itself.
struct SystemPaths
{
    QString proc = QStringLiteral("/proc");
    QString sys = QStringLiteral("/sys");
    QString etc = QStringLiteral("/etc");
};

/// Unsupported on systems that nobody has written a sampler for.
[[nodiscard]] Result<std::unique_ptr<HostSampler>> makeHostSampler(const SystemPaths &paths = {});
[[nodiscard]] Result<std::unique_ptr<ContainerSampler>> makeContainerSampler(const SystemPaths &paths = {});

} // namespace fairlead::metrics
