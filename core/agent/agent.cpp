// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agent.h"

#include "core/base/logging.h"
#include "core/link/messagewriter.h"

namespace fairlead::agent {

namespace {

// Rates need two looks at the machine, some time apart.
constexpr std::chrono::seconds firstInterval{1};
// `docker compose up` changes the list many times within a moment.
constexpr std::chrono::milliseconds gatherTime{200};
// Rates of a shorter time say little, and a machine that changes all the time must not send all the time.
constexpr std::chrono::milliseconds shortestGap{700};

link::HubConnection::Settings connectionSettings(const Agent::Settings &settings)
{
    QStringList capabilities = settings.capabilities;
    if (settings.createProcess)
        capabilities.append(QStringLiteral("exec")); // with the lock closed, too: the refusal names it
    return {.url = settings.config.hub,
            .fingerprint = settings.config.fingerprint,
            .link = {.apiKey = settings.config.apiKey, .capabilities = capabilities}};
}

SampleSpool::Time currentTime()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace

Agent::Agent(Settings settings, Host &host, Sampler sampler, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_sampler(std::move(sampler))
    , m_connection(connectionSettings(m_settings))
    , m_commands({.shell = m_settings.config.shell})
    , m_actions(host)
    , m_execs(m_connection, m_settings.createProcess, m_settings.config.maxExecSessions)
    , m_logs(host, m_connection.link())
    , m_spool(m_settings.spool)
    , m_sender(m_spool, m_connection.link())
{
    link::AgentLink &link = m_connection.link();
    connect(&link, &link::AgentLink::received, this, &Agent::onReceived);
    connect(&m_connection, &link::HubConnection::drained, &m_sender, &SampleSender::resume);
    connect(&m_connection, &link::HubConnection::drained, &m_logs, &LogServer::resume);
    connect(&m_commands, &CommandRunner::finished, this,
            [&link](const link::CommandResponse &response) { link.send(link::toJson(response)); });
    connect(&m_actions, &DockerActions::finished, this,
            [&link](const link::DockerResponse &response) { link.send(link::toJson(response)); });
    m_timer.setTimerType(Qt::PreciseTimer); // samples are to lie evenly
    m_timer.setInterval(m_settings.config.interval);
    connect(&m_timer, &QTimer::timeout, this, &Agent::takeSample);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Agent::takeSample);
    connect(&host, &Host::containersChanged, this, &Agent::takeSampleSoon);
    connect(&host, &Host::stateChanged, this, &Agent::takeSampleSoon);
}

Agent::~Agent() = default;

Result<> Agent::start()
{
    if (const auto opened = m_spool.open(currentTime()); !opened)
        return opened;
    if (consent(Request::Metrics, m_settings.config.locks)) {
        m_timer.start();
        m_soon.start(firstInterval);
    }
    m_connection.link().start();
    return {};
}

void Agent::stop()
{
    m_timer.stop();
    m_soon.stop();
    m_commands.cancelAll();
    m_execs.shutDown();
    m_logs.endAll();
    m_connection.link().stop();
}

void Agent::takeSample()
{
    m_soon.stop();
    m_sinceSample.start();
    if (const auto sample = m_sampler())
        m_sender.add(*sample, currentTime());
}

/// Somebody may be looking at the containers. While the hub is away nobody is.
void Agent::takeSampleSoon()
{
    if (!m_timer.isActive() || m_soon.isActive() || !m_connection.link().isOnline())
        return;
    const std::chrono::milliseconds rest = shortestGap - std::chrono::milliseconds(m_sinceSample.elapsed());
    m_soon.start(std::max(gatherTime, rest));
}

void Agent::onReceived(const link::ToAgent &message)
{
    const auto dispatch = [this](const auto &value) {
        if constexpr (requires { handle(value); })
            handle(value);
    };
    std::visit(dispatch, message);
}

void Agent::handle(const link::Command &command)
{
    auto allowed = consent(Request::HostCommand, m_settings.config.locks);
    if (allowed)
        allowed = m_commands.run(command);
    if (allowed)
        return;
    qCWarning(lcAgent) << "a host command was refused:" << toSentence(allowed.error());
    m_connection.link().send(link::toJson(refusal(command.commandId, allowed.error())));
}

void Agent::handle(const link::CommandCancel &cancel)
{
    m_commands.cancel(cancel.commandId);
}

void Agent::handle(const link::DockerCommand &command)
{
    const auto allowed = consent(Request::ContainerAction, m_settings.config.locks);
    if (allowed)
        return m_actions.perform(command);
    qCWarning(lcAgent) << "a container action was refused:" << toSentence(allowed.error());
    m_connection.link().send(
        link::toJson(link::DockerResponse{command.commandId, false, toSentence(allowed.error())}));
}

void Agent::handle(const link::ExecOpen &request)
{
    auto allowed = consent(Request::Exec, m_settings.config.locks);
    // With all privileges a container's walls are no walls: it is as good as a command on the machine.
    if (allowed && request.privileged)
        allowed = consent(Request::HostCommand, m_settings.config.locks);
    if (allowed && m_settings.createProcess)
        m_execs.open(request);
    else
        m_execs.refuse(request.sessionId,
                       allowed ? QStringLiteral("this agent offers no shells") : toSentence(allowed.error()));
}

void Agent::handle(const link::LogSubscribe &subscription)
{
    const auto allowed = consent(Request::Logs, m_settings.config.locks);
    if (allowed)
        m_logs.subscribe(subscription);
    else
        m_logs.refuse(subscription.subscriptionId, allowed.error());
}

void Agent::handle(const link::LogUnsubscribe &subscription)
{
    m_logs.unsubscribe(subscription.subscriptionId);
}

void Agent::handle(const link::LogFlow &flow)
{
    m_logs.setFlow(flow);
}

} // namespace fairlead::agent
