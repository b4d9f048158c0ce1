// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/engine.h"

#include "core/base/jsonreader.h"
#include "core/docker/requests/containers.h"
#include "tests/support/await.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace fairlead::test {

namespace {

/// POST /containers/create (ContainerCreate), which the product itself has no use for.
struct CreateContainer
{
    using Response = QString;
    QString name;
    QJsonObject body;

    [[nodiscard]] Result<net::HttpRequest> toHttp(docker::ApiVersion) const
    {
        return docker::jsonPost(docker::target("/containers/create", {{u"name"_s, name}}), body);
    }
    [[nodiscard]] QString subject() const { return name; }
    [[nodiscard]] std::chrono::milliseconds timeout() const { return docker::defaultTimeout; }
    [[nodiscard]] static Result<QString> parse(const net::HttpResponse &response)
    {
        return parseJsonObject(response.body, u"container"_s).transform([](const QJsonObject &object) {
            return object.value("Id"_L1).toString();
        });
    }
};

} // namespace

bool testsPodman()
{
    return qEnvironmentVariable("FAIRLEAD_TEST_ENGINE") == "podman"_L1;
}

std::optional<docker::Endpoint> testEndpoint()
{
    const auto endpoint = testsPodman()
                              ? docker::Endpoint::parse(qEnvironmentVariable("FAIRLEAD_TEST_PODMAN"))
                              : docker::Endpoint::fromEnvironment();
    return endpoint ? std::optional(*endpoint) : std::nullopt;
}

TestContainer::TestContainer(docker::Client &client, Options options)
    : m_client(client)
    , m_name("fairlead-test-"_L1 + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    const QJsonObject body{
        {"Image"_L1, options.image}, {"Cmd"_L1, QJsonArray::fromStringList(options.command)},
        {"Tty"_L1, options.tty},     {"Labels"_L1, options.labels},
        {"StopTimeout"_L1, 1},       {"HostConfig"_L1, QJsonObject{{"NetworkMode"_L1, "none"_L1}}},
    };
    const auto id = await(client.send(CreateContainer{m_name, body}));
    if (!id) {
        m_problem = why(id);
        return;
    }
    m_id = *id;
    if (!options.start)
        return;
    const auto started =
        await(client.send(docker::ChangeContainer{{}, m_id, docker::ChangeContainer::Action::Start}));
    if (!started)
        m_problem = why(started);
}

TestContainer::~TestContainer()
{
    if (!m_id.isEmpty())
        (void)await(m_client.send(docker::RemoveContainer{{}, m_id, true, true}));
}

ProcessWatch::ProcessWatch(docker::ExecProcess &process) : m_process(process)
{
    QObject::connect(&process, &docker::ExecProcess::readyRead, &process, [this] {
        QByteArray bytes;
        while (const auto kind = m_process.read(bytes, 1024 * 1024)) {
            (*kind == docker::OutputKind::Stdout ? m_outcome.out : m_outcome.err) += bytes;
            bytes.clear();
        }
    });
    QObject::connect(&process, &docker::ExecProcess::finished, &process,
                     [this](int code) { m_outcome.exitCode = code; });
    QObject::connect(&process, &docker::ExecProcess::failed, &process,
                     [this](const Error &error) { m_outcome.error = error; });
}

const Outcome &ProcessWatch::wait()
{
    if (!eventually([this] { return isOver(); }))
        m_outcome.error = Error{ErrorCode::Timeout, u"test"_s, u"the process did not end"_s};
    return m_outcome;
}

Outcome run(docker::Client &client, docker::ExecSpec spec, const QByteArray &input)
{
    docker::ExecProcess process(client, std::move(spec));
    ProcessWatch watch(process);
    process.write(input);
    process.closeInput();
    process.start();
    return watch.wait();
}

int processCount(docker::Client &client, const QString &container, const QString &text)
{
    const auto table = await(client.send(docker::ListProcesses{container}));
    if (!table)
        return -1;
    return int(std::ranges::count_if(table->rows,
                                     [&](const QStringList &row) { return row.last().contains(text); }));
}

} // namespace fairlead::test
