// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/condition.h"
#include "core/hub/samplereader.h"

#include <QHash>
#include <QList>

namespace fairlead::hub {

/// What has become of a container, as far as alerts go.
struct ContainerJudgement
{
    Verdict died = Verdict::Between;
    Verdict unhealthy = Verdict::Between;
    Verdict oom = Verdict::Between;
    double exitCode = 0;
    double oomKills = 0; ///< since the sample before
    QList<Time> starts;  ///< anew, oldest first; as many as any rule can ask for
};

/// Follows the containers of one server from sample to sample: what happens in between shows only by
/// comparing.
class ContainerWatch
{
public:
    /// Somebody has told the hub to end or restart a container, by its name or id: for a while its end is
    /// nobody's alert.
    void expectEnd(const QString &container, Time now);

    [[nodiscard]] QMap<QString, ContainerJudgement> update(const QMap<QString, ContainerFacts> &containers,
                                                           Time now);

private:
    struct Known
    {
        ContainerFacts facts;
        QString started; ///< the last time that was told
        std::optional<bool> died;
        QList<Time> starts;
    };

    void follow(Known &known, const ContainerFacts &facts, bool isNew, bool isExpected, Time now) const;
    [[nodiscard]] bool isExpected(const QString &name, const ContainerFacts &facts, Time now) const;

    QHash<QString, Known> m_known; // by name
    QHash<QString, Time> m_expected;
    bool m_isFirst = true;
};

} // namespace fairlead::hub
