// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messageparser.h"

#include "core/link/limits.h"
#include "core/link/messagewriter.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::link;
using namespace fairlead::test;

/// Reading messages, good and bad ones.
class MessageParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void malformed_data();
    void malformed();
    void agentsBadMembers_data();
    void agentsBadMembers();
    void hubsBadMembers_data();
    void hubsBadMembers();
    void unknownTypesAreNoErrors();
    void directionsAreKeptApart();
    void metricsAreSpliced_data();
    void metricsAreSpliced();
    void logDataIsTakenOut_data();
    void logDataIsTakenOut();
    void depthIsBounded();
    void sizeIsBounded();
    void everyCutOfAMessageIsAnError();
    void serverIdOfAnAgentCountsNothing();
    void optionalMembers();
};

namespace {

QByteArray nested(int depth)
{
    return "{\"type\":\"metrics\",\"a\":" + QByteArray(depth, '[') + QByteArray(depth, ']') + "}";
}

} // namespace

void MessageParserTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("empty", "");
    row("blank", " \n");
    row("no JSON", "hello");
    row("open object", R"({"type":"ping")");
    row("two values", R"({"type":"ping"}{"type":"ping"})");
    row("garbage behind", R"({"type":"ping"} x)");
    row("trailing comma", R"({"type":"ping",})");
    row("single quotes", R"({'type':'ping'})");
    row("comment", R"({"type":"ping"/**/})");
    row("array", R"(["type","ping"])");
    row("string", R"("ping")");
    row("null", "null");
    row("no type", R"({"Type":"ping"})");
    row("type is a number", R"({"type":1})");
    row("type is null", R"({"type":null})");
    row("type is too long", R"({"type":")" + QByteArray(65, 'a') + R"("})");
    row("first type counts", R"({"type":1,"type":"ping"})");
    row("bare control character", "{\"type\":\"metrics\",\"a\":\"\x01\"}");
    row("NUL", QByteArray("{\"type\":\"metrics\",\"a\":\"\0\"}", 26));
    row("invalid UTF-8", "{\"type\":\"metrics\",\"a\":\"\xff\"}");
    row("cut UTF-8", "{\"type\":\"metrics\",\"a\":\"\xe2\x82\"}");
    row("overlong UTF-8", "{\"type\":\"metrics\",\"a\":\"\xc0\xaf\"}");
    row("surrogate in UTF-8", "{\"type\":\"metrics\",\"a\":\"\xed\xa0\x80\"}");
    row("bad escape", R"({"type":"metrics","a":"\x"})");
    row("leading zero", R"({"type":"metrics","a":01})");
    row("NaN", R"({"type":"metrics","a":NaN})");
    row("beyond 64 bits", R"({"type":"metrics","a":123456789012345678901234567890})");
    row("beyond a double", R"({"type":"metrics","a":1e999})");
}

void MessageParserTest::malformed()
{
    QFETCH(const QByteArray, text);
    MessageParser parser;
    const auto message = parser.fromAgent(text);
    QVERIFY(!message);
    QCOMPARE(message.error().code, ErrorCode::ProtocolError);
    QVERIFY(!parser.toAgent(text));
    QVERIFY(!parser.fromFrontend(text));
    QVERIFY(!parser.toFrontend(text));
    QVERIFY(parser.fromAgent(R"({"type":"ping"})")); // and the next one is read
}

void MessageParserTest::agentsBadMembers_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("auth without key", R"({"type":"auth"})");
    row("auth, key null", R"({"type":"auth","api_key":null})");
    row("auth, key is an object", R"({"type":"auth","api_key":{}})");
    row("auth, key too long", R"({"type":"auth","api_key":")" + QByteArray(8193, 'k') + R"("})");
    row("capabilities are no list", R"({"type":"auth","api_key":"k","capabilities":"logs"})");
    row("capabilities are numbers", R"({"type":"auth","api_key":"k","capabilities":[1]})");
    row("too many capabilities",
        R"({"type":"auth","api_key":"k","capabilities":[)" + QByteArray("\"a\",").repeated(32) + R"("a"]})");
    row("exec refusal without id", R"({"type":"exec_response","success":false})");
    row("exec refusal without success", R"({"type":"exec_response","session_id":"1"})");
    row("exec end without id", R"({"type":"exec_ended","exit_code":0})");
    row("exit code is text", R"({"type":"exec_ended","session_id":"1","exit_code":"0"})");
    row("response without id", R"({"type":"command_response","output":"","exit_code":0,"duration_ms":0})");
    row("exit code is text",
        R"({"type":"command_response","command_id":"1","output":"","exit_code":"0","duration_ms":0})");
    row("exit code beyond int",
        R"({"type":"command_response","command_id":"1","output":"","exit_code":4294967296,"duration_ms":0})");
    row("duration beyond all",
        R"({"type":"command_response","command_id":"1","output":"","exit_code":0,"duration_ms":1e300})");
    row("success is text", R"({"type":"docker_response","command_id":"1","success":"true"})");
    row("log without data", R"({"type":"log"})");
    row("log data is text", R"({"type":"log","data":"x"})");
}

