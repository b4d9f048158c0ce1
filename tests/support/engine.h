// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/client.h"
#include "core/docker/execprocess.h"

#include <QJsonObject>

#include <memory>
#include <optional>

namespace fairlead::test {

/// The engine that a test runs against: FAIRLEAD_TEST_ENGINE ("docker", the default, or "podman") chooses;
/// its socket comes from DOCKER_HOST and the usual places, or from FAIRLEAD_TEST_PODMAN. Nothing: there is
/// none, and that is a failure.
[[nodiscard]] std::optional<docker::Endpoint> testEndpoint();
[[nodiscard]] bool testsPodman();

/// A container of an image that `./dev` imports, removed by force at the end.
class TestContainer
{
public:
    struct Options
    {
        QString image = QStringLiteral("fairlead-demo:latest");
        QStringList command = {QStringLiteral("sleep"), QStringLiteral("1000000")};
        bool tty = false;
        bool start = true;
        QJsonObject labels;
    };

    explicit TestContainer(docker::Client &client, Options options);
    explicit TestContainer(docker::Client &client) : TestContainer(client, Options{}) {}
    ~TestContainer();
    Q_DISABLE_COPY_MOVE(TestContainer)

    [[nodiscard]] QString id() const { return m_id; }
    [[nodiscard]] QString name() const { return m_name; }
    /// Why there is none; empty when all went well.
    [[nodiscard]] QByteArray problem() const { return m_problem; }

private:
    docker::Client &m_client;
    QString m_name;
    QString m_id;
    QByteArray m_problem;
};

/// How a process ended, and what it wrote.
struct Outcome
{
    std::optional<int> exitCode;
    std::optional<Error> error;
    QByteArray out;
    QByteArray err;
};

/// Collects a process's output and end.
class ProcessWatch
{
public:
    explicit ProcessWatch(docker::ExecProcess &process);

    [[nodiscard]] bool isOver() const { return m_outcome.exitCode || m_outcome.error; }
    [[nodiscard]] const Outcome &outcome() const { return m_outcome; }
    /// Runs the event loop until the end.
    [[nodiscard]] const Outcome &wait();

private:
    docker::ExecProcess &m_process;
    Outcome m_outcome;
};

/// Runs a command to its end, with `input` and then an end of file.
[[nodiscard]] Outcome run(docker::Client &client, docker::ExecSpec spec, const QByteArray &input = {});

/// How many processes run in the container whose command line holds `text`.
[[nodiscard]] int processCount(docker::Client &client, const QString &container, const QString &text);

} // namespace fairlead::test
