// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/outputqueue.h"
#include "core/exec/process.h"

namespace fairlead::test {

/// A process that does what the test says.
class FakeProcess : public exec::Process
{
    Q_OBJECT

public:
    explicit FakeProcess(docker::ExecSpec spec) : m_spec(std::move(spec)) { ++s_alive; }
    ~FakeProcess() override { --s_alive; }

    // What the test does to it.
    void begin(); ///< emits started()
    void print(const QByteArray &bytes, docker::OutputKind kind = docker::OutputKind::Stdout);
    void printForever()
    {
        m_endless = true;
        Q_EMIT readyRead();
    }
    void exit(int code); ///< once all output was read
    void die(const Error &error) { Q_EMIT failed(error); }
    void setTakesInput(bool takes); ///< takes stdin as it comes, or lets it queue (the default)
    void takeInput(qint64 bytes);   ///< some of what is queued
    void setEchoes(bool echoes)
    {
        m_echoes = echoes;
    } ///< as cat: takes stdin only while less than 64 KiB of output waits

    // What became of it.
    [[nodiscard]] const docker::ExecSpec &spec() const { return m_spec; }
    [[nodiscard]] const QByteArray &input() const { return m_input; }
    [[nodiscard]] bool isInputClosed() const { return m_inputClosed; }
    [[nodiscard]] const QList<docker::TerminalSize> &sizes() const { return m_sizes; }
    [[nodiscard]] qint64 outputRead() const { return m_outputRead; }
    [[nodiscard]] bool isStarted() const { return m_started; }
    [[nodiscard]] static int alive() { return s_alive; }

    void start() override { m_started = true; }
    std::optional<docker::OutputKind> read(QByteArray &out, qsizetype maxBytes) override;
    [[nodiscard]] qint64 bytesAvailable() const override;
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 bytesToWrite() const override { return m_queued.size(); }
    void closeInput() override { m_inputClosed = true; }
    void resize(docker::TerminalSize size) override { m_sizes.append(size); }
    void terminate() override { Q_EMIT failed({ErrorCode::Cancelled, m_spec.container, {}}); }

private:
    void serveInput();
    void settle();

    static inline int s_alive = 0;

    docker::ExecSpec m_spec;
    exec::OutputQueue m_output;
    QByteArray m_queued;
    QByteArray m_input;
    QList<docker::TerminalSize> m_sizes;
    std::optional<int> m_exitCode;
    qint64 m_outputRead = 0;
    bool m_started = false;
    bool m_running = false;
    bool m_endless = false;
    bool m_takesInput = false;
    bool m_echoes = false;
    bool m_inputClosed = false;
};

} // namespace fairlead::test
