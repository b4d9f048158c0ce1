// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/cgroup/containerreader.h"
#include "core/metrics/samplers.h"

#include <vector>

namespace fairlead::metrics {

/// Containers under Linux, from their cgroups. Give each sampler to one thread.
class CgroupSampler : public ContainerSampler
{
public:
    explicit CgroupSampler(const SystemPaths &paths);

    void setContainers(const QList<ContainerTarget> &containers) override;
    [[nodiscard]] QList<ContainerSample> sample(const SampleTime &time) override;

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    // A walk through the whole tree; a container that is not found yet has just begun or is another engine's.
    static constexpr std::chrono::seconds searchPeriod{10};

    struct Look
    {
        ContainerCounters counters;
        quint64 systemNanoseconds = 0;
        TimePoint when;
    };
    struct Entry
    {
        ContainerTarget target;
        std::optional<ContainerReader> reader;
        std::optional<Look> before;
    };
    /// What is the same for all containers in one cycle.
    struct Machine
    {
        quint64 systemNanoseconds = 0; ///< 0: not known
        int onlineCpus = 0;
        quint64 memoryBytes = 0; ///< 0: not known
        TimePoint when;
    };

    [[nodiscard]] Machine readMachine(TimePoint now);
    void findByPid(Entry &entry);
    void search(TimePoint now);
    [[nodiscard]] ContainerSample sampleEntry(Entry &entry, const Machine &machine);
    static void compare(ContainerSample &sample, const Look &before, const Look &now, const Machine &machine);

    QString m_procPath;
    QByteArray m_buffer; ///< shared by all files
    OpenFile m_cpu;
    OpenFile m_memory;
    ContainerFinder m_finder;
    std::vector<Entry> m_entries;
    std::optional<TimePoint> m_searched;
    std::optional<Error> m_noMounts; ///< why it is not known where cgroups are
};

} // namespace fairlead::metrics
