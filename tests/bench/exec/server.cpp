// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/server.h"

#include "tests/bench/exec/engine.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <cstdlib>

using namespace Qt::StringLiterals;

namespace fairlead::bench {

namespace {

constexpr std::chrono::seconds startTime{20};

std::vector<std::string> argvOf(Subject subject, const Programs &programs, const Engine &engine,
                                const std::string &container, int maxSessions)
{
    const std::string sessions = std::to_string(maxSessions);
    if (subject == Subject::Npm)
        return {"node", programs.npmServer, engine.address(), container, sessions};
    return {programs.fairleadd, "exec",           "--json",  "--listen",
            "127.0.0.1:0",      "--container",    container, "--docker-host",
            engine.address(),   "--max-sessions", sessions};
}

ServerAddress parseFirstLine(const std::string &line)
{
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    const QUrl url(object.value("url"_L1).toString());
    if (url.port() <= 0)
        throw Failure("a server did not say where it listens, but: " + line);
    return {std::uint16_t(url.port()), url.path(QUrl::FullyEncoded).toStdString()};
}

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    if (!value || !*value)
        throw Failure(std::string(name) + " is not set; start the benchmark with ./dev bench exec");
    return value;
}

} // namespace

Programs findPrograms()
{
    (void)variable("FAIRLEAD_INTEROP_DIR");
    return {variable("FAIRLEAD_BIN_DIR") + "/fairleadd", FAIRLEAD_NPM_SERVER};
}

ExecServer::ExecServer(Subject subject, const Programs &programs, const Engine &engine,
                       const std::string &container, int maxSessions)
    : m_process(argvOf(subject, programs, engine, container, maxSessions))
{
    auto &socket = m_process.socket();
    socket.setTimeout(startTime);
    std::string line;
    for (char c = 0; c != '\n'; line += c) {
        if (socket.receive(&c, 1) == 0)
            throw Failure("a server ended at its start: "
                          + std::string(subject == Subject::Npm ? "npm" : "ours"));
    }
    m_address = parseFirstLine(line);
}

} // namespace fairlead::bench
