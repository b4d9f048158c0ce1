// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/hierarchies.h"

#include "core/metrics/procfs/textrows.h"

#include <algorithm>

namespace fairlead::metrics {

namespace {

/// The name of a controller on v1; a container's CPU time is counted by cpuacct there.
QByteArray nameOf(Controller controller)
{
    switch (controller) {
    case Controller::Cpu:
        return "cpuacct";
    case Controller::Memory:
        return "memory";
    case Controller::BlockIo:
        return "blkio";
    case Controller::Pids:
        return "pids";
    }
    Q_UNREACHABLE_RETURN({});
}

/// The first mount of all of it; else the first of a part.
void add(std::optional<Hierarchy> &known, const Hierarchy &found)
{
    // Outside of our cgroup namespace (cgroup_namespaces(7)): no path leads there.
    if (found.root.startsWith("/.."))
        return;
    if (!known || (known->root != "/" && found.root == "/"))
        known = found;
}

} // namespace

std::optional<QByteArray> Hierarchy::directoryOf(QByteArrayView path) const
{
    if (!path.startsWith('/') || path.startsWith("/../"))
        return {};
    if (root == "/")
        return mountPoint + path.toByteArray();
    if (!path.startsWith(root) || (path.size() > root.size() && path[root.size()] != '/'))
        return {};
    return mountPoint + path.sliced(root.size()).toByteArray();
}

Hierarchies::Hierarchies(const QList<Mount> &mounts)
{
    std::optional<Hierarchy> unified;
    for (const Mount &mount : mounts) {
        if (mount.fileSystem == "cgroup2")
            add(unified, {.mountPoint = mount.mountPoint, .root = mount.root, .unified = true});
        if (mount.fileSystem != "cgroup")
            continue;
        const QList<QByteArray> options = mount.options.split(',');
        for (const Controller controller : allControllers) {
            if (options.contains(nameOf(controller)))
                add(m_of.at(size_t(controller)), {.mountPoint = mount.mountPoint, .root = mount.root});
        }
    }
    for (auto &hierarchy : m_of) {
        if (!hierarchy)
            hierarchy = unified;
    }
}

ProcessCgroups::ProcessCgroups(QByteArrayView text)
{
    // "9:cpu,cpuacct:/docker/…", on v2 "0::/system.slice/…"; the path may hold colons.
    forEachLine(text, [&](QByteArrayView line) {
        const qsizetype first = line.indexOf(':');
        const qsizetype second = first < 0 ? -1 : line.indexOf(':', first + 1);
        if (second < 0 || !line.sliced(second + 1).startsWith('/'))
            return;
        const QByteArray path = line.sliced(second + 1).toByteArray();
        const QByteArray names = line.sliced(first + 1, second - first - 1).toByteArray();
        if (names.isEmpty() && line.first(first) == "0")
            m_unified = path;
        const QList<QByteArray> controllers = names.split(',');
        for (const Controller controller : allControllers) {
            if (controllers.contains(nameOf(controller)))
                m_v1.at(size_t(controller)) = path;
        }
    });
}

std::optional<QByteArray> ProcessCgroups::pathOf(Controller controller, bool unified) const
{
    return unified ? m_unified : m_v1.at(size_t(controller));
}

} // namespace fairlead::metrics
