// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messageparser.h"
#include "core/link/messagewriter.h"
#include "tests/support/await.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace fairlead::link;
using namespace fairlead::test;

/// Every message that the protocol's document shows, letter by letter, in the order of the document. Where it
/// leaves something out ("[...]"), so do these.
class ProtocolExamplesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentSends_data();
    void agentSends();
    void agentReceives_data();
    void agentReceives();
    void frontendSends();
    void frontendReceives_data();
    void frontendReceives();
};

namespace {

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

const QByteArray metricsExample = R"({
  "type": "metrics",
  "server_id": "uuid",
  "cpu_percent": 45.2,
  "memory_percent": 62.5,
  "disk_usage": [],
  "network": [],
  "timestamp": "2024-01-01T00:00:00Z"
})";

} // namespace

void ProtocolExamplesTest::agentSends_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<FromAgent>("message");
    QTest::newRow("auth") << QByteArray(R"({
      "type": "auth",
      "api_key": "your-api-key-here"
    })") << FromAgent(AgentAuth{u"your-api-key-here"_s, {}});
    QTest::newRow("metrics") << metricsExample
                             << FromAgent(Metrics{{R"({"cpu_percent": 45.2,
  "memory_percent": 62.5,
  "disk_usage": [],
  "network": [],
  "timestamp": "2024-01-01T00:00:00Z"})"},
                                                  "2024-01-01T00:00:00Z"});
    QTest::newRow("command_response") << QByteArray(R"({
  "type": "command_response",
  "command_id": "uuid",
  "output": "total 100\n...",
  "exit_code": 0,
  "duration_ms": 150
})") << FromAgent(CommandResponse{u"uuid"_s, u"total 100\n..."_s, 0, 150});
    QTest::newRow("docker_response") << QByteArray(R"({
  "type": "docker_response",
  "command_id": "uuid",
  "success": true,
  "message": "Container started"
})") << FromAgent(DockerResponse{u"uuid"_s, true, u"Container started"_s});
}

void ProtocolExamplesTest::agentSends()
{
    QFETCH(const QByteArray, text);
    QFETCH(const FromAgent, message);
    MessageParser parser;
    const auto read = parser.fromAgent(text);
    QVERIFY2(read, why(read).constData());
    QVERIFY(*read == message);
    const auto write = [](const auto &value) -> QByteArray {
        if constexpr (requires { toJson(value); })
            return toJson(value);
        else if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Metrics>)
            return metricsForHub(u"uuid"_s, value);
        return {};
    };
    QCOMPARE(json(std::visit(write, message)), json(text));
}

void ProtocolExamplesTest::agentReceives_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ToAgent>("message");
    QTest::newRow("auth_success") << QByteArray(R"({
      "type": "auth_success",
      "server_id": "uuid",
      "message": "Connected successfully"
    })") << ToAgent(AuthSuccess{u"uuid"_s, u"Connected successfully"_s});
    QTest::newRow("command") << QByteArray(R"({
  "type": "command",
  "command_id": "uuid",
  "command": "ls -la"
})") << ToAgent(Command{u"uuid"_s, u"ls -la"_s, {}});
    QTest::newRow("docker_command") << QByteArray(R"({
  "type": "docker_command",
  "command_id": "uuid",
  "action": "start",
  "container_id": "container-id"
})") << ToAgent(DockerCommand{u"uuid"_s, u"start"_s, u"container-id"_s});
    QTest::newRow("authentication failed") << QByteArray(R"({
  "type": "error",
  "message": "Invalid or inactive API key"
})") << ToAgent(ErrorMessage{u"Invalid or inactive API key"_s});
    QTest::newRow("invalid message") << QByteArray(R"({
  "type": "error",
  "message": "Invalid message format"
})") << ToAgent(ErrorMessage{u"Invalid message format"_s});
}

void ProtocolExamplesTest::agentReceives()
{
    QFETCH(const QByteArray, text);
    QFETCH(const ToAgent, message);
    MessageParser parser;
    const auto read = parser.toAgent(text);
    QVERIFY2(read, why(read).constData());
    QVERIFY(*read == message);
    const auto write = [](const auto &value) -> QByteArray {
        if constexpr (requires { toJson(value); })
            return toJson(value);
        return {};
    };
    QCOMPARE(json(std::visit(write, message)), json(text));
}

void ProtocolExamplesTest::frontendSends()
{
    MessageParser parser;
    const QByteArray text = R"({
      "type": "auth",
      "token": "jwt-access-token"
    })";
    QCOMPARE(*parser.fromFrontend(text), FromFrontend(FrontendAuth{u"jwt-access-token"_s}));
    QCOMPARE(json(toJson(FrontendAuth{u"jwt-access-token"_s})), json(text));
}

void ProtocolExamplesTest::frontendReceives_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("metrics") << QByteArray(R"({
      "type": "metrics",
      "data": {
        "cpu_percent": 45.2,
        "memory_percent": 62.5
      }
    })") << metricsForFrontend({{R"({"cpu_percent":45.2,"memory_percent":62.5})"}});
    QTest::newRow("log") << QByteArray(R"({
      "type": "log",
      "data": {
        "level": "INFO",
        "message": "Log message",
        "timestamp": "2024-01-01T00:00:00Z"
      }
    })") << toJson(Log{{R"({"level":"INFO","message":"Log message","timestamp":"2024-01-01T00:00:00Z"})"}});
    MessageParser parser;
    const auto sample = parser.fromAgent(metricsExample);
    QTest::newRow("what an agent sent") << QByteArray(R"({"type":"metrics","data":{"cpu_percent":45.2,
        "memory_percent":62.5,"disk_usage":[],"network":[],"timestamp":"2024-01-01T00:00:00Z"}})")
                                        << metricsForFrontend(std::get<Metrics>(*sample));
}

void ProtocolExamplesTest::frontendReceives()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, written);
    QCOMPARE(json(written), json(text));
    MessageParser parser;
    QVERIFY(parser.toFrontend(text));
    QVERIFY(!std::holds_alternative<UnknownType>(*parser.toFrontend(text)));
}

QTEST_APPLESS_MAIN(ProtocolExamplesTest)
#include "protocolexamples.moc"
