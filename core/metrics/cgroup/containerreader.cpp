// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/containerreader.h"

#include "core/metrics/rates.h"

#include <QFile>

#include <algorithm>
#include <filesystem>
#include <functional>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

/// The files of a controller, by version. memory: usage, statistics, limit.
QStringList namesOf(Controller controller, bool unified)
{
    switch (controller) {
    case Controller::Cpu:
        return {unified ? u"cpu.stat"_s : u"cpuacct.usage"_s};
    case Controller::Memory:
        return unified
                   ? QStringList{u"memory.current"_s, u"memory.stat"_s, u"memory.max"_s}
                   : QStringList{u"memory.usage_in_bytes"_s, u"memory.stat"_s, u"memory.limit_in_bytes"_s};
    case Controller::BlockIo:
        // The throttling layer counts every device, whatever its scheduler; older kernels have the second
        // only.
        return unified ? QStringList{u"io.stat"_s}
                       : QStringList{u"blkio.throttle.io_service_bytes_recursive"_s,
                                     u"blkio.throttle.io_service_bytes"_s};
    case Controller::Pids:
        return {u"pids.current"_s};
    }
    Q_UNREACHABLE_RETURN({});
}

template<typename T>
Result<T> orMalformed(std::optional<T> value, const OpenFile &file)
{
    if (!value)
        return failure(ErrorCode::ProtocolError, file.path());
    return *value;
}

std::unexpected<Error> noController(const QString &name)
{
    return failure(ErrorCode::NotFound, u"the cgroup controller "_s + name);
}

std::string networkNamespace(const QString &procPath, const QString &process, std::error_code &problem)
{
    const QByteArray link = QFile::encodeName(u"%1/%2/ns/net"_s.arg(procPath, process));
    return std::filesystem::read_symlink(link.constData(), problem).native();
}

template<typename T>
bool isGone(const Result<T> &result)
{
    return !result && result.error().code == ErrorCode::NotFound;
}

} // namespace

ContainerReader::ContainerReader(const ContainerCgroups &cgroups, qint64 pid, QString procPath)
    : m_procPath(std::move(procPath))
    , m_pid(pid)
{
    for (const Controller controller : allControllers) {
        const auto &cgroup = cgroups.at(size_t(controller));
        if (!cgroup)
            continue;
        Files &files = of(controller);
        files.directory = cgroup->path;
        files.unified = cgroup->unified;
        for (const QString &name : namesOf(controller, cgroup->unified))
            files.files.emplace_back(cgroup->path + u'/' + name);
    }
}

Result<quint64> ContainerReader::readCpu(QByteArray &buffer)
{
    Files &cpu = of(Controller::Cpu);
    if (cpu.files.empty())
        return noController(u"cpu"_s);
    OpenFile &file = cpu.files.front();
    return file.read(buffer).and_then([&](QByteArrayView text) {
        return orMalformed(cpu.unified ? parseCpuUsage(text) : parseCounter(text), file);
    });
}

Result<ContainerMemory> ContainerReader::readMemory(QByteArray &buffer)
{
    Files &memory = of(Controller::Memory);
    if (memory.files.empty())
        return noController(u"memory"_s);
    OpenFile &usageFile = memory.files[0];
    const auto usage = usageFile.read(buffer).and_then(
        [&](QByteArrayView text) { return orMalformed(parseCounter(text), usageFile); });
    if (!usage)
        return std::unexpected(usage.error());
    const auto statistics = memory.files[1].read(buffer);
    if (!statistics)
        return std::unexpected(statistics.error());
    ContainerMemory result{.used = containerMemoryUsed(*usage, parseInactiveFile(*statistics).value_or(0))};
    if (const auto limit = memory.files[2].read(buffer))
        result.limit = parseCounter(*limit);
    return result;
}

Result<Traffic> ContainerReader::readBlockIo(QByteArray &buffer)
{
    Files &block = of(Controller::BlockIo);
    if (block.files.empty())
        return noController(u"io"_s);
    auto text = block.files.front().read(buffer);
    if (isGone(text) && block.files.size() > 1) {
        block.files.erase(block.files.begin());
        text = block.files.front().read(buffer);
    }
    return text.transform(block.unified ? parseIoStat : parseBlkio);
}

Result<quint64> ContainerReader::readPids(QByteArray &buffer)
{
    Files &pids = of(Controller::Pids);
    if (pids.files.empty())
        return noController(u"pids"_s);
    OpenFile &file = pids.files.front();
    return file.read(buffer).and_then(
        [&](QByteArrayView text) { return orMalformed(parseCounter(text), file); });
}

qint64 ContainerReader::anyProcess() const
{
    for (const Files &files : m_files) {
        if (const qint64 pid = files.files.empty() ? 0 : processIn(files.directory); pid > 0)
            return pid;
    }
    return 0;
}

Result<> ContainerReader::openNetwork()
{
    if (m_pid == 0)
        m_pid = anyProcess();
    if (m_pid == 0)
        return failure(ErrorCode::NotFound, u"a process of the container"_s);
    std::error_code problem;
    const QString process = QString::number(m_pid);
    const std::string theirs = networkNamespace(m_procPath, process, problem);
    const std::string ours = problem ? std::string() : networkNamespace(m_procPath, u"self"_s, problem);
    if (problem)
        return std::unexpected(systemError(problem.value(), u"%1/%2/ns/net"_s.arg(m_procPath, process)));
    if (theirs == ours)
        return failure(ErrorCode::Unsupported, u"network"_s, u"the container uses the host's"_s);
    m_noNetwork.reset();
    m_network.emplace(u"%1/%2/net/dev"_s.arg(m_procPath, process));
    return {};
}

Result<Traffic> ContainerReader::readNetwork(QByteArray &buffer)
{
    if (!m_network) {
        if (m_noNetwork && m_readsToRetry-- > 0)
            return std::unexpected(*m_noNetwork);
        if (auto opened = openNetwork(); !opened) {
            m_pid = 0; // another process of it may do
            m_noNetwork = std::move(opened.error());
            m_readsToRetry = networkRetryReads - 1;
            return std::unexpected(*m_noNetwork);
        }
    }
    auto traffic = m_network->read(buffer).and_then(parseContainerNetwork);
    if (!traffic) {
        m_network.reset();
        m_pid = 0;
    }
    return traffic;
}

/// A file that could be read once is gone, or all are: so is the cgroup.
bool ContainerReader::hasEnded(const ContainerCounters &counters)
{
    const std::array gone = {isGone(counters.cpuNanoseconds), isGone(counters.memory),
                             isGone(counters.blockIo), isGone(counters.pids)};
    bool ended = std::ranges::all_of(gone, std::identity());
    for (size_t i = 0; i < gone.size(); ++i) {
        ended |= m_seen.at(i) && gone.at(i);
        m_seen.at(i) |= !gone.at(i);
    }
    return ended;
}

Result<ContainerCounters> ContainerReader::read(QByteArray &buffer)
{
    ContainerCounters counters{.cpuNanoseconds = readCpu(buffer),
                               .memory = readMemory(buffer),
                               .blockIo = readBlockIo(buffer),
                               .pids = readPids(buffer),
                               .network = readNetwork(buffer)};
    if (!hasEnded(counters))
        return counters;
    for (Files &files : m_files)
        files.files.clear();
    m_network.reset();
    return failure(ErrorCode::NotRunning);
}

} // namespace fairlead::metrics
