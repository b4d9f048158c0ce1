// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/samplers.h"

#include "core/metrics/cgroup/containersampler.h"
#include "core/metrics/procfs/hostsampler.h"

namespace fairlead::metrics {

Result<std::unique_ptr<HostSampler>> makeHostSampler(const SystemPaths &paths)
{
    return std::make_unique<ProcHostSampler>(paths);
}

Result<std::unique_ptr<ContainerSampler>> makeContainerSampler(const SystemPaths &paths)
{
    return std::make_unique<CgroupSampler>(paths);
}

} // namespace fairlead::metrics
