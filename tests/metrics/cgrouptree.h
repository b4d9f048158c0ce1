// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/metrics/tree.h"

namespace fairlead::test {

inline const QString idA = QStringLiteral("380d066983b8c1e3d8b13e45bbee13e9f9604f921ec809462227e31af9507115");
inline const QString idB = QStringLiteral("047e8231f83b05a71e2d65c03fbf3ff7c0ffee00c0ffee00c0ffee00c0ffee00");

/// A machine with cgroups and no process: proc/ and cg/, where v1 has a directory for each controller.
class CgroupTree : public Tree
{
public:
    explicit CgroupTree(bool unified) : m_unified(unified)
    {
        QByteArray mounts;
        if (unified) {
            mounts = row(path(QStringLiteral("cg")), "cgroup2", "nsdelegate");
        } else {
            for (const char *controller : {"cpuacct", "memory", "blkio", "pids"})
                mounts +=
                    row(path(QStringLiteral("cg/") + QLatin1StringView(controller)), "cgroup", controller);
        }
        write(QStringLiteral("proc/self/mountinfo"), mounts);
        write(QStringLiteral("proc/meminfo"), "MemTotal: 1048576 kB\nMemFree: 1024 kB\n");
        link(QStringLiteral("proc/self/ns/net"), "net:[1]");
        setCpu(1000);
    }

    /// Of a machine with two cores.
    void setCpu(quint64 ticks) const
    {
        write(QStringLiteral("proc/stat"),
              "cpu  0 0 0 " + QByteArray::number(ticks) + "\ncpu0 0 0 0 1\ncpu1 0 0 0 1\n");
    }

    struct Counters
    {
        quint64 cpuMicroseconds = 0;
        quint64 memory = 100'000;
        QByteArray limit = "max";
        quint64 read = 0;
        quint64 written = 0;
        quint64 pids = 1;
    };
    /// `cgroup`: "/docker/<id>".
    void setContainer(const QString &cgroup, const Counters &now) const
    {
        m_unified ? setUnified(cgroup, now) : setV1(cgroup, now);
    }
    /// A process of it, with a network of its own.
    void addProcess(int pid, const QString &cgroup, const QByteArray &network = "net:[2]") const
    {
        const QString folder = QStringLiteral("proc/%1/").arg(pid);
        QByteArray cgroups;
        if (!m_unified) {
            for (const char *controllers : {"cpu,cpuacct", "memory", "blkio", "pids"})
                cgroups += QByteArray("4:") + controllers + ':' + cgroup.toUtf8() + '\n';
        }
        cgroups += "0::" + cgroup.toUtf8() + '\n';
        write(folder + QStringLiteral("cgroup"), cgroups);
        write(folder + QStringLiteral("net/dev"), fixture(QStringLiteral("container-netdev")));
        link(folder + QStringLiteral("ns/net"), network);
        write(directory("pids", cgroup) + QStringLiteral("/cgroup.procs"), QByteArray::number(pid) + '\n');
    }
    void setNetwork(int pid, quint64 received, quint64 sent) const
    {
        write(QStringLiteral("proc/%1/net/dev").arg(pid),
              "a | b\na | b\neth0: " + QByteArray::number(received) + " 1 0 0 0 0 0 0 "
                  + QByteArray::number(sent) + " 1 0 0 0 0 0 0\n");
    }
    [[nodiscard]] QString directory(const char *controller, const QString &cgroup) const
    {
        return QStringLiteral("cg")
               + (m_unified ? QString() : QLatin1Char('/') + QLatin1StringView(controller)) + cgroup;
    }

private:
    static QByteArray row(const QString &point, const QByteArray &type, const QByteArray &options)
    {
        return "30 20 0:30 / " + point.toUtf8() + " rw - " + type + ' ' + type + " rw," + options + '\n';
    }
    void setUnified(const QString &cgroup, const Counters &now) const
    {
        const QString at = directory("", cgroup) + QLatin1Char('/');
        const auto text = [](quint64 number) { return QByteArray::number(number) + '\n'; };
        write(at + QStringLiteral("cpu.stat"), "usage_usec " + text(now.cpuMicroseconds));
        write(at + QStringLiteral("memory.current"), text(now.memory));
        write(at + QStringLiteral("memory.stat"), fixture(QStringLiteral("memory.stat-v2")));
        write(at + QStringLiteral("memory.max"), now.limit + '\n');
        write(at + QStringLiteral("io.stat"),
              "8:0 rbytes=" + QByteArray::number(now.read) + " wbytes=" + text(now.written));
        write(at + QStringLiteral("pids.current"), text(now.pids));
    }
    void setV1(const QString &cgroup, const Counters &now) const
    {
        const auto at = [&](const char *controller, const char *file) {
            return directory(controller, cgroup) + QLatin1Char('/') + QLatin1StringView(file);
        };
        const auto text = [](quint64 number) { return QByteArray::number(number) + '\n'; };
        write(at("cpuacct", "cpuacct.usage"), text(now.cpuMicroseconds * 1000));
        write(at("memory", "memory.usage_in_bytes"), text(now.memory));
        write(at("memory", "memory.stat"), fixture(QStringLiteral("memory.stat-v1")));
        write(at("memory", "memory.limit_in_bytes"),
              (now.limit == "max" ? QByteArray("9223372036854771712") : now.limit) + '\n');
        write(at("blkio", "blkio.throttle.io_service_bytes_recursive"),
              "8:0 Read " + text(now.read) + "8:0 Write " + text(now.written) + "Total 0\n");
        write(at("pids", "pids.current"), text(now.pids));
    }

    bool m_unified;
};

} // namespace fairlead::test
