// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/ruleevaluator.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

using store::AlertRule;
using store::RuleKind;

namespace {

// A broken agent must not grow the hub: of one rule and server, no more things are watched.
constexpr qsizetype maxSubjects = 4096;

Verdict compare(const AlertRule &rule, double value)
{
    if (!std::isfinite(value))
        return Verdict::Between;
    const bool isAbove = rule.comparison == store::Comparison::Above;
    if (isAbove ? value > rule.threshold : value < rule.threshold)
        return Verdict::Bad;
    const double clear = isAbove ? rule.threshold - rule.hysteresis : rule.threshold + rule.hysteresis;
    return (isAbove ? value <= clear : value >= clear) ? Verdict::Good : Verdict::Between;
}

qint64 startsWithin(const QList<Time> &starts, std::chrono::seconds window, Time now)
{
    return std::ranges::count_if(starts, [&](Time at) { return now - at < window; });
}

} // namespace

const AlertRule *RuleEvaluator::rule(qint64 id) const
{
    const auto found = std::ranges::find(m_rules, id, [](const Rule &each) { return each.rule.id; });
    return found == m_rules.end() ? nullptr : &found->rule;
}

QList<AlertChange> RuleEvaluator::setRules(const QList<AlertRule> &rules, std::chrono::seconds usualOffline)
{
    m_usualOffline = usualOffline;
    const QList<Rule> before = std::exchange(m_rules, {});
    for (const AlertRule &rule : rules) {
        if (rule.enabled)
            m_rules.append({rule, MetricPattern(rule.metric)});
    }
    QList<AlertChange> changes;
    for (auto server = m_servers.begin(); server != m_servers.end(); ++server) {
        server->tracks.removeIf([&](const auto &entry) {
            const AlertRule *now = rule(entry.key());
            const auto old =
                std::ranges::find(before, entry.key(), [](const Rule &each) { return each.rule.id; });
            if (now && (old == before.end() || old->rule.watchesLike(*now)))
                return false;
            for (auto track = entry->begin(); track != entry->end(); ++track) {
                if (track->condition.isFiring())
                    changes.append({{entry.key(), server.key(), track.key()},
                                    false,
                                    0,
                                    now ? u"the rule was changed"_s : u"the rule is gone"_s});
            }
            return true;
        });
    }
    return changes + dropUncovered();
}

QList<AlertChange> RuleEvaluator::setServers(const QHash<QString, QStringList> &servers)
{
    m_servers.removeIf([&](const auto &entry) { return !servers.contains(entry.key()); });
    for (auto it = servers.begin(); it != servers.end(); ++it)
        m_servers[it.key()].labels = *it;
    return dropUncovered();
}

QList<AlertChange> RuleEvaluator::dropUncovered()
{
    QList<AlertChange> changes;
    for (auto server = m_servers.begin(); server != m_servers.end(); ++server) {
        server->tracks.removeIf([&](const auto &entry) {
            const AlertRule *now = rule(entry.key());
            if (now && now->covers(server.key(), server->labels))
                return false;
            for (auto track = entry->begin(); track != entry->end(); ++track) {
                if (track->condition.isFiring())
                    changes.append({{entry.key(), server.key(), track.key()},
                                    false,
                                    0,
                                    u"the rule no longer covers the server"_s});
            }
            return true;
        });
    }
    return changes;
}

void RuleEvaluator::restore(const AlertKey &key)
{
    if (const auto server = m_servers.find(key.server); server != m_servers.end())
        server->tracks[key.rule][key.subject].condition.restore();
}

void RuleEvaluator::expectEnd(const QString &server, const QString &container, Time now)
{
    if (const auto found = m_servers.find(server); found != m_servers.end())
        found->containers.expectEnd(container, now);
}

QList<AlertChange> RuleEvaluator::takeSample(const QString &id, const Reading &reading, Time now)
{
    QList<AlertChange> changes;
    const auto server = m_servers.find(id);
    if (server == m_servers.end() || !server->freshness.isFresh(reading.numbers.at, now))
        return changes;
    const auto containers = reading.containers.transform(
        [&](const QMap<QString, ContainerFacts> &facts) { return server->containers.update(facts, now); });
    for (const Rule &rule : std::as_const(m_rules)) {
        if (rule.rule.kind == RuleKind::AgentOffline || !rule.rule.covers(id, server->labels))
            continue;
        if (const auto judged = judge(rule, reading, containers, now)) {
            apply(id, *server, rule.rule, *judged, now, changes);
            dropVanished(id, rule.rule, server->tracks[rule.rule.id], now, changes);
        }
        if (server->tracks.value(rule.rule.id).isEmpty())
            server->tracks.remove(rule.rule.id);
    }
    return changes;
}

