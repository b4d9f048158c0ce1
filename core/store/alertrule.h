// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <chrono>

namespace fairlead::store {

enum class Comparison { Above, Below };

enum class RuleKind {
    Threshold,           ///< `metric` compared with `threshold`
    AgentOffline,        ///< for `duration`, or for as long as the hub's setting says when that is 0
    ContainerDied,       ///< it ended by itself with another exit code than 0
    ContainerRestarting, ///< it started `threshold` times within `duration`
    ContainerUnhealthy,  ///< its health check says so for `duration`
    ContainerOom,        ///< the kernel killed a process of it for want of memory
};
/// "threshold", "agent_offline", …
[[nodiscard]] QLatin1StringView nameOf(RuleKind kind);

enum class Severity { Info, Warning, Critical };
/// "info", "warning", "critical"
[[nodiscard]] QLatin1StringView nameOf(Severity severity);
/// Warning when it is none of them.
[[nodiscard]] Severity severityFrom(const QString &name);

/// When an alert fires: `metric` is above (or below) `threshold` for `duration`; and when it is over: it has
/// come back by `hysteresis`, and stayed so for `clearDuration`.
struct AlertRule
{
    static constexpr int maxStarts = 50;

    qint64 id = 0;
    QString name;
    RuleKind kind = RuleKind::Threshold;
    /// As in a sample; of the containers with "container." before it. One `*` stands for a part, such as a
    /// disk: each is watched for itself.
    QString metric;
    Comparison comparison = Comparison::Above;
    double threshold = 0;
    std::chrono::seconds duration{0};
    double hysteresis = 0;
    std::chrono::seconds clearDuration{0};
    Severity severity = Severity::Warning;
    QStringList servers; ///< ids; with no labels either: every server
    QStringList labels;
    QStringList containers; ///< names, `*` stands for any characters; empty: every container
    QList<qint64> channels; ///< who is told; empty: every channel
    bool enabled = true;

    /// Whether the rule watches a server.
    [[nodiscard]] bool covers(const QString &server, const QStringList &serverLabels) const;

    /// The same thing is watched in the same way, however sensitively.
    [[nodiscard]] bool watchesLike(const AlertRule &other) const;

    /// Reads {name, kind, metric, comparison: "above"|"below", threshold, duration_s, hysteresis,
    /// clear_duration_s, severity, servers, labels, containers, channels, enabled}; the kind is "threshold"
    /// when it is missing, and only that needs metric, comparison and threshold. InvalidInput with the member
    /// at fault.
    [[nodiscard]] static Result<AlertRule> fromJson(const QJsonObject &json);
    /// The same members and `id`.
    [[nodiscard]] QJsonObject toJson() const;

    friend bool operator==(const AlertRule &, const AlertRule &) = default;
};

} // namespace fairlead::store
