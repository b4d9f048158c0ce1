// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/alertknowledge.h"
#include "core/hub/alerts/alertwriter.h"
#include "core/hub/alerts/firingalerts.h"
#include "core/hub/alerts/notifier.h"
#include "core/hub/auditlog.h"
#include "core/hub/livefeed.h"

namespace fairlead::hub {

/// The alerts of a hub: holds what servers say against the rules, keeps what fires, and tells it to those who
/// look, to the channels, and to the database.
///
/// Rules, channels and servers are read again after every change and once a minute, for commands beside the
/// hub change them too. An alert that cannot be written waits for the database, and is told all the same.
class AlertCenter : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        ChannelQueue::Pace channels;
        std::chrono::milliseconds tick = std::chrono::seconds(1);
        std::chrono::milliseconds refresh = std::chrono::minutes(1);
        /// For so long the database has to be writable again until that is believed.
        std::chrono::milliseconds storageCalm = std::chrono::minutes(1);
    };
    /// How long alerts that are over are kept.
    static constexpr std::chrono::days kept{365};

    /// All must outlive it.
    AlertCenter(store::Database &database, LiveFeed &feed, AuditLog &audit, Courier &courier,
                const Settings &settings, Clock clock = systemTime, QObject *parent = nullptr);

    /// Reads what there is; the very first time makes the rules that most would want. Before that nothing is
    /// watched.
    [[nodiscard]] Future<> start(std::chrono::seconds usualOffline);
    /// Reads rules, channels and servers again.
    void refresh();
    void setUsualOffline(std::chrono::seconds usualOffline);
    /// Nothing more is watched: the agents go because the hub does.
    void stop();

    void takeSample(const QString &server, const Reading &reading);
    void takePresence(const QString &server, bool isOnline);
    /// Somebody has told the hub to end or restart a container.
    void expectEnd(const QString &server, const QString &container);
    /// The database cannot be written, or can again: an alert of the hub's own.
    void takeStorage(const std::optional<Error> &trouble);

    /// Happens by itself, once a second.
    void tick();

    /// What fires, oldest first; of the hub itself with an empty `server`.
    [[nodiscard]] QList<ToldAlert> firing() const;
    [[nodiscard]] qsizetype firingCount() const { return m_firing.count(); }
    [[nodiscard]] QList<ToldAlert> firingOn(const QString &server) const;
    [[nodiscard]] std::optional<ToldAlert> firing(const QString &id) const;
    [[nodiscard]] ToldAlert told(const store::Alert &alert) const;
    /// NotFound unless it fires.
    [[nodiscard]] Result<ToldAlert> acknowledge(const QString &id, const QString &who);
    /// For its return, too. No `until` ends the silence.
    [[nodiscard]] Result<ToldAlert> silence(const QString &id, std::optional<Time> until);

    [[nodiscard]] Notifier &notifier() { return m_notifier; }
    /// Alerts that the database could not take yet.
    [[nodiscard]] qsizetype unsaved() const { return m_writer.waiting(); }

private:
    void take(const AlertKnowledge &known);
    void restore(const AlertKnowledge &known);
    void apply(const QList<AlertChange> &changes);
    void fire(const AlertChange &change);
    void resolve(const AlertKey &key, const QString &reason);
    /// Writes it, and tells everybody whom it concerns.
    void announce(const store::Alert &alert);
    void publish(const store::Alert &alert);
    template<typename Change>
    [[nodiscard]] Result<ToldAlert> change(const QString &id, Change change);
    [[nodiscard]] QList<qint64> channelsOf(const store::Alert &alert) const;

    store::Database &m_database;
    AlertWriter m_writer;
    LiveFeed &m_feed;
    AuditLog &m_audit;
    Clock m_clock;
    std::chrono::milliseconds m_calm;
    Notifier m_notifier;
    RuleEvaluator m_evaluator;
    std::chrono::seconds m_usualOffline{60};
    QHash<QString, QString> m_names;         // of servers, by id
    QSet<QString> m_online;                  // servers
    QHash<qint64, QList<qint64>> m_channels; // by rule
    FiringAlerts m_firing;
    std::optional<Time> m_storageGoodSince; // after trouble
    Time m_pruned;
    QTimer m_tickTimer;
    QTimer m_refreshTimer;
    int m_sinceSaving = 0; // ticks
};

} // namespace fairlead::hub
