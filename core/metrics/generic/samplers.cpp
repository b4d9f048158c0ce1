// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/samplers.h"

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

Result<std::unique_ptr<HostSampler>> makeHostSampler(const SystemPaths &)
{
    return failure(ErrorCode::Unsupported, u"metrics of this system"_s);
}

Result<std::unique_ptr<ContainerSampler>> makeContainerSampler(const SystemPaths &)
{
    return failure(ErrorCode::Unsupported, u"metrics of containers on this system"_s);
}

} // namespace fairlead::metrics
