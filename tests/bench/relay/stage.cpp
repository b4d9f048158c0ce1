// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/relay/stage.h"

#include "tests/bench/relay/rest.h"

#include <QFile>
#include <QJsonDocument>
#include <QUrl>

#include <thread>

using namespace Qt::StringLiterals;

namespace fairlead::bench {

namespace {

constexpr std::chrono::seconds startTime{20};
constexpr std::chrono::milliseconds pollInterval{50};

QJsonObject firstLine(Process &process)
{
    process.socket().setTimeout(startTime);
    std::string line;
    for (char c = 0; c != '\n'; line += c) {
        if (process.socket().receive(&c, 1) == 0)
            throw Failure("the hub ended at its start");
    }
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
}

std::string text(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString().toStdString();
}

void writePrivately(const QString &path, const QJsonObject &object)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(object).toJson()) < 0)
        throw Failure("the agent's file cannot be written: " + file.errorString().toStdString());
}

} // namespace

RelayStage::RelayStage(const Engine &engine, const Programs &programs, int maxSessions)
    : m_container(engine)
    , m_local(std::make_unique<ExecServer>(Subject::Ours, programs, engine, m_container.id(), maxSessions))
{
    startHub(programs);
    m_relayed.path = "/api/v1/ws/exec/" + m_serverId + '/' + m_container.id();
    m_relayed.fields = "Authorization: Bearer " + m_token + "\r\n";
    startAgent(programs, engine, maxSessions);
    awaitAgent();
}

void RelayStage::startHub(const Programs &programs)
{
    m_hub = std::make_unique<Process>(std::vector<std::string>{programs.fairleadd, "hub", "--json", "--quiet",
                                                               "--listen", "127.0.0.1:0", "--data-dir",
                                                               m_folder.filePath(u"hub"_s).toStdString()});
    const QJsonObject first = firstLine(*m_hub);
    m_relayed.port = std::uint16_t(QUrl(first.value("url"_L1).toString()).port());
    m_token = text(callHub(m_relayed.port, "POST", "/api/v1/auth/login", {},
                           {{u"username"_s, first.value("admin_username"_L1)},
                            {u"password"_s, first.value("admin_password"_L1)}}),
                   "access_token"_L1);
    const QJsonObject server =
        callHub(m_relayed.port, "POST", "/api/v1/servers", m_token, {{u"name"_s, u"bench"_s}});
    m_serverId = text(server, "server_id"_L1);
    m_apiKey = text(server, "api_key"_L1);
}

void RelayStage::startAgent(const Programs &programs, const Engine &engine, int maxSessions)
{
    const QString file = m_folder.filePath(u"agent.json"_s);
    writePrivately(file, {{u"hub"_s, u"ws://127.0.0.1:%1"_s.arg(m_relayed.port)},
                          {u"api_key"_s, QString::fromStdString(m_apiKey)},
                          {u"max_exec_sessions"_s, maxSessions}});
    m_agent = std::make_unique<Process>(std::vector<std::string>{
        programs.fairleadd, "agent", "--quiet", "--config", file.toStdString(), "--state-dir",
        m_folder.filePath(u"agent"_s).toStdString(), "--docker-host", engine.address()});
}

void RelayStage::awaitAgent() const
{
    // It has to reach the hub, and its engine.
    for (const auto end = std::chrono::steady_clock::now() + startTime;;) {
        try {
            (void)open(true, {"true"}, false);
            return;
        } catch (const Failure &) {
            if (std::chrono::steady_clock::now() > end)
                throw;
        }
        std::this_thread::sleep_for(pollInterval);
    }
}

std::unique_ptr<Stream> RelayStage::open(bool relayed, const Command &command, bool tty) const
{
    return std::make_unique<WebSocketStream>(relayed ? m_relayed : m_local->address(), command, tty);
}

double RelayStage::cpuSeconds(bool relayed) const
{
    return relayed ? m_hub->cpuSeconds() + m_agent->cpuSeconds() : m_local->process().cpuSeconds();
}

} // namespace fairlead::bench
