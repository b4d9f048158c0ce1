// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/hostvalues.h"
#include "core/metrics/procfs/openfile.h"

#include <QHash>

namespace fairlead::metrics {

/// The interfaces of /proc/PID/net/dev with their counters and no rates, in its order; lines that are not
/// whole are left out. ProtocolError without the two lines of headings.
[[nodiscard]] Result<QList<NetworkUsage>> parseNetDev(QByteArrayView text);

/// The machine's interfaces, without the host's ends of containers' cables (veth…): those are told for each
/// container.
class NetworkReader
{
public:
    explicit NetworkReader(const QString &procPath) : m_file(procPath + QStringLiteral("/net/dev"), limit) {}

    [[nodiscard]] Result<QList<NetworkUsage>> read(QByteArray &buffer,
                                                   std::chrono::steady_clock::time_point now);

private:
    static constexpr qsizetype limit = 1024 * 1024; // 7,000 interfaces
    static constexpr qsizetype maxInterfaces = 64;

    struct Counters
    {
        quint64 received = 0;
        quint64 sent = 0;
    };

    OpenFile m_file;
    QHash<QString, Counters> m_before;
    std::chrono::steady_clock::time_point m_when;
};

} // namespace fairlead::metrics