void MessageParserTest::agentsBadMembers()
{
    QFETCH(const QByteArray, text);
    MessageParser parser;
    const auto message = parser.fromAgent(text);
    QVERIFY(!message);
    QCOMPARE(message.error().code, ErrorCode::ProtocolError);
    QVERIFY(message.error().detail.contains("missing or wrong"_L1));
}

void MessageParserTest::hubsBadMembers_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("success without id", R"({"type":"auth_success","message":"x"})");
    row("command without text", R"({"type":"command","command_id":"1"})");
    row("command without id", R"({"type":"command","command":"ls"})");
    row("command id too long",
        R"({"type":"command","command":"ls","command_id":")" + QByteArray(129, '1') + R"("})");
    row("timeout is text", R"({"type":"command","command_id":"1","command":"ls","timeout_s":"60"})");
    row("docker command without container", R"({"type":"docker_command","command_id":"1","action":"start"})");
    row("container is a list",
        R"({"type":"docker_command","command_id":"1","action":"start","container_id":[]})");
    row("subscription without source", R"({"type":"log_subscribe","subscription_id":"1"})");
    row("tail is text", R"({"type":"log_subscribe","subscription_id":"1","source":"journal","tail":"all"})");
    row("end without id", R"({"type":"log_unsubscribe"})");
    row("shell without session",
        R"({"type":"exec_open","relay_token":"t","container_id":"c","command":["a"]})");
    row("shell without token", R"({"type":"exec_open","session_id":"1","container_id":"c","command":["a"]})");
    row("shell without container",
        R"({"type":"exec_open","session_id":"1","relay_token":"t","command":["a"]})");
    row("command is text",
        R"({"type":"exec_open","session_id":"1","relay_token":"t","container_id":"c","command":"sh"})");
    row("tty is text",
        R"({"type":"exec_open","session_id":"1","relay_token":"t","container_id":"c","command":["a"],"tty":"true"})");
    row("env is an object",
        R"({"type":"exec_open","session_id":"1","relay_token":"t","container_id":"c","command":["a"],"env":{}})");
    row("too many arguments",
        R"({"type":"exec_open","session_id":"1","relay_token":"t","container_id":"c","command":[)"
            + QByteArray("\"a\",").repeated(1024) + R"("a"]})");
}

void MessageParserTest::hubsBadMembers()
{
    QFETCH(const QByteArray, text);
    MessageParser parser;
    QVERIFY(!parser.toAgent(text));
}

void MessageParserTest::unknownTypesAreNoErrors()
{
    MessageParser parser;
    const QByteArray text = R"({"type":"quantum","command":1})";
    QCOMPARE(*parser.fromAgent(text), FromAgent(UnknownType{u"quantum"_s}));
    QCOMPARE(*parser.toAgent(text), ToAgent(UnknownType{u"quantum"_s}));
    QCOMPARE(*parser.fromFrontend(text), FromFrontend(UnknownType{u"quantum"_s}));
    QCOMPARE(*parser.toFrontend(text), ToFrontend(UnknownType{u"quantum"_s}));
    QCOMPARE(*parser.fromAgent(R"({"type":""})"), FromAgent(UnknownType{}));
}

void MessageParserTest::directionsAreKeptApart()
{
    MessageParser parser;
    const QByteArray command = toJson(Command{u"1"_s, u"reboot"_s, {}});
    QCOMPARE(*parser.fromAgent(command), FromAgent(UnknownType{u"command"_s}));
    QCOMPARE(*parser.fromFrontend(command), FromFrontend(UnknownType{u"command"_s}));
    QVERIFY(!parser.fromFrontend(toJson(AgentAuth{u"key"_s, {}})));
    QVERIFY(!parser.fromAgent(toJson(FrontendAuth{u"token"_s})));
}

void MessageParserTest::metricsAreSpliced_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("data");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &data) {
        QTest::newRow(name) << text << data;
    };
    row("as the seed has it", R"({"type":"metrics","server_id":"x","cpu":1.50,"mem":2})",
        R"({"cpu":1.50,"mem":2})");
    row("nothing else", R"({"type":"metrics"})", "{}");
    row("at the end", R"({"cpu":1,"server_id":"x","type":"metrics"})", R"({"cpu":1})");
    row("in the middle",
        R"({"a":1,"type":"metrics","b":[{"type":"x","server_id":2}],"server_id":{"a":"}"},"c":3})",
        R"({"a":1,"b":[{"type":"x","server_id":2}],"c":3})");
    row("several times", R"({"server_id":1,"type":"metrics","a":1,"server_id":2,"type":"x","server_id":[]})",
        R"({"a":1})");
    row("white space", "\n { \"type\" : \"metrics\" ,\t\"a\" : 1 , \"server_id\" : null } \r\n",
        R"({"a" : 1})");
    row("braces in strings", R"({"a":"}],{\"\\","type":"metrics","b":"\\"})", R"({"a":"}],{\"\\","b":"\\"})");
    row("escaped names", "{\"t\\u0079pe\":\"metrics\",\"server\\u005fid\":1,\"a\":1}", R"({"a":1})");
    row("numbers keep their digits", R"({"type":"metrics","a":0.10000000000000000001,"b":-0,"c":1E+2})",
        R"({"a":0.10000000000000000001,"b":-0,"c":1E+2})");
    row("duplicates pass", R"({"type":"metrics","a":1,"a":2})", R"({"a":1,"a":2})");
    row("other scripts", R"({"type":"metrics","host":"Zürich 你好"})", R"({"host":"Zürich 你好"})");
}

