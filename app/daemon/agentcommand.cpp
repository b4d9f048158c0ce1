// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/agentcommand.h"

#include "app/common/servicenotify.h"
#include "app/common/stopsignals.h"
#include "app/daemon/commandline.h"
#include "core/base/logging.h"
#include "core/exec/dockerprocess.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr std::chrono::seconds stopTime{5};
constexpr qint64 maxKeyLine = 1024;

bool isRoot()
{
#ifdef Q_OS_UNIX
    return geteuid() == 0;
#else
    return false;
#endif
}

QString readKey()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(input.readLine(maxKeyLine)).trimmed();
}

void warnOf(const QUrl &hub)
{
    if (link::isReadableOnTheWay(hub))
        print(stderr,
              u"fairleadd: warning: THE WAY TO %1 IS NOT ENCRYPTED: whoever is on it can read the agent's "
              "key and act as this machine, or as its hub; use https://"_s.arg(hub.host()));
}

/// Of the engine that answers when a process is wanted.
exec::ProcessFactory processesOf(const LocalHost &host)
{
    return [&host](const docker::ExecSpec &spec) -> std::unique_ptr<exec::Process> {
        docker::Client *client = host.engineClient();
        return client ? std::make_unique<exec::DockerProcess>(*client, spec) : nullptr;
    };
}

int runEnroll(const AgentSettings &settings)
{
    const auto file = enroll(settings);
    if (!file)
        return failStart(u"agent"_s, file.error());
    warnOf(settings.hub);
    print(stdout, u"Enrolled at %1; written to %2. Start the agent with: fairleadd agent"_s.arg(
                      settings.hub.toString(), *file));
    return 0;
}

int runAgent(const AgentSettings &settings)
{
    StopSignals signals;
    AgentCommand command(settings);
    if (const auto started = command.start(); !started)
        return failStart(u"agent"_s, started.error());
    notifyReady();
    QObject::connect(&signals, &StopSignals::stopRequested, &command, &AgentCommand::stop);
    QObject::connect(&command, &AgentCommand::stopped, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

} // namespace

Result<QString> enroll(const AgentSettings &settings)
{
    agent::AgentConfig config;
    if (QFileInfo::exists(settings.configFile)) {
        const auto present = agent::loadAgentConfig(settings.configFile);
        if (!present)
            return std::unexpected(present.error());
        config = *present;
    }
    config.hub = settings.hub;
    config.apiKey = settings.apiKey == "-"_L1 ? readKey() : settings.apiKey;
    config.fingerprint = settings.fingerprint;
    if (config.apiKey.isEmpty())
        return failure(ErrorCode::InvalidInput, u"the key"_s, u"it is empty"_s);
    return agent::saveAgentConfig(config, settings.configFile).transform([&] { return settings.configFile; });
}

AgentCommand::AgentCommand(AgentSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{}

AgentCommand::~AgentCommand() = default;

Result<> AgentCommand::start()
{
    if (!QFileInfo::exists(m_settings.configFile))
        return failure(ErrorCode::NotFound, m_settings.configFile,
                       u"enrol this machine first: fairleadd agent enroll URL KEY"_s);
    const auto config = agent::loadAgentConfig(m_settings.configFile);
    if (!config)
        return std::unexpected(config.error());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!m_settings.dockerHost.isEmpty())
        environment.insert(u"DOCKER_HOST"_s, m_settings.dockerHost);
    m_host = std::make_unique<LocalHost>(environment, nullptr);
    auto sampler = MachineSampler::make(*m_host);
    if (!sampler)
        return std::unexpected(sampler.error());
    m_sampler = *std::move(sampler);
    std::ignore = m_sampler->sample(metrics::SampleTime::now()); // rates begin with the second one
    m_host->open();
    agent::Agent::Settings settings{.config = *config,
                                    .spool = {.folder = m_settings.stateFolder + "/samples"_L1},
                                    .createProcess = processesOf(*m_host)};
    m_agent =
        std::make_unique<agent::Agent>(std::move(settings), *m_host, [this]() -> std::optional<QByteArray> {
            return m_sampler->sample(metrics::SampleTime::now());
        });
    warnOf(config->hub);
    return m_agent->start();
}

void AgentCommand::stop()
{
    m_agent->stop();
    connect(m_host.get(), &Host::cleanedUp, this, &AgentCommand::announceStop);
    QTimer::singleShot(stopTime, this, &AgentCommand::announceStop);
    if (!m_host->isCleaningUp())
        announceStop();
}

void AgentCommand::announceStop()
{
    if (!std::exchange(m_stopped, true))
        Q_EMIT stopped();
}

int runAgentCommand(const QStringList &arguments)
{
    const auto settings = AgentSettings::parse(arguments, QProcessEnvironment::systemEnvironment(), isRoot());
    if (!settings)
        return failUsage(u"agent"_s, settings.error());
    if (settings->quiet)
        logLess();
    switch (settings->task) {
    case AgentSettings::Task::Help:
        print(stdout, AgentSettings::helpText());
        return 0;
    case AgentSettings::Task::Enroll:
        return runEnroll(*settings);
    case AgentSettings::Task::Run:
        return runAgent(*settings);
    }
    Q_UNREACHABLE_RETURN(exitUsage);
}

} // namespace fairlead
