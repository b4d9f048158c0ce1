// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/agent.h"
#include "core/exec/codec.h"
#include "core/link/agentpeer.h"
#include "core/link/messagewriter.h"
#include "core/net/listener.h"
#include "tests/support/await.h"
#include "tests/support/fakehost.h"
#include "tests/support/fakeprocess.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>

namespace fairlead::test {

/// A hub's listener: the agent's first connection and those that it dials for shells.
class FakeHub : public net::RequestRouter
{
public:
    FakeHub() : listener({}, *this) { good = listener.start(QHostAddress::LocalHost, 0).has_value(); }

    net::RouteDecision route(const net::RequestHead &head) override
    {
        paths += head.path;
        tokens += head.value("authorization");
        if (head.path == "/api/v1/agents/ws")
            return net::AcceptUpgrade{
                link::Peer::channelSettings(), {}, [this](auto channel) { control = std::move(channel); }};
        if (!takesShells)
            return net::HttpReply{404, "No.", {}};
        return net::AcceptUpgrade{{}, {}, [this](std::unique_ptr<net::MessageChannel> channel) {
                                      QObject::connect(
                                          channel.get(), &net::MessageChannel::messageReceived, channel.get(),
                                          [this](const QByteArray &message) { heard += message; });
                                      shells.push_back(std::move(channel));
                                  }};
    }

    bool hears(const QByteArray &message)
    {
        return eventually([&] { return heard.contains(message); });
    }

    QByteArrayList paths;
    QByteArrayList tokens;
    std::unique_ptr<net::MessageChannel> control;
    std::vector<std::unique_ptr<net::MessageChannel>> shells;
    QByteArrayList heard;
    bool takesShells = true;
    bool good = false;
    net::Listener listener;
};

enum class EngineKind { Fake, Gone, None };

struct ExecScene
{
    explicit ExecScene(agent::Locks locks = {}, EngineKind engine = EngineKind::Fake, int most = 10)
    {
        agent::Agent::Settings settings;
        settings.config.hub = QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(hub.listener.serverPort()));
        settings.config.apiKey = QStringLiteral("key");
        settings.config.locks = locks;
        settings.config.maxExecSessions = most;
        settings.spool.folder = folder.filePath(QStringLiteral("spool"));
        if (engine == EngineKind::Fake)
            settings.createProcess = [this](const docker::ExecSpec &spec) {
                auto process = std::make_unique<FakeProcess>(spec);
                processes.append(process.get());
                return process;
            };
        else if (engine == EngineKind::Gone)
            settings.createProcess = [](const docker::ExecSpec &) { return nullptr; };
        agent = std::make_unique<agent::Agent>(settings, host, [] { return std::nullopt; });
        good = agent->start().has_value() && eventually([this] { return bool(hub.control); });
        peer = std::make_unique<link::AgentPeer>(std::move(hub.control), parser);
        link::AgentPeer *p = peer.get();
        QObject::connect(p, &link::Peer::authRequested, p, [p] { p->accept(QStringLiteral("s1")); });
        QObject::connect(p, &link::AgentPeer::execResponse, p,
                         [this](const link::ExecResponse &response) { refusals.append(response); });
        QObject::connect(p, &link::AgentPeer::execEnded, p,
                         [this](const link::ExecEnded &end) { ends.append(end); });
        good = good && eventually([this] { return agent->connection().link().isOnline(); });
    }

    void ask(const link::ExecOpen &request) { peer->send(toJson(request)); }
    /// Its process, once it was started.
    FakeProcess *open(const link::ExecOpen &request)
    {
        const qsizetype before = processes.size();
        ask(request);
        const bool came = eventually(
            [&] { return processes.size() > before && processes.last() && processes.last()->isStarted(); });
        return came ? processes.last().data() : nullptr;
    }
    /// The reason of the next refusal.
    QString refusal()
    {
        return eventually([&] { return !refusals.isEmpty(); }) ? refusals.takeFirst().message : QString();
    }

    FakeHub hub;
    QTemporaryDir folder;
    FakeHost host;
    QList<QPointer<FakeProcess>> processes;
    std::unique_ptr<agent::Agent> agent;
    link::MessageParser parser;
    std::unique_ptr<link::AgentPeer> peer;
    QList<link::ExecResponse> refusals;
    QList<link::ExecEnded> ends;
    bool good = false;
};

inline link::ExecOpen execRequest(const QString &id = QStringLiteral("session-1"))
{
    return {.sessionId = id,
            .relayToken = QStringLiteral("0123456789abcdef-_"),
            .containerId = QStringLiteral("box"),
            .command = {QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("a b")},
            .openedBy = QStringLiteral("otto")};
}

} // namespace fairlead::test
