// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/messages.h"
#include "core/store/sample.h"

#include <memory>
#include <optional>

namespace fairlead::hub {

/// What an agent says of a container beside its numbers.
struct ContainerFacts
{
    QString id;
    QString state;  ///< "running", "exited", …, the words of the Engine API
    QString health; ///< "healthy", …; empty without a health check
    QString startedAt;
    std::optional<qint64> exitCode;
    std::optional<qint64> oomKills; ///< since some moment: it is its growth that says something

    friend bool operator==(const ContainerFacts &, const ContainerFacts &) = default;
};

/// What there is to know from a sample.
struct Reading
{
    store::Sample numbers;
    /// By name; nothing when the agent does not know its containers, which is not that there are none.
    std::optional<QMap<QString, ContainerFacts>> containers;
};

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
    [[nodiscard]] std::optional<Reading> read(const link::Metrics &sample, Time now);
    /// The `timestamp` alone.
    [[nodiscard]] std::optional<Time> timeOf(const link::Metrics &sample);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace fairlead::hub
