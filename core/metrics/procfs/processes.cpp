// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/processes.h"

#include "core/metrics/procfs/openfile.h"
#include "core/metrics/procfs/textrows.h"

#include <QFile>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// A line has 52 numbers; none is whole beyond this.
constexpr size_t lineLimit = 2048;

using Directory = std::unique_ptr<DIR, decltype([](DIR *directory) { ::closedir(directory); })>;

/// Empty when the process has gone. Not an OpenFile: a path for each process would cost more than the look.
QByteArrayView readStat(int procDescriptor, const char *pid, QByteArray &buffer)
{
    const QByteArray path = QByteArray(pid) + "/stat";
    const int descriptor = ::openat(procDescriptor, path.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return {};
    if (buffer.size() < qsizetype(lineLimit))
        buffer.resizeForOverwrite(lineLimit);
    const ssize_t size = ::read(descriptor, buffer.data(), lineLimit);
    ::close(descriptor);
    return size > 0 ? QByteArrayView(buffer).first(size) : QByteArrayView();
}

/// Any program may name itself as it likes, to a terminal's escape sequences.
QString printable(const QByteArray &name)
{
    QString text = QString::fromUtf8(name);
    for (QChar &c : text) {
        if (!c.isPrint() && !c.isSurrogate())
            c = QChar::ReplacementCharacter;
    }
    return text;
}

} // namespace

std::optional<ProcessStat> parseProcessStat(QByteArrayView text)
{
    const qsizetype begin = text.indexOf('(');
    const qsizetype end = text.lastIndexOf(')');
    if (begin < 0 || end < begin)
        return {};
    ProcessStat stat{.name = text.sliced(begin + 1, end - begin - 1).toByteArray()};
    Words words(text.sliced(end + 1));
    words.skip(11); // fields 3 to 13: its state, to the faults of its children
    quint64 user = 0;
    quint64 system = 0;
    if (!words.numbers(user, system))
        return {};
    words.skip(6); // 16 to 21
    if (!words.numbers(stat.startTicks))
        return {};
    words.skip(1); // its address space
    const auto pages = words.nextNumber<qint64>();
    if (!pages || words.next().isEmpty()) // the number may be half of one when nothing follows
        return {};
    stat.residentPages = quint64(std::max<qint64>(0, *pages));
    stat.cpuTicks = user + system;
    return stat;
}

ProcessReader::ProcessReader(QString procPath, Limits limits)
    : m_procPath(std::move(procPath))
    , m_limits(limits)
    , m_ticksPerSecond(double(::sysconf(_SC_CLK_TCK)))
    , m_pageBytes(quint64(::sysconf(_SC_PAGESIZE)))
{}

ProcessUsage ProcessReader::usageOf(qint64 pid, const ProcessStat &stat,
                                    std::chrono::nanoseconds elapsed) const
{
    ProcessUsage usage{.pid = pid, .memoryBytes = stat.residentPages * m_pageBytes};
    const auto before = m_before.constFind(pid);
    if (before != m_before.cend() && before->startTicks == stat.startTicks) {
        if (const auto ticks = perSecond(before->cpuTicks, stat.cpuTicks, elapsed))
            usage.cpuPercent = percentOf(*ticks, m_ticksPerSecond);
    }
    return usage;
}

QList<ProcessUsage> ProcessReader::busiest(QList<ProcessUsage> &all) const
{
    const auto end = all.begin() + std::min<qsizetype>(m_limits.top, all.size());
    std::ranges::partial_sort(all, end, [](const ProcessUsage &a, const ProcessUsage &b) {
        return a.cpuPercent.value_or(0) != b.cpuPercent.value_or(0)
                   ? a.cpuPercent.value_or(0) > b.cpuPercent.value_or(0)
                   : a.pid < b.pid;
    });
    QList<ProcessUsage> top(all.begin(), end);
    top.removeIf([](const ProcessUsage &process) { return process.cpuPercent.value_or(0) <= 0; });
    return top;
}

QList<ProcessUsage> ProcessReader::largest(QList<ProcessUsage> &all) const
{
    const auto end = all.begin() + std::min<qsizetype>(m_limits.top, all.size());
    std::ranges::partial_sort(all, end, [](const ProcessUsage &a, const ProcessUsage &b) {
        return a.memoryBytes != b.memoryBytes ? a.memoryBytes > b.memoryBytes : a.pid < b.pid;
    });
    return {all.begin(), end};
}

Result<Processes> ProcessReader::read(QByteArray &buffer, std::chrono::steady_clock::time_point now)
{
    const Directory directory(::opendir(QFile::encodeName(m_procPath).constData()));
    if (!directory)
        return std::unexpected(systemError(errno, m_procPath));
    Processes processes;
    QList<ProcessUsage> all;
    QHash<qint64, QByteArray> names;
    QHash<qint64, Times> times;
    while (const dirent *entry = ::readdir(directory.get())) {
        const auto pid = toNumber<qint64>(QByteArrayView(entry->d_name));
        if (!pid || *pid <= 0)
            continue;
        ++processes.count;
        if (processes.count > m_limits.looked) {
            processes.complete = false;
            continue;
        }
        const auto stat = parseProcessStat(readStat(::dirfd(directory.get()), entry->d_name, buffer));
        if (!stat)
            continue;
        all += usageOf(*pid, *stat, now - m_when);
        times.insert(*pid, {stat->cpuTicks, stat->startTicks});
        names.insert(*pid, stat->name);
    }
    m_before = std::move(times);
    m_when = now;
    processes.byCpu = busiest(all);
    processes.byMemory = largest(all);
    for (QList<ProcessUsage> *top : {&processes.byCpu, &processes.byMemory}) {
        for (ProcessUsage &process : *top)
            process.name = printable(names.value(process.pid));
    }
    return processes;
}

} // namespace fairlead::metrics
