// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QTime>
#include <QTimeZone>

namespace fairlead::store {

/// A stretch of every day, as clocks on the wall show it: over midnight when it ends before it begins.
class QuietHours
{
public:
    /// Reads {from: "22:00", to: "07:00", time_zone: "Europe/Berlin"}, `to` not itself; InvalidInput.
    [[nodiscard]] static Result<QuietHours> fromJson(const QJsonObject &json);
    [[nodiscard]] QJsonObject toJson() const;

    /// By the wall's clock, so that a day on which that is changed has an hour more or less of it.
    [[nodiscard]] bool contains(Time time) const;

    friend bool operator==(const QuietHours &, const QuietHours &) = default;

private:
    QTime m_from;
    QTime m_to;
    QTimeZone m_zone;
};

} // namespace fairlead::store
