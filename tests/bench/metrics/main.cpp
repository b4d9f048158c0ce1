// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/metricsmessage.h"
#include "core/metrics/samplers.h"

#include <QDir>
#include <QFile>

#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace fairlead::metrics;

// What an agent's cycle costs: this machine's own metrics, and containers that are real cgroups, of no
// process.

namespace {

constexpr int containers = 52;
constexpr int cycles = 400;

QString idOf(int number)
{
    return QString::number(number).rightJustified(64, u'f');
}

/// A process that only waits, in a network namespace of its own; 0: that is not allowed.
pid_t startProcess()
{
    std::array<int, 2> ready{};
    if (pipe(ready.data()) != 0)
        return 0;
    const pid_t pid = fork();
    if (pid == 0) {
        const char answer = unshare(CLONE_NEWNET) == 0 ? 'y' : 'n';
        (void)!write(ready[1], &answer, 1);
        for (;;)
            pause();
    }
    char answer = 'n';
    (void)!read(ready[0], &answer, 1);
    close(ready[0]);
    close(ready[1]);
    return pid > 0 && answer == 'y' ? pid : 0;
}

/// Below a cgroup of our own in each hierarchy; all gone at the end.
class Containers
{
public:
    Containers()
    {
        for (const QString &top : {u"/cpuacct"_s, u"/memory"_s, u"/blkio"_s, u"/pids"_s, QString()}) {
            if (QDir().mkdir(u"/sys/fs/cgroup"_s + top + u"/fairlead-bench"_s))
                m_parents += u"/sys/fs/cgroup"_s + top + u"/fairlead-bench/"_s;
        }
        for (int i = 0; i < containers && exist(); ++i) {
            m_processes += startProcess();
            for (const QString &parent : m_parents) {
                QDir().mkdir(parent + idOf(i));
                QFile file(parent + idOf(i) + u"/cgroup.procs"_s);
                // A 0 would mean this program itself.
                if (m_processes.last() > 0 && file.open(QIODevice::WriteOnly))
                    file.write(QByteArray::number(m_processes.last()));
            }
        }
    }
    ~Containers()
    {
        for (const pid_t process : m_processes) {
            if (process > 0 && kill(process, SIGKILL) == 0)
                waitpid(process, nullptr, 0);
        }
        for (const QString &parent : m_parents) {
            for (int i = 0; i < containers; ++i)
                QDir().rmdir(parent + idOf(i));
            QDir().rmdir(parent);
        }
    }
    Q_DISABLE_COPY_MOVE(Containers)
    [[nodiscard]] bool exist() const { return !m_parents.isEmpty(); }

private:
    QStringList m_parents;
    QList<pid_t> m_processes;
};

double cpuMicroseconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval &time) { return double(time.tv_sec) * 1e6 + double(time.tv_usec); };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

template<typename Work>
double cost(Work work)
{
    work();
    const double begin = cpuMicroseconds();
    for (int i = 0; i < cycles; ++i)
        work();
    return (cpuMicroseconds() - begin) / cycles;
}

void print(const char *what, double microseconds)
{
    // Of a core, when done every 5 s.
    std::printf("%-34s %9.1f us   %.4f %%\n", what, microseconds, microseconds / 5e6 * 100);
}

} // namespace

int main()
{
    const Containers running;
    if (!running.exist()) {
        std::fprintf(stderr, "bench-metrics makes cgroups: run it as root on a machine that has them\n");
        return 1;
    }
    const auto host = makeHostSampler();
    const auto engine = makeContainerSampler();
    if (!host || !engine)
        return 1;
    QList<ContainerTarget> targets;
    for (int i = 0; i < containers; ++i)
        targets.append({.id = idOf(i), .name = u"bench-%1"_s.arg(i)});
    (*engine)->setContainers(targets);

    MetricsReport report{.serverId = u"00000000-0000-0000-0000-000000000000"_s};
    print("the machine", cost([&] { report.host = (*host)->sample(SampleTime::now()); }));
    const double all = cost([&] { report.containers = (*engine)->sample(SampleTime::now()); });
    print("52 containers", all);
    print("one of them", all / containers);
    qsizetype bytes = 0;
    print("the message", cost([&] { bytes = toBytes(report).size(); }));
    std::printf("message: %lld bytes, measured containers: %lld\n", qlonglong(bytes),
                qlonglong(std::ranges::count_if(report.containers, [](const ContainerSample &container) {
                    return container.memoryUsed.has_value();
                })));
    return 0;
}
