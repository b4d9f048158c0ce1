// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sample.h"

#include <QStringList>

#include <optional>

namespace fairlead::hub {

/// The metric of a rule, as it is found in a sample: "cpu_percent", "disk.*.percent", or, of each container,
/// "container.memory_percent".
class MetricPattern
{
public:
    struct Found
    {
        QString subject; ///< what the `*` stands for, or the container; both with a '/' between
        double value = 0;
    };

    explicit MetricPattern(const QString &text = {});

    [[nodiscard]] QList<Found> findIn(const store::Sample &sample, const QStringList &containers) const;

private:
    void findIn(const store::Metrics &metrics, const QString &container, QList<Found> &found) const;

    QString m_head; // before the *, or all
    QString m_tail;
    bool m_hasStar = false;
    bool m_ofContainers = false;
};

/// Whether a name fits one of `patterns`, in which `*` stands for any characters; no pattern: every name.
[[nodiscard]] bool fits(const QString &name, const QStringList &patterns);

} // namespace fairlead::hub
