// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <chrono>

namespace fairlead::store {

enum class Comparison { Above, Below };

/// When an alert fires: `metric` is above (or below) `threshold` for `duration`; and when it is over: it has
/// come back by `hysteresis`.
struct AlertRule
{
    qint64 id = 0;
    QString name;
    QString metric; ///< as in a sample, or a condition that the hub knows by name
    Comparison comparison = Comparison::Above;
    double threshold = 0;
    std::chrono::seconds duration{0};
    double hysteresis = 0;
    QStringList servers; ///< ids; with no labels either: every server
    QStringList labels;
    bool enabled = true;

    /// Whether the rule watches a server.
    [[nodiscard]] bool covers(const QString &server, const QStringList &serverLabels) const;

    /// Reads {name, metric, comparison: "above"|"below", threshold, duration_s, hysteresis, servers, labels,
    /// enabled}; InvalidInput with the member at fault.
    [[nodiscard]] static Result<AlertRule> fromJson(const QJsonObject &json);
    /// The same members and `id`.
    [[nodiscard]] QJsonObject toJson() const;

    friend bool operator==(const AlertRule &, const AlertRule &) = default;
};

} // namespace fairlead::store
