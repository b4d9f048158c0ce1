// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/hub.h"

#include "core/auth/secrets.h"
#include "core/base/logging.h"
#include "core/hub/statistics.h"
#include "core/link/messagewriter.h"
#include "core/store/datadirectory.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr QLatin1StringView keyFile{"token.key"};
// Longer than a channel takes to close while its peer does nothing.
constexpr std::chrono::seconds stopTime{5};
constexpr qsizetype maxFiringSent = 100;

/// What fires just now, for a frontend that has just come.
void sendFiring(const AlertCenter &alerts, const QString &server, link::FrontendPeer *peer)
{
    const auto firing = alerts.firingOn(server);
    for (const ToldAlert &told : firing.first(qMin(maxFiringSent, firing.size())))
        peer->send(link::toJson(link::Alert{{QJsonDocument(told.toJson()).toJson(QJsonDocument::Compact)}}));
}

} // namespace

Result<std::unique_ptr<Hub>> Hub::create(Settings settings)
{
    if (auto made = store::prepareDirectory(settings.dataDirectory); !made)
        return std::unexpected(std::move(made).error());
    return auth::loadOrMakeKey(QDir(settings.dataDirectory).filePath(keyFile))
        .transform(
            [&](const QByteArray &key) { return std::unique_ptr<Hub>(new Hub(std::move(settings), key)); });
}

Hub::Hub(Settings settings, const QByteArray &tokenKey)
    : m_settings(std::move(settings))
    , m_database({m_settings.dataDirectory})
    , m_auth(m_database, tokenKey, m_settings.clock, m_settings.auth, nullptr)
    , m_tickets(m_settings.clock)
    , m_audit(m_database, m_settings.clock)
    , m_doorstep(m_settings.maxUnauthenticated)
    , m_agents(m_database, m_auth, m_parser, m_doorstep, m_settings.agents, m_settings.clock)
    , m_logs(m_agents, m_settings.logs, m_settings.clock)
    , m_frontends(m_database, m_auth, m_parser, m_doorstep, m_feed, m_settings.frontends, m_settings.clock)
    , m_execs(m_database, m_auth, m_tickets, m_agents, m_audit, m_parser, m_settings.execs, m_settings.clock)
    , m_alerts(m_database, m_feed, m_audit, m_courier, m_settings.alerts, m_settings.clock)
{
    wire();
    wireAlerts();
}

Hub::~Hub() = default;

void Hub::wire()
{
    connect(&m_agents, &AgentRegistry::sampleReceived, this,
            [this](const QString &server, const link::Metrics &sample) {
                m_feed.publish(server, sample);
                m_recorder->add(server, sample);
            });
    connect(&m_agents, &AgentRegistry::logReceived, this,
            [this](const QString &server, const link::Log &line) {
                if (line.subscriptionId.isEmpty())
                    m_feed.publish(server, line);
            });
    connect(&m_frontends, &Frontends::logsWanted, &m_logs, &LogRelay::add);
    connect(&m_frontends, &Frontends::left, &m_logs, &LogRelay::remove);
    connect(&m_frontends, &Frontends::opened, this,
            [this](LiveFeed::Kind kind, const QString &server, link::FrontendPeer *peer) {
                // So that nobody looks at nothing until the next sample.
                const auto sample = m_agents.lastSample(server);
                if (kind == LiveFeed::Kind::Metrics && sample)
                    peer->send(link::metricsForFrontend(*sample));
                sendFiring(m_alerts, server, peer);
            });
    connect(&m_agents, &AgentRegistry::refused, this, [this](const QHostAddress &address) {
        m_audit.add(u"?"_s, address, u"agent login"_s, {}, u"the API key is wrong or revoked"_s);
    });
    connect(&m_auth, &auth::AuthService::tokenReused, this, [this] {
        m_audit.add(u"?"_s, {}, u"refresh"_s, {}, u"a refresh token was used twice; its session has ended"_s);
        m_frontends.recheck();
    });
    connect(&m_database, &store::Database::troubled, this, [this](const Error &error) {
        qCCritical(lcHub) << "the database cannot be written:" << toSentence(error);
        m_alerts.takeStorage(error);
    });
    connect(&m_database, &store::Database::recovered, this, [this] {
        qCWarning(lcHub) << "the database can be written again";
        m_alerts.takeStorage(std::nullopt);
    });
    connect(&m_agents, &AgentRegistry::emptied, this, [this] {
        m_agentsGone = true;
        announceStop();
    });
    connect(&m_frontends, &Frontends::emptied, this, [this] {
        m_frontendsGone = true;
        announceStop();
    });
    connect(&m_execs, &ExecRelay::emptied, this, [this] {
        m_execsGone = true;
        announceStop();
    });
    connect(&m_frontends, &Frontends::rechecking, &m_execs, &ExecRelay::recheck);
}

void Hub::wireAlerts()
{
    connect(&m_agents, &AgentRegistry::cameOnline, &m_alerts,
            [this](const QString &server) { m_alerts.takePresence(server, true); });
    connect(&m_agents, &AgentRegistry::wentOffline, &m_alerts,
            [this](const QString &server) { m_alerts.takePresence(server, false); });
}