void MessageParserTest::metricsAreSpliced()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, data);
    MessageParser parser;
    const auto message = parser.fromAgent(text);
    QVERIFY2(message, why(message).constData());
    const auto *metrics = std::get_if<Metrics>(&*message);
    QVERIFY(metrics);
    QCOMPARE(metrics->data.text, data);
    const QByteArray forFrontend = metricsForFrontend(*metrics);
    QCOMPARE(forFrontend, "{\"type\":\"metrics\",\"data\":" + data + "}");
    QVERIFY(parser.toFrontend(forFrontend));
    // And back into what an agent sends.
    const auto again = parser.fromAgent(metricsForHub(u"id"_s, *metrics));
    QVERIFY2(again, why(again).constData());
    QCOMPARE(*again, *message);
}

void MessageParserTest::logDataIsTakenOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("alone") << QByteArray(R"({"type":"log","data":{"message":"a\"}"}})")
                           << QByteArray(R"({"message":"a\"}"})");
    QTest::newRow("between") << QByteArray(R"({"a":{"data":1}, "data" : {} ,"type":"log","b":2})")
                             << QByteArray("{}");
    QTest::newRow("the first") << QByteArray(R"({"data":{"a":1},"data":{"a":2},"type":"log"})")
                               << QByteArray(R"({"a":1})");
}

void MessageParserTest::logDataIsTakenOut()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, data);
    MessageParser parser;
    QCOMPARE(*parser.fromAgent(text), FromAgent(Log{{data}}));
    QCOMPARE(*parser.toFrontend(text), ToFrontend(Log{{data}}));
}

void MessageParserTest::depthIsBounded()
{
    MessageParser parser;
    QVERIFY(parser.fromAgent(nested(maxDepth - 2)));
    QVERIFY(!parser.fromAgent(nested(maxDepth)));
    QVERIFY(!parser.fromAgent(nested(500'000)));
    // Growing must not forget the bound.
    QVERIFY(parser.fromAgent("{\"type\":\"metrics\",\"a\":\"" + QByteArray(500'000, 'a') + "\"}"));
    QVERIFY(!parser.fromAgent(nested(maxDepth)));
}

void MessageParserTest::sizeIsBounded()
{
    MessageParser parser;
    const QByteArray frame = R"({"type":"metrics","a":""})";
    QByteArray text = frame;
    text.insert(text.size() - 2, QByteArray(maxMessage - frame.size(), 'a'));
    QVERIFY(parser.fromAgent(text));
    const auto tooLong = parser.fromAgent(text + ' ');
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().code, ErrorCode::TooLarge);
}

void MessageParserTest::everyCutOfAMessageIsAnError()
{
    MessageParser parser;
    const QByteArray text =
        R"({"type":"metrics","server_id":"a\"b","d":[{"e":-1.5e3,"f":"ü\u00fc"},true,null]})";
    QVERIFY(parser.fromAgent(text));
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY2(!parser.fromAgent(text.first(size)), text.first(size).constData());
}

void MessageParserTest::serverIdOfAnAgentCountsNothing()
{
    MessageParser parser;
    QCOMPARE(*parser.fromAgent(R"({"type":"auth","api_key":"k","server_id":"forged"})"),
             FromAgent(AgentAuth{u"k"_s, {}}));
    const auto metrics = parser.fromAgent(R"({"type":"metrics","server_id":"forged","a":1})");
    QVERIFY(!std::get<Metrics>(*metrics).data.text.contains("forged"));
}

void MessageParserTest::optionalMembers()
{
    MessageParser parser;
    QCOMPARE(
        *parser.toAgent(R"({"type":"log_subscribe","subscription_id":"1","source":"journal","tail":null})"),
        ToAgent(LogSubscribe{u"1"_s, u"journal"_s, {}, {}, {}, true}));
    QCOMPARE(*parser.toAgent(R"({"type":"command","command_id":"1","command":"ls","timeout_s":5.0,"x":{}})"),
             ToAgent(Command{u"1"_s, u"ls"_s, 5}));
    QCOMPARE(*parser.fromAgent(R"({"type":"docker_response","command_id":"1","success":false})"),
             FromAgent(DockerResponse{u"1"_s, false, {}}));
}

QTEST_APPLESS_MAIN(MessageParserTest)
#include "messageparser.moc"
