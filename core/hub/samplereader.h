// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/messages.h"
#include "core/store/sample.h"

#include <memory>
#include <optional>

namespace fairlead::hub {

/// Makes history's named numbers of an agent's sample: every number in it, "cpu_percent",
/// "memory.used_bytes", "load.1", "disk./data.percent", "network.eth0.rx_bytes_per_sec",
/// "disk_io.sda.busy_percent", "temperature.coretemp/Core 0.celsius", "cpu_core.3.percent", and those of each
/// container. Counters are left out where their rates are there. An agent's word counts only within store's
/// bounds: what is beyond them is left out.
///
/// Has its own buffers, which grow with the longest sample: one for a thread.
class SampleReader
{
public:
    SampleReader();
    ~SampleReader();
    Q_DISABLE_COPY_MOVE(SampleReader)

    /// `now` stands in for a timestamp that is missing or none. Nothing when the text is no sample.
    [[nodiscard]] std::optional<store::Sample> read(const link::Metrics &sample, Time now);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// What a sample's `timestamp` says: ISO 8601.
[[nodiscard]] std::optional<Time> timeOf(QByteArrayView timestamp);

} // namespace fairlead::hub
