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

/// The alert of the hub's own storage.
AlertKey storageKey()
{
    return {};
}

AlertKey keyOf(const Alert &alert)
{
    return {alert.rule, alert.server, alert.subject};
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
    , m_notifier(courier, m_clock, settings.channels)
{
    m_tickTimer.setInterval(settings.tick);
    m_refreshTimer.setInterval(settings.refresh);
    connect(&m_tickTimer, &QTimer::timeout, this, &AlertCenter::tick);
    connect(&m_refreshTimer, &QTimer::timeout, this, &AlertCenter::refresh);
    connect(&m_notifier, &Notifier::failed, this,
            [this](const QString &channel, const Error &error, bool isFirst, bool isLast) {
                const QString text = toSentence(error);
                qCWarning(lcHub).noquote() << "an alert could not be told:" << text
                                           << (isLast ? "It is given up." : "It is tried again.");
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
        .run([now = m_clock()](store::Connection &connection) {
            return store::AlertLog(connection).prune(now - kept).and_then([&](qint64) {
                return AlertKnowledge::load(connection, now);
            });
        })
        .then(this, [this](const Result<AlertKnowledge> &known) {
            if (known && m_refreshTimer.isActive())
                take(*known);
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
    QHash<QString, QString> names;
    QStringList away;
    for (const store::Server &server : known.servers) {
        labels.insert(server.id, server.labels);
        names.insert(server.id, server.name);
        if (!m_names.contains(server.id) && server.lastSeen)
            away.append(server.id);
    }
    m_names = names;
    // Those of a server that is gone went with it.
    m_firing.removeIf([&](const auto &entry) {
        return !entry.key().server.isEmpty() && !names.contains(entry.key().server);
    });
    // The channels of a rule that is gone hear of the end, too.
    for (const AlertRule &rule : known.rules)
        m_channels.insert(rule.id, rule.channels);
    const auto uncovered = m_evaluator.setServers(labels);
    apply(uncovered + m_evaluator.setRules(known.rules, m_usualOffline));
    m_channels.removeIf(
        [&](const auto &entry) { return !std::ranges::contains(known.rules, entry.key(), &AlertRule::id); });
    m_notifier.setChannels(known.channels);
    m_silences.removeIf([now = m_clock()](const auto &entry) { return *entry <= now; });
    // Until its agent comes; one that has been here before is missed.
    for (const QString &server : std::as_const(away)) {
        if (!m_evaluator.knowsPresence(server))
            takePresence(server, false);
    }
}

void AlertCenter::restore(const AlertKnowledge &known)
{
    for (const Alert &alert : known.silenced)
        m_silences.insert(keyOf(alert), alert.silencedUntil.value_or(Time()));
    take(known);
    for (const Alert &alert : known.firing) {
        m_firing.insert(keyOf(alert), alert);
        if (alert.rule > 0)
            m_evaluator.restore(keyOf(alert));
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
    apply(m_evaluator.takePresence(server, isOnline, m_clock()));
}

void AlertCenter::expectEnd(const QString &server, const QString &container)
{
    m_evaluator.expectEnd(server, container, m_clock());
}

void AlertCenter::takeStorage(const std::optional<Error> &trouble)
{
    if (!trouble)
        return resolve(storageKey(), {});
    if (m_firing.contains(storageKey()))
        return;
    const Alert alert{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                      .ruleName = u"The hub's database cannot be written"_s,
                      .kind = Alert::storageKind,
                      .severity = store::Severity::Critical,
                      .since = m_clock(),
                      .reason = trouble->detail}; // the subject is a path, which is nobody else's business
    m_firing.insert(storageKey(), alert);
    announce(alert);
}

void AlertCenter::tick()
{
    apply(m_evaluator.tick(m_clock()));
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
    Alert alert{.id = QUuid::createUuid().toString(QUuid::WithoutBraces),
                .rule = rule->id,
                .ruleName = rule->name,
                .kind = store::nameOf(rule->kind),
                .severity = rule->severity,
                .server = change.key.server,
                .subject = change.key.subject,
                .metric = rule->metric,
                .value = change.value,
                .threshold = rule->threshold,
                .since = m_clock()};
    if (const auto silence = m_silences.constFind(change.key); silence != m_silences.cend()) {
        if (*silence > alert.since)
            alert.silencedUntil = *silence;
        else
            m_silences.erase(silence);
    }
    m_firing.insert(change.key, alert);
    announce(alert);
}

void AlertCenter::resolve(const AlertKey &key, const QString &reason)
{
    const auto found = m_firing.constFind(key);
    if (found == m_firing.cend())
        return;
    Alert alert = *found;
    m_firing.erase(found);
    alert.resolved = m_clock();
    if (!reason.isEmpty())
        alert.reason = reason;
    announce(alert);
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
    for (const Alert &alert : m_firing)
        all.append(told(alert));
    std::ranges::sort(all, {}, [](const ToldAlert &each) { return each.alert.since; });
    return all;
}

QList<ToldAlert> AlertCenter::firingOn(const QString &server) const
{
    QList<ToldAlert> all = firing();
    all.removeIf([&](const ToldAlert &each) { return each.alert.server != server; });
    return all;
}

Alert *AlertCenter::find(const QString &id)
{
    const auto found = std::ranges::find(m_firing, id, &Alert::id);
    return found == m_firing.end() ? nullptr : &*found;
}

std::optional<ToldAlert> AlertCenter::firing(const QString &id) const
{
    const auto found = std::ranges::find(m_firing, id, &Alert::id);
    return found == m_firing.end() ? std::nullopt : std::optional(told(*found));
}

Result<ToldAlert> AlertCenter::acknowledge(const QString &id, const QString &who)
{
    Alert *alert = find(id);
    if (!alert)
        return failure(ErrorCode::NotFound, u"the alert"_s, u"it does not fire"_s);
    alert->acknowledged = m_clock();
    alert->acknowledgedBy = who;
    m_writer.add(*alert);
    publish(*alert);
    return told(*alert);
}

Result<ToldAlert> AlertCenter::silence(const QString &id, std::optional<Time> until)
{
    Alert *alert = find(id);
    if (!alert)
        return failure(ErrorCode::NotFound, u"the alert"_s, u"it does not fire"_s);
    alert->silencedUntil = until;
    if (until)
        m_silences.insert(keyOf(*alert), *until);
    else
        m_silences.remove(keyOf(*alert));
    m_writer.add(*alert);
    publish(*alert);
    return told(*alert);
}

} // namespace fairlead::hub