Future<Hub::FirstAdmin> Hub::open()
{
    return m_database.opened()
        .then(this,
              [this](const Result<> &opened) {
                  if (!opened)
                      return readyFuture<store::Preferences>(std::unexpected(opened.error()));
                  return m_database.read([](store::Connection &c) { return store::Preferences::load(c); });
              })
        .unwrap()
        .then(this,
              [this](const Result<store::Preferences> &preferences) {
                  if (!preferences)
                      return readyFuture<void>(std::unexpected(preferences.error()));
                  start(*preferences);
                  return m_alerts.start(preferences->offline);
              })
        .unwrap()
        .then(this,
              [this](const Result<> &started) {
                  if (!started)
                      return readyFuture<FirstAdmin>(std::unexpected(started.error()));
                  return m_auth.accounts().ensureAdmin();
              })
        .unwrap();
}

void Hub::setPreferences(const store::Preferences &preferences)
{
    m_preferences = preferences;
    m_history->setRetention(preferences.retention);
    m_alerts.setUsualOffline(preferences.offline);
}

void Hub::start(const store::Preferences &preferences)
{
    m_preferences = preferences;
    m_history = std::make_unique<store::HistoryRecorder>(m_database, preferences.retention, m_settings.clock,
                                                         m_settings.pace, nullptr);
    // What agents bring after an outage comes faster than it can be written; there it waits on their disks.
    connect(m_history.get(), &store::HistoryRecorder::crowdedChanged, &m_agents,
            [this](bool isCrowded) { m_agents.setReading(!isCrowded); });
    m_recorder = std::make_unique<SampleRecorder>(*m_history, m_settings.clock);
    connect(m_recorder.get(), &SampleRecorder::recordedSample, &m_alerts, &AlertCenter::takeSample);
    m_services = std::unique_ptr<Services>(new Services{
        .context = this,
        .database = m_database,
        .auth = m_auth,
        .agents = m_agents,
        .frontends = m_frontends,
        .execs = m_execs,
        .feed = m_feed,
        .tickets = m_tickets,
        .audit = m_audit,
        .alerts = m_alerts,
        .preferences = m_preferences,
        .clock = m_settings.clock,
        .statistics = [this] { return statistics(); },
        .setPreferences = [this](const store::Preferences &changed) { setPreferences(changed); },
        .enrollCommand = [this](QByteArrayView key) { return m_enrollment.command(key); },
    });
    m_api = std::make_unique<RestApi>(*m_services);
    m_router = std::make_unique<HubRouter>(m_agents, m_frontends, m_execs, *m_api);
    m_listener = std::make_unique<net::Listener>(m_settings.listener, *m_router);
}

Result<> Hub::listen(const QHostAddress &address, quint16 port)
{
    return m_listener->start(address, port);
}

void Hub::setEnrollment(const Enrollment &enrollment)
{
    m_enrollment = enrollment;
    m_database.run([enrollment](store::Connection &connection) { return enrollment.save(connection); })
        .then(this, [](const Result<> &saved) {
            if (!saved)
                qCWarning(lcHub).noquote()
                    << "the address for agents is not written down:" << toSentence(saved.error());
        });
}

void Hub::stop()
{
    if (m_listener)
        m_listener->close();
    QTimer::singleShot(stopTime, this, [this] {
        m_agentsGone = m_frontendsGone = m_execsGone = true;
        announceStop();
    });
    m_execs.shutDown(); // before its agents go, which would look like a loss
    m_alerts.stop();    // or every agent would be missed
    m_agents.shutDown();
    m_frontends.shutDown();
}

void Hub::announceStop()
{
    if (m_agentsGone && m_frontendsGone && m_execsGone && !std::exchange(m_stopped, true))
        Q_EMIT stopped();
}

QByteArray Hub::statistics() const
{
    return toPrometheus({
        {"fairlead_agents", "Agents that are connected.", m_agents.count()},
        {"fairlead_frontends_metrics", "Frontends that look at metrics.",
         m_feed.count(LiveFeed::Kind::Metrics)},
        {"fairlead_frontends_logs", "Frontends that look at logs.",
         m_feed.count(LiveFeed::Kind::Logs) + m_feed.count(LiveFeed::Kind::Subscribed)},
        {"fairlead_exec_sessions", "Shells that are open.", m_execs.count()},
        {"fairlead_log_subscriptions", "Logs that agents send because somebody looks.",
         m_logs.subscriptions()},
        {"fairlead_log_lines_lost_total", "Lines of those that a slow frontend did not get.", m_logs.lost()},
        {"fairlead_unauthenticated", "Connections that have not authenticated yet.", m_doorstep.count()},
        {"fairlead_delivered_total", "Messages that went to frontends.", m_feed.delivered()},
        {"fairlead_lost_total", "Messages that a slow frontend did not get.", m_feed.lost()},
        {"fairlead_samples_total", "Samples that went into history.", m_recorder->recorded()},
        {"fairlead_samples_dropped_total", "Samples that the database could not take.", m_history->dropped()},
        {"fairlead_alerts_firing", "Alerts that fire.", m_alerts.firingCount()},
        {"fairlead_audit_lost_total", "Entries of the audit that the database could not take.",
         m_audit.lost()},
        {"fairlead_stray_answers_total", "Answers of agents that nobody waited for.",
         m_agents.strayAnswers()},
    });
}

} // namespace fairlead::hub
