// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/netdev.h"

#include "core/metrics/procfs/textrows.h"

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

/// "eth0:" and 8 numbers received, 8 sent; in wide columns the first number touches the colon.
std::optional<NetworkUsage> readLine(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0)
        return {};
    NetworkUsage network{.interface = QString::fromUtf8(line.first(colon).trimmed())};
    Words words(line.sliced(colon + 1));
    quint64 errorsIn = 0;
    quint64 dropsIn = 0;
    quint64 errorsOut = 0;
    quint64 dropsOut = 0;
    if (!words.numbers(network.bytesReceived, network.packetsReceived, errorsIn, dropsIn))
        return {};
    words.skip(4); // fifo, frame, compressed, multicast
    if (!words.numbers(network.bytesSent, network.packetsSent, errorsOut, dropsOut))
        return {};
    network.errors = errorsIn + errorsOut;
    network.drops = dropsIn + dropsOut;
    return network.interface.isEmpty() ? std::nullopt : std::optional(network);
}

} // namespace

Result<QList<NetworkUsage>> parseNetDev(QByteArrayView text)
{
    constexpr int headings = 2;
    QList<NetworkUsage> networks;
    int row = 0;
    bool hasHeadings = true;
    forEachLine(text, [&](QByteArrayView line) {
        if (row++ < headings)
            hasHeadings &= line.contains('|');
        else if (auto network = readLine(line))
            networks += *std::move(network);
    });
    if (!hasHeadings || row < headings)
        return failure(ErrorCode::ProtocolError, u"/proc/net/dev"_s, u"its headings are missing"_s);
    return networks;
}

Result<QList<NetworkUsage>> NetworkReader::read(QByteArray &buffer, std::chrono::steady_clock::time_point now)
{
    const auto all = m_file.read(buffer).and_then(parseNetDev);
    if (!all)
        return all;
    QList<NetworkUsage> networks;
    QHash<QString, Counters> counters;
    for (NetworkUsage network : *all) {
        if (network.interface.startsWith("veth"_L1) || networks.size() == maxInterfaces)
            continue;
        if (const auto before = m_before.constFind(network.interface); before != m_before.cend()) {
            network.bytesReceivedPerSecond = perSecond(before->received, network.bytesReceived, now - m_when);
            network.bytesSentPerSecond = perSecond(before->sent, network.bytesSent, now - m_when);
        }
        counters.insert(network.interface, {network.bytesReceived, network.bytesSent});
        networks += network;
    }
    m_before = std::move(counters);
    m_when = now;
    if (networks.isEmpty())
        return failure(ErrorCode::NotFound, u"a network interface"_s);
    return networks;
}

} // namespace fairlead::metrics
