// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/exec/outputscheduler.h"
#include "core/exec/process.h"
#include "core/link/hubconnection.h"

#include <map>

namespace fairlead::exec {
class Session;
} // namespace fairlead::exec

namespace fairlead::agent {

/// The shells that a hub's users have in this machine's containers. For each the agent dials the hub once
/// more, and serves the docker-exec protocol there as an exec server does. Whether it may be done at all is
/// consent()'s business.
///
/// Whatever goes away (user, hub, connection, agent), the process in the container is ended.
class ExecSessions : public QObject
{
    Q_OBJECT

public:
    /// Who is in.
    struct Visitor
    {
        QString sessionId;
        QString user; ///< the account at the hub, as the hub names it
        QString container;
        QStringList command;
        Time since;
    };

    /// The hub must outlive it. `createProcess` may give nothing: no engine answers.
    ExecSessions(link::HubConnection &hub, exec::ProcessFactory createProcess, int most,
                 Clock clock = systemTime, QObject *parent = nullptr);
    ~ExecSessions() override;

    /// Dials, or tells the hub why not.
    void open(const link::ExecOpen &request);
    /// Tells the hub that the request is refused.
    void refuse(const QString &sessionId, const QString &reason);
    /// Ends all: users are told that the server goes down.
    void shutDown();

    /// Oldest first.
    [[nodiscard]] QList<Visitor> visitors() const;

Q_SIGNALS:
    void visitorsChanged();

private:
    struct Entry;

    [[nodiscard]] Result<> check(const link::ExecOpen &request) const;
    void dial(const QString &id, const link::ExecOpen &request);
    void onConnected(const QString &id, const link::ExecOpen &request);
    void onOver(const QString &id);

    link::HubConnection &m_hub;
    exec::ProcessFactory m_createProcess;
    int m_most;
    Clock m_clock;
    exec::OutputScheduler m_scheduler;
    std::map<QString, std::unique_ptr<Entry>> m_entries; // by the session's id
    int m_lastNumber = 0;
};

} // namespace fairlead::agent
