// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/exec/client.h"
#include "core/host/execsession.h"
#include "core/host/remote/hubsession.h"

#include <QPointer>

#include <memory>

namespace fairlead {

/// An exec on a server behind a hub.
class RemoteExec : public ExecSession
{
    Q_OBJECT

public:
    /// With `refusal` nobody is asked: the session fails with it as soon as it is started.
    RemoteExec(HubSession &hub, const QString &serverId, ExecRequest request, std::optional<Error> refusal);
    ~RemoteExec() override;

    void start() override;
    qsizetype read(QByteArray &out, qsizetype maxBytes) override;
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 bytesToWrite() const override;
    void closeInput() override;
    void resize(quint16 rows, quint16 columns) override;
    void terminate() override;
    [[nodiscard]] bool isRunning() const override { return m_state == State::Running; }

private:
    enum class State { Idle, Connecting, Running, Over };

    void onToken(const Result<QByteArray> &token);
    void onStarted();
    void onFinished(int exitCode);
    void onFailed(const Error &error);
    /// Not from inside a call.
    void failSoon(const Error &error);
    [[nodiscard]] exec::Client::Options options(const QByteArray &token) const;

    QPointer<HubSession> m_hub;
    QString m_serverId;
    ExecRequest m_request;
    std::optional<Error> m_refusal;
    State m_state = State::Idle;
    std::unique_ptr<exec::Client> m_client;
    QByteArray m_earlyInput; ///< until there is a client
    bool m_inputClosed = false;
};

} // namespace fairlead
