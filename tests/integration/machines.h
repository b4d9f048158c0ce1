// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/common/machinesampler.h"
#include "core/agent/agent.h"
#include "core/exec/dockerprocess.h"
#include "core/host/localhost.h"
#include "tests/host/remotefixture.h"
#include "tests/support/engine.h"

namespace fairlead::test {

/// The engine of the test as a host: a window does not know more of it.
class Machine
{
public:
    Machine() = default;
    virtual ~Machine() = default;
    Q_DISABLE_COPY_MOVE(Machine)

    [[nodiscard]] virtual Host &host() = 0;

protected:
    [[nodiscard]] static std::unique_ptr<LocalHost> openEngine()
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        if (const auto endpoint = testEndpoint())
            environment.insert(QStringLiteral("DOCKER_HOST"), endpoint->url());
        auto host = std::make_unique<LocalHost>(environment, nullptr);
        host->open();
        return host;
    }
};

class LocalMachine : public Machine
{
public:
    [[nodiscard]] Host &host() override { return *m_host; }

private:
    std::unique_ptr<LocalHost> m_host = openEngine();
};

/// The same engine behind an agent and a hub, all of them in this process.
class HubMachine : public Machine
{
public:
    HubMachine()
    {
        m_sampler = MachineSampler::make(*m_engine).value();
        agent::Agent::Settings settings;
        settings.config.hub = QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_fixture.fixture.hub->port()));
        settings.config.apiKey = QString::fromLatin1(m_fixture.server.key);
        settings.spool.folder = m_folder.filePath(QStringLiteral("samples"));
        settings.createProcess = [this](const docker::ExecSpec &spec) -> std::unique_ptr<exec::Process> {
            docker::Client *client = m_engine->engineClient();
            return client ? std::make_unique<exec::DockerProcess>(*client, spec) : nullptr;
        };
        m_agent = std::make_unique<agent::Agent>(settings, *m_engine, [this]() -> std::optional<QByteArray> {
            return m_sampler->sample(metrics::SampleTime::now());
        });
        (void)m_agent->start();
        m_host = m_fixture.openHost();
    }

    [[nodiscard]] Host &host() override { return *m_host; }

private:
    std::unique_ptr<LocalHost> m_engine = openEngine();
    RemoteFixture m_fixture;
    QTemporaryDir m_folder;
    std::unique_ptr<MachineSampler> m_sampler;
    std::unique_ptr<agent::Agent> m_agent;
    std::unique_ptr<RemoteHost> m_host;
};

} // namespace fairlead::test
