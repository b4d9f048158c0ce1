// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <optional>

namespace fairlead::logs {

/// When a line was written, UTC. Engines count nanoseconds, and lines lie that close.
using LogTime = std::chrono::sys_time<std::chrono::nanoseconds>;

/// A time at the beginning of some text, and how many bytes it took.
struct TimePrefix
{
    LogTime time;
    qsizetype size = 0;
};

/// RFC 3339 with up to nine digits of a second and any offset: "2026-11-21T09:46:31.978795087Z". Years that
/// 64 bits of nanoseconds cannot hold are none.
[[nodiscard]] std::optional<TimePrefix> timePrefix(QByteArrayView text);
/// The whole text is one.
[[nodiscard]] std::optional<LogTime> timeFromRfc3339(QByteArrayView text);
/// Always nine digits and "Z", so that such texts sort as their times do.
[[nodiscard]] QByteArray toRfc3339(LogTime time);

/// As people and programs ask "since when": RFC 3339, or seconds since the epoch with or without a fraction.
[[nodiscard]] std::optional<LogTime> timeFromText(const QString &text);
/// "1795254391.978795087", as engines and journalctl take it.
[[nodiscard]] QString toUnixSeconds(LogTime time);

} // namespace fairlead::logs
