// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"

#include <QPointer>
#include <QPromise>

#include <functional>
#include <vector>

namespace fairlead::test {

/// A session whose other end is the test. It obeys ExecSession's contract: output is pulled, finished() comes
/// only after all of it was read.
class FakeSession : public ExecSession
{
    Q_OBJECT

public:
    explicit FakeSession(ExecRequest request);
    ~FakeSession() override;

    // The window's side.
    void start() override;
    qsizetype read(QByteArray &out, qsizetype maxBytes) override;
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 bytesToWrite() const override { return m_unsent; }
    void closeInput() override { m_inputClosed = true; }
    void resize(quint16 rows, quint16 columns) override;
    void terminate() override;
    [[nodiscard]] bool isRunning() const override { return m_running; }

    // The test's side.
    [[nodiscard]] const ExecRequest &request() const { return m_request; }
    void output(const QByteArray &bytes);
    /// Makes `bytes` of text on demand, without ever holding them.
    void outputText(qint64 bytes);
    [[nodiscard]] qint64 produced() const { return m_produced; }
    void finish(int exitCode);
    void fail(const Error &error);

    /// What was written so far; a test that writes much counts instead.
    [[nodiscard]] QByteArray input() const { return m_input; }
    [[nodiscard]] qint64 inputSize() const { return m_inputSize; }
    void keepInput(bool keep) { m_keepInput = keep; }
    /// While slow, written bytes pile up until takeInput().
    void setSlow(bool slow) { m_slow = slow; }
    void takeInput(qint64 maxBytes);
    /// Answers each Enter like a shell would, for pictures and clicks.
    void beShell();

    struct Size
    {
        int rows = 0;
        int columns = 0;
    };
    [[nodiscard]] QList<Size> sizes() const { return m_sizes; }

private:
    void endIfRead();
    void answer(const QByteArray &bytes);

    ExecRequest m_request;
    bool m_running = false;
    bool m_over = false;
    bool m_inputClosed = false;
    bool m_slow = false;
    bool m_keepInput = true;
    bool m_shell = false;
    QByteArray m_output;
    qint64 m_textLeft = 0;
    qint64 m_produced = 0;
    QByteArray m_input;
    QByteArray m_line;
    qint64 m_inputSize = 0;
    qint64 m_unsent = 0;
    QList<Size> m_sizes;
    std::optional<int> m_exitCode;
};

/// A log whose lines the test writes.
class FakeLog : public LogFollower
{
    Q_OBJECT

public:
    explicit FakeLog(LogRequest request) : m_request(std::move(request)) {}

    void start() override { m_isStarted = true; }
    void setPaused(bool paused) override { m_isPaused = paused; }

    [[nodiscard]] const LogRequest &request() const { return m_request; }
    [[nodiscard]] bool isStarted() const { return m_isStarted; }
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    void write(const logs::LogLines &written) { Q_EMIT lines(written); }
    void end(const LogEnd &end = {}) { Q_EMIT ended(end); }

private:
    LogRequest m_request;
    bool m_isStarted = false;
    bool m_isPaused = false;
};

/// A server with containers made of values; it does what it is told and remembers what it was asked.
class FakeHost : public Host
{
    Q_OBJECT

public:
    explicit FakeHost(QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("local"); }
    [[nodiscard]] QString name() const override { return QStringLiteral("local"); }
    [[nodiscard]] QString address() const override { return QStringLiteral("unix:///var/run/docker.sock"); }
    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] Error lastError() const override { return m_error; }
    [[nodiscard]] EngineInfo engine() const override { return m_engine; }
    [[nodiscard]] QList<Container> containers() const override { return m_containers; }
    void open() override { ++m_opened; }
    void retry() override { ++m_retried; }
    [[nodiscard]] Future<> perform(ContainerAction action, const QString &containerId,
                                   RemoveOptions options) override;
    [[nodiscard]] Future<> rename(const QString &containerId, const QString &newName) override;
    [[nodiscard]] Future<QStringList> findShells(const QString &containerId, const QString &user) override;
    [[nodiscard]] std::unique_ptr<ExecSession> createExec(const ExecRequest &request) override;
    [[nodiscard]] std::unique_ptr<LogFollower> createLogs(const LogRequest &request) override;

    // Figures, as a test gives them.
    using Host::isStatsWatched;
    using Host::setStats;

    void setState(State state, const Error &error = {});
    void setEngine(const EngineInfo &engine) { m_engine = engine; }
    void setContainers(const QList<Container> &containers);
    void setContainerState(const QString &name, ContainerState state);
    void setShells(const Result<QStringList> &shells) { m_shells = shells; }
    /// The answer to the actions that come; success at first.
    void setAnswer(const Result<> &answer) { m_answer = answer; }
    /// From now on actions are answered by answerHeld() only.
    void holdAnswers() { m_holds = true; }
    void answerHeld();
    /// Called with each session before it is handed out.
    void onSession(std::function<void(FakeSession *)> prepare) { m_prepare = std::move(prepare); }

    struct Asked
    {
        ContainerAction action;
        QString containerId;
        RemoveOptions options;
    };
    [[nodiscard]] QList<Asked> asked() const { return m_asked; }
    [[nodiscard]] QList<QString> renamedTo() const { return m_renamedTo; }
    [[nodiscard]] FakeSession *session() const
    {
        return m_sessions.isEmpty() ? nullptr : m_sessions.last().data();
    }
    [[nodiscard]] qsizetype sessionCount() const { return m_sessions.size(); }
    /// The logs that were asked for and are still open, in that order.
    [[nodiscard]] QList<FakeLog *> logs() const;
    [[nodiscard]] int retried() const { return m_retried; }

private:
    State m_state = State::Ready;
    Error m_error;
    EngineInfo m_engine;
    QList<Container> m_containers;
    Result<QStringList> m_shells = QStringList{QStringLiteral("/bin/bash"), QStringLiteral("/bin/sh")};
    Result<> m_answer;
    bool m_holds = false;
    std::vector<QPromise<Result<>>> m_held;
    std::function<void(FakeSession *)> m_prepare;
    QList<Asked> m_asked;
    QList<QString> m_renamedTo;
    QList<QPointer<FakeSession>> m_sessions;
    QList<QPointer<FakeLog>> m_logs;
    int m_opened = 0;
    int m_retried = 0;
};

/// A container with a plausible id made from its name.
[[nodiscard]] Container makeContainer(const QString &name, ContainerState state = ContainerState::Running,
                                      const QString &image = QStringLiteral("nginx:1.27"),
                                      const QString &project = {});

/// A dozen containers in every state, two projects: what a small server looks like.
[[nodiscard]] QList<Container> sampleContainers();

} // namespace fairlead::test