std::optional<QList<RuleEvaluator::Judged>> RuleEvaluator::judge(const Rule &rule, const Reading &reading,
                                                                 const std::optional<Judgements> &containers,
                                                                 Time now) const
{
    QList<Judged> judged;
    if (rule.rule.kind == RuleKind::Threshold) {
        const auto found = rule.pattern.findIn(reading.numbers, rule.rule.containers);
        for (const MetricPattern::Found &each : found)
            judged.append({each.subject, each.value, compare(rule.rule, each.value)});
        return judged;
    }
    if (!containers)
        return std::nullopt;
    for (auto it = containers->begin(); it != containers->end(); ++it) {
        if (fits(it.key(), rule.rule.containers))
            judged.append(judge(rule.rule, it.key(), *it, now));
    }
    return judged;
}

RuleEvaluator::Judged RuleEvaluator::judge(const AlertRule &rule, const QString &container,
                                           const ContainerJudgement &judgement, Time now)
{
    switch (rule.kind) {
    case RuleKind::ContainerDied:
        return {container, judgement.exitCode, judgement.died};
    case RuleKind::ContainerUnhealthy:
        return {container, 1, judgement.unhealthy};
    case RuleKind::ContainerOom:
        return {container, judgement.oomKills, judgement.oom};
    case RuleKind::ContainerRestarting: {
        const auto starts = double(startsWithin(judgement.starts, rule.duration, now));
        return {container, starts, starts >= rule.threshold ? Verdict::Bad : Verdict::Good};
    }
    case RuleKind::Threshold:
    case RuleKind::AgentOffline:
        break;
    }
    return {container, 0, Verdict::Between};
}

std::chrono::milliseconds RuleEvaluator::durationOf(const AlertRule &rule) const
{
    switch (rule.kind) {
    case RuleKind::AgentOffline:
        return rule.duration > std::chrono::seconds(0) ? rule.duration : m_usualOffline;
    case RuleKind::ContainerRestarting: // there it is the stretch in which starts are counted
    case RuleKind::ContainerOom:        // over in a moment
        return std::chrono::milliseconds(0);
    default:
        return rule.duration;
    }
}

void RuleEvaluator::apply(const QString &id, Server &server, const AlertRule &rule, const QList<Judged> &all,
                          Time now, QList<AlertChange> &changes) const
{
    Tracks &tracks = server.tracks[rule.id];
    for (const Judged &judged : all) {
        const auto known = tracks.find(judged.subject);
        // Most things are well most of the time: nothing is kept of them.
        if (known == tracks.end() && (judged.verdict != Verdict::Bad || tracks.size() >= maxSubjects))
            continue;
        Track &track = known == tracks.end() ? tracks[judged.subject] : *known;
        track.seen = now;
        const auto change = track.condition.update(judged.verdict, now, durationOf(rule), rule.clearDuration);
        if (change != Condition::Change::None)
            changes.append(
                {{rule.id, id, judged.subject}, change == Condition::Change::Fired, judged.value, {}});
        if (track.condition.isQuiet())
            tracks.remove(judged.subject);
    }
}

void RuleEvaluator::dropVanished(const QString &id, const AlertRule &rule, Tracks &tracks, Time now,
                                 QList<AlertChange> &changes)
{
    tracks.removeIf([&](auto entry) {
        // Also what was restored and not seen yet, or a clock that went back: it counts from now on.
        if (entry->seen == Time() || entry->seen > now)
            entry->seen = now;
        if (now - entry->seen < vanishTime)
            return false;
        if (entry->condition.isFiring())
            changes.append({{rule.id, id, entry.key()}, false, 0, u"it is no longer there"_s});
        return true;
    });
}

QList<AlertChange> RuleEvaluator::takePresence(const QString &id, bool isOnline, Time now)
{
    QList<AlertChange> changes;
    if (const auto server = m_servers.find(id); server != m_servers.end()) {
        server->isOnline = isOnline;
        judgePresence(id, *server, now, changes);
    }
    return changes;
}

QList<AlertChange> RuleEvaluator::tick(Time now)
{
    QList<AlertChange> changes;
    for (auto server = m_servers.begin(); server != m_servers.end(); ++server)
        judgePresence(server.key(), *server, now, changes);
    return changes;
}

void RuleEvaluator::judgePresence(const QString &id, Server &server, Time now,
                                  QList<AlertChange> &changes) const
{
    if (!server.isOnline || (*server.isOnline && server.tracks.isEmpty()))
        return;
    for (const Rule &rule : m_rules) {
        if (rule.rule.kind != RuleKind::AgentOffline || !rule.rule.covers(id, server.labels))
            continue;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(durationOf(rule.rule));
        apply(id, server, rule.rule,
              {{{}, double(seconds.count()), *server.isOnline ? Verdict::Good : Verdict::Bad}}, now, changes);
        if (server.tracks.value(rule.rule.id).isEmpty())
            server.tracks.remove(rule.rule.id);
    }
}

} // namespace fairlead::hub
