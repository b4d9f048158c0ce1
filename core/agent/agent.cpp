// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agent.h"

#include "core/base/logging.h"
#include "core/link/messagewriter.h"

namespace fairlead::agent {

namespace {

link::HubConnection::Settings connectionSettings(const Agent::Settings &settings)
{
    return {.url = settings.config.hub,
            .fingerprint = settings.config.fingerprint,
            .link = {.apiKey = settings.config.apiKey, .capabilities = settings.capabilities}};
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
}

Agent::~Agent() = default;

Result<> Agent::start()
{
    if (const auto opened = m_spool.open(currentTime()); !opened)
        return opened;
    if (consent(Request::Metrics, m_settings.config.locks)) {
        m_timer.start();
        takeSample();
    }
    m_connection.link().start();
    return {};
}

void Agent::stop()
{
    m_timer.stop();
    m_commands.cancelAll();
    m_logs.endAll();
    m_connection.link().stop();
}

void Agent::takeSample()
{
    if (const auto sample = m_sampler())
        m_sender.add(*sample, currentTime());
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
