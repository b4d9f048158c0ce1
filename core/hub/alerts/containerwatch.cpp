// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/containerwatch.h"

#include "core/store/alertrule.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

// A stop may take its container's whole grace, and the sample comes after it.
constexpr std::chrono::minutes expectation{2};
constexpr qsizetype maxExpected = 1000;
// 128 + SIGTERM: it was asked to end, and did.
constexpr qint64 askedToEnd = 143;

bool isOver(const ContainerFacts &facts)
{
    return facts.state == "exited"_L1 || facts.state == "dead"_L1;
}

Verdict healthOf(const ContainerFacts &facts)
{
    return facts.health == "unhealthy"_L1 ? Verdict::Bad : Verdict::Good;
}

Verdict verdictOf(std::optional<bool> isBad)
{
    if (!isBad)
        return Verdict::Between;
    return *isBad ? Verdict::Bad : Verdict::Good;
}

} // namespace

void ContainerWatch::expectEnd(const QString &container, Time now)
{
    m_expected.removeIf([&](const auto &entry) { return now - *entry > expectation || *entry > now; });
    if (m_expected.size() < maxExpected)
        m_expected.insert(container, now);
}

bool ContainerWatch::isExpected(const QString &name, const ContainerFacts &facts, Time now) const
{
    for (auto it = m_expected.begin(); it != m_expected.end(); ++it) {
        constexpr qsizetype shortestId = 12;
        const bool isMeant = it.key() == name || it.key() == facts.id
                             || (it.key().size() >= shortestId && facts.id.startsWith(it.key()));
        if (isMeant && now - *it <= expectation)
            return true;
    }
    return false;
}

void ContainerWatch::follow(Known &known, const ContainerFacts &facts, bool isNew, bool isExpected,
                            Time now) const
{
    if (!isOver(facts)) {
        known.died = false;
    } else if (!isOver(known.facts) || isNew) {
        // One that lay there before the hub first looked is no news.
        const bool sawIt = !isNew || !m_isFirst;
        const bool isBad = facts.exitCode.value_or(0) != 0 && facts.exitCode != askedToEnd && !isExpected;
        known.died = sawIt && facts.exitCode ? std::optional(isBad) : std::nullopt;
    } else if (!known.died && !known.facts.exitCode && facts.exitCode && !isNew) {
        known.died = *facts.exitCode != 0 && facts.exitCode != askedToEnd && !isExpected;
    }
    if (!facts.startedAt.isEmpty()) {
        if (!known.started.isEmpty() && known.started != facts.startedAt && !isExpected)
            known.starts.append(now);
        known.started = facts.startedAt;
    }
    while (known.starts.size() > store::AlertRule::maxStarts)
        known.starts.removeFirst();
}

QMap<QString, ContainerJudgement> ContainerWatch::update(const QMap<QString, ContainerFacts> &containers,
                                                         Time now)
{
    m_known.removeIf([&](const auto &entry) { return !containers.contains(entry.key()); });
    QMap<QString, ContainerJudgement> judgements;
    for (auto it = containers.begin(); it != containers.end(); ++it) {
        const ContainerFacts &facts = *it;
        const auto before = m_known.constFind(it.key());
        const bool isNew = before == m_known.cend() || before->facts.id != facts.id;
        Known known = isNew ? Known() : *before;
        const auto kills = isNew ? facts.oomKills : known.facts.oomKills;
        // Counted from 0 again after it was started anew: what is there then is new.
        const qint64 counted = facts.oomKills.value_or(0);
        const qint64 newKills = kills ? (counted >= *kills ? counted - *kills : counted) : 0;
        follow(known, facts, isNew, isExpected(it.key(), facts, now), now);
        known.facts = facts;
        judgements.insert(it.key(), {.died = verdictOf(known.died),
                                     .unhealthy = healthOf(facts),
                                     .oom = newKills > 0 ? Verdict::Bad : Verdict::Good,
                                     .exitCode = double(facts.exitCode.value_or(0)),
                                     .oomKills = double(newKills),
                                     .starts = known.starts});
        m_known.insert(it.key(), std::move(known));
    }
    m_isFirst = false;
    return judgements;
}

} // namespace fairlead::hub
