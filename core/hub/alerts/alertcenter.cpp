// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/alertcenter.h"

#include "core/base/logging.h"

#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

using store::Alert;
using store::AlertRule;

namespace {

constexpr int ticksBetweenTries = 5; // to write what could not be written
constexpr std::chrono::hours pruneInterval{1};

/// The alert of the hub's own storage.
AlertKey storageKey()
{
    return {};
}

} // namespace

AlertCenter::AlertCenter(store::Database &database, LiveFeed &feed, AuditLog &audit, Courier &courier,
                         const Settings &settings, Clock clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_writer(database)
    , m_feed(feed)
    , m_audit(audit)
    , m_clock(std::move(clock))
    , m_calm(settings.storageCalm)
    , m_notifier(courier, m_clock, settings.channels)
{
    m_tickTimer.setInterval(settings.tick);
    m_refreshTimer.setInterval(settings.refresh);
    connect(&m_tickTimer, &QTimer::timeout, this, &AlertCenter::tick);
    connect(&m_refreshTimer, &QTimer::timeout, this, &AlertCenter::refresh);
    connect(&m_notifier, &Notifier::failed, this,
            [this](const QString &channel, const Error &error, bool isFirst, bool isLast) {
                const QString text = toSentence(error);
                qCWarning(lcHub).noquote()
                    << "an alert could not be told:" << text << (isLast ? "(given up)" : "(tried again)");
                if (isFirst || isLast)
                    m_audit.add(u"hub"_s, {}, u"tell alert"_s, channel, text);
            });
}

Future<> AlertCenter::start(std::chrono::seconds usualOffline)
{
    m_usualOffline = usualOffline;
    return m_database
        .run([now = m_clock()](store::Connection &connection) {
            return makeDefaultRules(connection).and_then([&] {
                return AlertKnowledge::load(connection, now);
            });
        })
        .then(this, [this](const Result<AlertKnowledge> &known) -> Result<> {
            if (!known)
                return std::unexpected(known.error());
            restore(*known);
            m_tickTimer.start();
            m_refreshTimer.start();
            return {};
        });
}

void AlertCenter::stop()
{
    m_tickTimer.stop();
    m_refreshTimer.stop();
    std::ignore = m_evaluator.setServers({});
    m_writer.flush();
}

void AlertCenter::refresh()
{
    m_database
        .read([now = m_clock()](store::Connection &connection) {
            return AlertKnowledge::load(connection, now);
        })
        .then(this, [this](const Result<AlertKnowledge> &known) {
            if (known && m_refreshTimer.isActive())
                take(*known);
        });
    if (m_clock() - m_pruned < pruneInterval)
        return;
    m_pruned = m_clock();
    std::ignore = m_database.run([oldest = m_clock() - kept](store::Connection &connection) {
        return store::AlertLog(connection).prune(oldest);
    });
}

void AlertCenter::setUsualOffline(std::chrono::seconds usualOffline)
{
    m_usualOffline = usualOffline;
    refresh();
}

void AlertCenter::take(const AlertKnowledge &known)
{
    QHash<QString, QStringList> labels;
    m_names.clear();
    for (const store::Server &server : known.servers) {
        labels.insert(server.id, server.labels);
        m_names.insert(server.id, server.name);
    }
    m_firing.keepOnly(m_names); // those of a server that is gone went with it
    m_firing.dropSilencesBefore(m_clock());
    // The channels of a rule that is gone hear of the end, too.
    for (const AlertRule &rule : known.rules)
        m_channels.insert(rule.id, rule.channels);
    m_notifier.setChannels(known.channels);
    const auto uncovered = m_evaluator.setServers(labels);
    apply(uncovered + m_evaluator.setRules(known.rules, m_usualOffline));
    m_channels.removeIf(
        [&](const auto &entry) { return !std::ranges::contains(known.rules, entry.key(), &AlertRule::id); });
    // One that has been here before is missed from now on.
    for (const store::Server &server : known.servers) {
        const bool isOnline = m_online.contains(server.id);
        if (!m_evaluator.knowsPresence(server.id) && (isOnline || server.lastSeen))
            takePresence(server.id, isOnline);
    }
}

void AlertCenter::restore(const AlertKnowledge &known)
{
    for (const Alert &alert : known.silenced)
        m_firing.silence(FiringAlerts::keyOf(alert), alert.silencedUntil);
    take(known);
    for (const Alert &alert : known.firing) {
        m_firing.insert(alert);
        if (alert.rule > 0)
            m_evaluator.restore(FiringAlerts::keyOf(alert));
        m_notifier.holdAgain(told(alert), channelsOf(alert));
    }
    // What is still so is found again.
    if (m_firing.contains(storageKey()))
        resolve(storageKey(), u"the hub was started anew"_s);
    apply(m_evaluator.setRules(known.rules, m_usualOffline));
}

void AlertCenter::takeSample(const QString &server, const Reading &reading)
{
    apply(m_evaluator.takeSample(server, reading, m_clock()));
}

void AlertCenter::takePresence(const QString &server, bool isOnline)
{
    if (isOnline)
        m_online.insert(server);
    else
        m_online.remove(server);
    if (isOnline && !m_names.contains(server))
        refresh(); // it was added beside the hub
    apply(m_evaluator.takePresence(server, isOnline, m_clock()));
}

void AlertCenter::expectEnd(const QString &server, const QString &container)
{
    m_evaluator.expectEnd(server, container, m_clock());
}

void AlertCenter::takeStorage(const std::optional<Error> &trouble)
{
    // A full disk may take this or that in between: only calm is an end.
    m_storageGoodSince = trouble ? std::nullopt : std::optional(m_clock());
    if (!trouble || m_firing.contains(storageKey()))
        return;
    const Alert alert{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                      .ruleName = u"The hub's database cannot be written"_s,
                      .kind = Alert::storageKind,
                      .severity = store::Severity::Critical,
                      .since = m_clock(),
                      .reason = trouble->detail}; // the subject is a path, which is nobody else's business
    m_firing.insert(alert);
    announce(alert);
}

void AlertCenter::tick()
{
    const Time now = m_clock();
    apply(m_evaluator.tick(now));
    if (m_storageGoodSince && now - *m_storageGoodSince >= m_calm) {
        m_storageGoodSince.reset();
        resolve(storageKey(), {});
    }
    m_notifier.tick();
    if (++m_sinceSaving >= ticksBetweenTries) {
        m_sinceSaving = 0;
        m_writer.flush();
    }
}

void AlertCenter::apply(const QList<AlertChange> &changes)
{
    for (const AlertChange &change : changes) {
        if (change.firing)
            fire(change);
        else
            resolve(change.key, change.reason);
    }
}

void AlertCenter::fire(const AlertChange &change)
{
    const AlertRule *rule = m_evaluator.rule(change.key.rule);
    if (!rule || m_firing.contains(change.key))
        return;
    const Time now = m_clock();
    const Alert alert{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                      .rule = rule->id,
                      .ruleName = rule->name,
                      .kind = store::nameOf(rule->kind),
                      .severity = rule->severity,
                      .server = change.key.server,
                      .subject = change.key.subject,
                      .metric = rule->metric,
                      .value = change.value,
                      .threshold = rule->threshold,
                      .since = now,
                      .silencedUntil = m_firing.silenceOf(change.key, now)};
    m_firing.insert(alert);
    announce(alert);
}

void AlertCenter::resolve(const AlertKey &key, const QString &reason)
{
    std::optional<Alert> alert = m_firing.take(key);
    if (!alert)
        return;
    alert->resolved = m_clock();
    if (!reason.isEmpty())
        alert->reason = reason;
    announce(*alert);
}

void AlertCenter::announce(const Alert &alert)
{
    const Notice notice{
        alert.isFiring() ? Notice::Event::Firing : Notice::Event::Resolved, {told(alert)}, {}};
    qCInfo(lcHub).noquote() << "alert:" << titleOf(notice);
    m_writer.add(alert);
    publish(alert);
    if (!alert.silencedUntil || *alert.silencedUntil <= m_clock())
        m_notifier.tell(told(alert), channelsOf(alert));
}

void AlertCenter::publish(const Alert &alert)
{
    const link::Alert message{{QJsonDocument(told(alert).toJson()).toJson(QJsonDocument::Compact)}};
    if (alert.server.isEmpty())
        m_feed.publishToAll(message);
    else
        m_feed.publish(alert.server, message);
}

QList<qint64> AlertCenter::channelsOf(const Alert &alert) const
{
    return m_channels.value(alert.rule);
}

ToldAlert AlertCenter::told(const Alert &alert) const
{
    return {alert, alert.server.isEmpty() ? QString() : m_names.value(alert.server, alert.server)};
}

QList<ToldAlert> AlertCenter::firing() const
{
    QList<ToldAlert> all;
    for (const Alert &alert : m_firing.all())
        all.append(told(alert));
    return all;
}

QList<ToldAlert> AlertCenter::firingOn(const QString &server) const
{
    QList<ToldAlert> all = firing();
    all.removeIf([&](const ToldAlert &each) { return each.alert.server != server; });
    return all;
}

std::optional<ToldAlert> AlertCenter::firing(const QString &id) const
{
    return m_firing.byId(id).transform([this](const Alert &alert) { return told(alert); });
}

template<typename Change>
Result<ToldAlert> AlertCenter::change(const QString &id, Change change)
{
    std::optional<Alert> alert = m_firing.byId(id);
    if (!alert)
        return failure(ErrorCode::NotFound, u"the alert"_s, u"it does not fire"_s);
    change(*alert);
    m_firing.insert(*alert);
    m_writer.add(*alert);
    publish(*alert);
    return told(*alert);
}

Result<ToldAlert> AlertCenter::acknowledge(const QString &id, const QString &who)
{
    return change(id, [&](Alert &alert) {
        alert.acknowledged = m_clock();
        alert.acknowledgedBy = who;
    });
}

Result<ToldAlert> AlertCenter::silence(const QString &id, std::optional<Time> until)
{
    return change(id, [&](Alert &alert) {
        alert.silencedUntil = until;
        m_firing.silence(FiringAlerts::keyOf(alert), until);
    });
}

} // namespace fairlead::hub
