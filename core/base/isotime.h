// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <QDateTime>

#include <optional>

namespace fairlead {

/// ISO 8601 as peers write it, "2026-03-14T15:09:26.535Z"; nothing when it is none. Without a zone it is UTC:
/// never this machine's own, which its writer does not know.
[[nodiscard]] inline std::optional<Time> timeFromIso(const QString &text)
{
    constexpr qsizetype dateOnly = 10;
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    // Read anew, not moved: some of its moments this machine's zone may not have.
    if (time.timeSpec() == Qt::LocalTime)
        time = QDateTime::fromString(text + QLatin1StringView(text.size() > dateOnly ? "Z" : "T00:00:00Z"),
                                     Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return Time(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace fairlead
