// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/engine.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace fairlead::bench {

namespace {

constexpr std::string_view scheme = "unix://";
constexpr std::chrono::seconds answerTime{60};

QJsonObject parse(const std::string &body)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

std::string toText(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

/// Status of an answer whose head has come whole.
int statusOf(const std::string &answer)
{
    const auto space = answer.find(' ');
    return space == std::string::npos ? 0 : std::atoi(answer.c_str() + space);
}

/// Receives up to the end of the head; gives the position behind it.
std::size_t receiveHead(Socket &socket, std::string &answer)
{
    std::array<char, 16 * 1024> buffer;
    while (true) {
        if (const auto end = answer.find("\r\n\r\n"); end != std::string::npos)
            return end + 4;
        const auto got = socket.receive(buffer.data(), buffer.size());
        if (got == 0)
            throw Failure("the engine closed the connection inside its answer");
        answer.append(buffer.data(), got);
    }
}

std::string textOf(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString().toStdString();
}

} // namespace

Engine::Engine(const std::string &address) : m_address(address)
{
    if (!address.starts_with(scheme))
        throw Failure("the benchmark needs an engine at a unix:// address, not at " + address);
    m_path = address.substr(scheme.size());
    (void)describe();
}

Engine::Answer Engine::request(const std::string &method, const std::string &path,
                               const std::string &body) const
{
    auto socket = Socket::toUnix(m_path);
    socket.setTimeout(answerTime);
    // HTTP/1.0, so that the answer is neither chunked nor kept alive.
    socket.send(method + ' ' + path + " HTTP/1.0\r\nHost: engine\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    std::string answer;
    const auto headSize = receiveHead(socket, answer);
    std::array<char, 16 * 1024> buffer;
    while (const auto got = socket.receive(buffer.data(), buffer.size()))
        answer.append(buffer.data(), got);
    const int status = statusOf(answer);
    if (status >= 400)
        throw Failure(method + ' ' + path + ": " + answer.substr(headSize));
    return {status, answer.substr(headSize)};
}

std::string Engine::describe() const
{
    const auto version = parse(request("GET", "/version").body);
    const auto component = version.value("Components"_L1).toArray().first().toObject();
    return textOf(component, "Name"_L1) + ' ' + textOf(version, "Version"_L1) + ", API "
           + textOf(version, "ApiVersion"_L1);
}

std::string Engine::createExec(const std::string &container, const Command &command, bool tty) const
{
    QJsonArray argv;
    for (const auto &argument : command)
        argv.append(QString::fromStdString(argument));
    const QJsonObject body{
        {"AttachStdin"_L1, true}, {"AttachStdout"_L1, true}, {"AttachStderr"_L1, true},
        {"Tty"_L1, tty},          {"Cmd"_L1, argv},
    };
    return textOf(parse(request("POST", "/containers/" + container + "/exec", toText(body)).body), "Id"_L1);
}

Engine::Started Engine::startExec(const std::string &id, bool tty) const
{
    auto socket = Socket::toUnix(m_path);
    socket.setTimeout(answerTime);
    const std::string body = toText({{"Detach"_L1, false}, {"Tty"_L1, tty}});
    socket.send("POST /exec/" + id + "/start HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n"
                + "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: " + std::to_string(body.size())
                + "\r\n\r\n" + body);
    std::string answer;
    const auto headSize = receiveHead(socket, answer);
    if (const int status = statusOf(answer); status != 101 && status != 200)
        throw Failure("starting an exec: " + answer);
    return {std::move(socket), answer.substr(headSize)};
}

std::optional<int> Engine::exitCode(const std::string &execId) const
{
    const auto details = parse(request("GET", "/exec/" + execId + "/json").body);
    const auto code = details.value("ExitCode"_L1);
    if (details.value("Running"_L1).toBool() || !code.isDouble())
        return std::nullopt;
    return code.toInt();
}

int Engine::countProcesses(const std::string &container, const std::string &text) const
{
    const auto table = parse(request("GET", "/containers/" + container + "/top").body);
    int count = 0;
    for (const auto &row : table.value("Processes"_L1).toArray()) {
        if (row.toArray().last().toString().contains(QString::fromStdString(text)))
            ++count;
    }
    return count;
}

BenchContainer::BenchContainer(const Engine &engine) : m_engine(engine)
{
    const QJsonObject host{{"NetworkMode"_L1, "none"_L1}, {"ShmSize"_L1, 256 * 1024 * 1024}};
    const QJsonObject body{
        {"Image"_L1, "fairlead-demo:latest"_L1},
        {"Cmd"_L1, QJsonArray{"sleep"_L1, "1000000"_L1}},
        {"StopTimeout"_L1, 1},
        {"Labels"_L1, QJsonObject{{"fairlead.bench"_L1, "exec"_L1}}},
        {"HostConfig"_L1, host},
    };
    m_id = textOf(parse(m_engine.request("POST", "/containers/create", toText(body)).body), "Id"_L1);
    (void)m_engine.request("POST", "/containers/" + m_id + "/start");
}

BenchContainer::~BenchContainer()
{
    try {
        (void)m_engine.request("DELETE", "/containers/" + m_id + "?force=true&v=true");
    } catch (const Failure &) {
        // There is nobody to tell, and nothing more to try.
    }
}

} // namespace fairlead::bench
