// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/containerfinder.h"

#include "core/metrics/procfs/openfile.h"
#include "core/metrics/procfs/textrows.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <deque>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// A rootless Podman's pod lies at depth 6; a container in a container twice as deep.
constexpr int deepest = 12;
// Some 10 µs each. A host has a few hundred.
constexpr int mostDirectories = 16384;
constexpr qsizetype mountInfoLimit = 4 * 1024 * 1024;
constexpr qsizetype processListLimit = 1024 * 1024;
constexpr int processSearchDepth = 2;

namespace fs = std::filesystem;

QByteArrayView bytesOf(const fs::path &path)
{
    return QByteArrayView(path.native());
}

/// Sorted, so that a search always ends at the same one. Empty when it is gone.
std::vector<fs::path> subdirectories(const fs::path &directory)
{
    std::vector<fs::path> found;
    std::error_code problem;
    for (fs::directory_iterator it(directory, problem), end; !problem && it != end; it.increment(problem)) {
        std::error_code ignored;
        if (!it->is_symlink(ignored) && it->is_directory(ignored))
            found.push_back(it->path());
    }
    std::ranges::sort(found);
    return found;
}

/// The path up to and with the component that is the container's: crun and systemd have cgroups below it.
std::optional<QByteArray> containersPart(const QByteArray &path, const QByteArray &id)
{
    for (qsizetype begin = 1; begin < path.size();) {
        qsizetype end = path.indexOf('/', begin);
        if (end < 0)
            end = path.size();
        if (containerIdIn(QByteArrayView(path).sliced(begin, end - begin)) == id)
            return path.first(end);
        begin = end + 1;
    }
    return {};
}

/// Breadth first: of a container's directories the outermost counts for all below it.
QHash<QByteArray, QByteArray> walk(const QByteArray &top, QSet<QByteArray> wanted)
{
    QHash<QByteArray, QByteArray> found;
    std::deque<std::pair<fs::path, int>> queue{{fs::path(top.toStdString()), 0}};
    for (int visited = 0; !queue.empty() && !wanted.isEmpty() && visited < mostDirectories; ++visited) {
        const auto [directory, depth] = std::move(queue.front());
        queue.pop_front();
        for (fs::path &path : subdirectories(directory)) {
            const QByteArray id = containerIdIn(bytesOf(path.filename())).toByteArray();
            if (!id.isEmpty() && wanted.remove(id))
                found.insert(id, bytesOf(path).sliced(top.size()).toByteArray());
            if (depth + 1 < deepest)
                queue.emplace_back(std::move(path), depth + 1);
        }
    }
    return found;
}

bool hasAny(const ContainerCgroups &cgroups)
{
    return std::ranges::any_of(cgroups, [](const auto &directory) { return directory.has_value(); });
}

} // namespace

QByteArrayView containerIdIn(QByteArrayView name)
{
    constexpr qsizetype idLength = 64;
    if (name.endsWith(".scope"))
        name.chop(6);
    if (name.size() < idLength || name.contains("conmon"))
        return {};
    const QByteArrayView id = name.last(idLength);
    const bool isHex =
        std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    const bool isApart = name.size() == idLength || name[name.size() - idLength - 1] == '-';
    return isHex && isApart ? id : QByteArrayView();
}

qint64 processIn(const QString &cgroupDirectory)
{
    std::deque<std::pair<fs::path, int>> queue{
        {fs::path(QFile::encodeName(cgroupDirectory).toStdString()), 0}};
    while (!queue.empty()) {
        const auto [directory, depth] = std::move(queue.front());
        queue.pop_front();
        const auto text =
            readSmallFile(QFile::decodeName(directory.c_str()) + "/cgroup.procs"_L1, processListLimit);
        // 0: a process of a namespace that we cannot see into.
        if (const auto pid = text ? Words(*text).nextNumber<qint64>() : std::nullopt; pid && *pid > 0)
            return *pid;
        if (depth == processSearchDepth)
            continue;
        for (fs::path &child : subdirectories(directory))
            queue.emplace_back(std::move(child), depth + 1);
    }
    return 0;
}

Result<> ContainerFinder::refresh()
{
    const auto text = readSmallFile(m_procPath + "/self/mountinfo"_L1, mountInfoLimit);
    if (!text)
        return std::unexpected(text.error());
    m_hierarchies = Hierarchies(parseMountInfo(*text));
    return {};
}

Result<ContainerCgroups> ContainerFinder::byPid(qint64 pid, const QString &id) const
{
    const auto text = readSmallFile(u"%1/%2/cgroup"_s.arg(m_procPath).arg(pid));
    if (!text)
        return std::unexpected(text.error());
    const ProcessCgroups process(*text);
    ContainerCgroups cgroups;
    for (const Controller controller : allControllers) {
        const auto &hierarchy = m_hierarchies.of(controller);
        const auto path = hierarchy ? process.pathOf(controller, hierarchy->unified) : std::nullopt;
        const auto part = path ? containersPart(*path, id.toLatin1()) : std::nullopt;
        if (const auto directory = part ? hierarchy->directoryOf(*part) : std::nullopt)
            cgroups.at(size_t(controller)) = {QFile::decodeName(*directory), hierarchy->unified};
    }
    if (!hasAny(cgroups))
        return failure(ErrorCode::NotFound, u"the cgroup of "_s + id,
                       u"process %1 has none of it"_s.arg(pid));
    return cgroups;
}

QHash<QString, ContainerCgroups> ContainerFinder::byIds(const QStringList &ids) const
{
    QSet<QByteArray> wanted;
    for (const QString &id : ids)
        wanted.insert(id.toLatin1());
    const auto guide = std::ranges::find_if(
        allControllers, [&](Controller controller) { return m_hierarchies.of(controller).has_value(); });
    if (guide == allControllers.end())
        return {};
    // Engines give a container the same path in every hierarchy.
    const QByteArray top = m_hierarchies.of(*guide)->mountPoint;
    const auto paths = walk(top, wanted);
    QHash<QString, ContainerCgroups> found;
    for (const auto &[id, path] : paths.asKeyValueRange()) {
        ContainerCgroups &cgroups = found[QString::fromLatin1(id)];
        for (const Controller controller : allControllers) {
            const auto &hierarchy = m_hierarchies.of(controller);
            const QString directory = hierarchy ? QFile::decodeName(hierarchy->mountPoint + path) : QString();
            if (hierarchy && QFile::exists(directory))
                cgroups.at(size_t(controller)) = {directory, hierarchy->unified};
        }
    }
    return found;
}

} // namespace fairlead::metrics
