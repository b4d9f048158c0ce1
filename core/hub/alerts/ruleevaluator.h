// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/containerwatch.h"
#include "core/hub/alerts/metricpattern.h"
#include "core/hub/alerts/samplefreshness.h"
#include "core/store/alertrule.h"

#include <QSet>

namespace fairlead::hub {

/// What an alert is about.
struct AlertKey
{
    qint64 rule = 0;
    QString server;  ///< id
    QString subject; ///< empty: the server

    friend bool operator==(const AlertKey &, const AlertKey &) = default;
    friend size_t qHash(const AlertKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.rule, key.server, key.subject);
    }
};

/// An alert begins or ends.
struct AlertChange
{
    AlertKey key;
    bool firing = false;
    double value = 0;
    QString reason; ///< of an end, when that was not that all is well again
};

/// Holds rules against what servers say. Knows neither clock nor database: what it remembers is lost with it,
/// but for what restore() brings back.
class RuleEvaluator
{
public:
    /// What a rule watches was not in this many seconds of samples: it is gone.
    static constexpr std::chrono::seconds vanishTime{120};

    /// Replaces the rules. What fires by a rule that is gone, or watches something else now, ends.
    [[nodiscard]] QList<AlertChange> setRules(const QList<store::AlertRule> &rules,
                                              std::chrono::seconds usualOffline);
    /// The servers that there are, with their labels. Of those that are gone all is forgotten; what fires by
    /// a rule that no longer covers its server ends.
    [[nodiscard]] QList<AlertChange> setServers(const QHash<QString, QStringList> &servers);
    /// It fired when the hub ended.
    void restore(const AlertKey &key);

    [[nodiscard]] QList<AlertChange> takeSample(const QString &server, const Reading &reading, Time now);
    /// `isOnline`: the agent is there. One that was never told of is not missed.
    [[nodiscard]] QList<AlertChange> takePresence(const QString &server, bool isOnline, Time now);
    /// Once a second or so: for the passing of time itself.
    [[nodiscard]] QList<AlertChange> tick(Time now);
    /// See ContainerWatch.
    void expectEnd(const QString &server, const QString &container, Time now);

    [[nodiscard]] const store::AlertRule *rule(qint64 id) const;
    /// takePresence() was called for it.
    [[nodiscard]] bool knowsPresence(const QString &server) const
    {
        const auto found = m_servers.constFind(server);
        return found != m_servers.cend() && found->isOnline;
    }

private:
    struct Rule
    {
        store::AlertRule rule;
        MetricPattern pattern;
    };
    struct Track
    {
        Condition condition;
        Time seen;
    };
    using Tracks = QHash<QString, Track>; // by subject
    struct Server
    {
        QStringList labels;
        std::optional<bool> isOnline;
        ContainerWatch containers;
        SampleFreshness freshness;
        QHash<qint64, Tracks> tracks; // by rule; of what is not quiet
    };
    struct Judged
    {
        QString subject;
        double value = 0;
        Verdict verdict = Verdict::Between;
    };
    using Judgements = QMap<QString, ContainerJudgement>;

    [[nodiscard]] QList<AlertChange> dropUncovered();
    [[nodiscard]] std::optional<QList<Judged>> judge(const Rule &rule, const Reading &reading,
                                                     const std::optional<Judgements> &containers,
                                                     Time now) const;
    [[nodiscard]] static Judged judge(const store::AlertRule &rule, const QString &container,
                                      const ContainerJudgement &judgement, Time now);
    void apply(const QString &id, Server &server, const store::AlertRule &rule, const QList<Judged> &all,
               Time now, QList<AlertChange> &changes) const;
    static void dropVanished(const QString &id, const store::AlertRule &rule, Tracks &tracks, Time now,
                             QList<AlertChange> &changes);
    void judgePresence(const QString &id, Server &server, Time now, QList<AlertChange> &changes) const;
    [[nodiscard]] std::chrono::milliseconds durationOf(const store::AlertRule &rule) const;

    QList<Rule> m_rules;
    QHash<QString, Server> m_servers;
    std::chrono::seconds m_usualOffline{60};
};

} // namespace fairlead::hub
