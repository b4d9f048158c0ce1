// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>

namespace fairlead::docker {

/// A time as Go writes it, in UTC. Invalid for one that was never set: Go writes year 1 then.
[[nodiscard]] inline QDateTime timeFromGo(const QString &text)
{
    const QDateTime value = QDateTime::fromString(text, Qt::ISODateWithMs);
    return value.isValid() && value.date().year() > 1 ? value.toUTC() : QDateTime();
}

} // namespace fairlead::docker
