// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/cgroup/counters.h"

#include "core/metrics/procfs/netdev.h"
#include "core/metrics/procfs/textrows.h"

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

std::optional<quint64> parseCounter(QByteArrayView text)
{
    return toNumber(text.trimmed());
}

std::optional<quint64> parseCpuUsage(QByteArrayView text)
{
    constexpr quint64 nanoseconds = 1000; // of a microsecond
    return numberOf(text, "usage_usec").transform([](quint64 time) { return time * nanoseconds; });
}

std::optional<quint64> parseInactiveFile(QByteArrayView text)
{
    const auto v1 = numberOf(text, "total_inactive_file");
    return v1 ? v1 : numberOf(text, "inactive_file");
}

Traffic parseIoStat(QByteArrayView text)
{
    constexpr QByteArrayView read = "rbytes=";
    constexpr QByteArrayView written = "wbytes=";
    Traffic sum;
    forEachLine(text, [&](QByteArrayView line) {
        Words words(line);
        words.skip(1); // the device
        for (QByteArrayView word = words.next(); !word.isEmpty(); word = words.next()) {
            if (word.startsWith(read))
                sum.in += toNumber(word.sliced(read.size())).value_or(0);
            else if (word.startsWith(written))
                sum.out += toNumber(word.sliced(written.size())).value_or(0);
        }
    });
    return sum;
}

Traffic parseBlkio(QByteArrayView text)
{
    Traffic sum;
    forEachLine(text, [&](QByteArrayView line) {
        Words words(line);
        words.skip(1); // the device
        const QByteArrayView operation = words.next();
        const quint64 bytes = words.nextNumber().value_or(0);
        if (operation == "Read")
            sum.in += bytes;
        else if (operation == "Write")
            sum.out += bytes;
    });
    return sum;
}

Result<Traffic> parseContainerNetwork(QByteArrayView text)
{
    return parseNetDev(text).transform([](const QList<NetworkUsage> &networks) {
        Traffic sum;
        for (const NetworkUsage &network : networks) {
            if (network.interface == "lo"_L1)
                continue;
            sum.in += network.bytesReceived;
            sum.out += network.bytesSent;
        }
        return sum;
    });
}

} // namespace fairlead::metrics
