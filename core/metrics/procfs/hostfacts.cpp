// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/hostfacts.h"

#include "core/metrics/procfs/meminfo.h"
#include "core/metrics/procfs/openfile.h"
#include "core/metrics/procfs/textrows.h"

#include <QSysInfo>

#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// A block for each core; the first has all that is asked for. The rest is only counted.
constexpr qsizetype cpuInfoLimit = 16 * 1024 * 1024;
// 300 years; a double holds it to the millisecond.
constexpr double longestUptimeSeconds = 1e10;

QString textOf(const QString &path)
{
    return QString::fromUtf8(readSmallFile(path).value_or(QByteArray()).trimmed());
}

/// As a shell reads it, but for variables, which os-release(5) forbids.
QString unquoted(QByteArrayView value)
{
    value = value.trimmed();
    if (value.size() < 2 || (value.front() != '"' && value.front() != '\'') || value.back() != value.front())
        return QString::fromUtf8(value);
    QByteArray plain;
    const QByteArrayView inner = value.sliced(1, value.size() - 2);
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (value.front() == '"' && inner[i] == '\\' && i + 1 < inner.size())
            ++i;
        plain += inner[i];
    }
    return QString::fromUtf8(plain);
}

void readCpuInfo(QByteArrayView text, HostFacts &facts)
{
    forEachLine(text, [&](QByteArrayView line) {
        const qsizetype colon = line.indexOf(':');
        const QByteArrayView key = colon < 0 ? QByteArrayView() : line.first(colon).trimmed();
        if (key == "processor")
            ++facts.cores;
        else if (key == "model name" && facts.cpuModel.isEmpty())
            facts.cpuModel = QString::fromUtf8(line.sliced(colon + 1).trimmed());
    });
}

std::optional<double> nonNegative(QByteArrayView word)
{
    const auto number = toNumber<double>(word);
    return number && std::isfinite(*number) && *number >= 0 ? number : std::nullopt;
}

} // namespace

QString operatingSystemIn(QByteArrayView osRelease)
{
    QString pretty;
    QString name;
    // Written by people: its last line may have no end.
    forEachLine(osRelease.toByteArray() + '\n', [&](QByteArrayView line) {
        if (line.startsWith("PRETTY_NAME="))
            pretty = unquoted(line.sliced(12));
        else if (line.startsWith("NAME="))
            name = unquoted(line.sliced(5));
    });
    return pretty.isEmpty() ? name : pretty;
}

HostFacts readHostFacts(const SystemPaths &paths)
{
    HostFacts facts{.hostname = textOf(paths.proc + "/sys/kernel/hostname"_L1),
                    .operatingSystem =
                        operatingSystemIn(readSmallFile(paths.etc + "/os-release"_L1).value_or(QByteArray())),
                    .kernel = textOf(paths.proc + "/sys/kernel/osrelease"_L1),
                    .architecture = QSysInfo::currentCpuArchitecture()};
    readCpuInfo(readSmallFile(paths.proc + "/cpuinfo"_L1, cpuInfoLimit).value_or(QByteArray()), facts);
    if (const auto memory = readSmallFile(paths.proc + "/meminfo"_L1).and_then(parseMemoryInfo))
        facts.memoryBytes = memory->memory.total;
    return facts;
}

Result<LoadAverage> parseLoadAverage(QByteArrayView text)
{
    Words words(text);
    const auto one = nonNegative(words.next());
    const auto five = nonNegative(words.next());
    const auto fifteen = nonNegative(words.next());
    if (!one || !five || !fifteen)
        return failure(ErrorCode::ProtocolError, u"/proc/loadavg"_s, u"three numbers were expected"_s);
    return LoadAverage{*one, *five, *fifteen};
}

Result<std::chrono::milliseconds> parseUptime(QByteArrayView text)
{
    const auto seconds = nonNegative(Words(text).next());
    if (!seconds || *seconds > longestUptimeSeconds)
        return failure(ErrorCode::ProtocolError, u"/proc/uptime"_s, u"a number of seconds was expected"_s);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(*seconds));
}

} // namespace fairlead::metrics
