// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/logmessages.h"

#include "core/link/limits.h"
#include "core/link/messageparser.h"
#include "core/link/messagewriter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::link;

/// The messages about logs, written and read.
class LogMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBack();
    void lineSaysWhoseItIs_data();
    void lineSaysWhoseItIs();
    void entry();
    void entryComesBack();
    void longestEntryFits();
    void badMembers_data();
    void badMembers();
};

void LogMessagesTest::comeBack()
{
    MessageParser parser;
    const LogEnd whole{u"l1"_s, u"the \"end\""_s, u"container"_s, u"web"_s};
    for (const LogEnd &end : {whole, LogEnd{u"l1"_s, {}, {}, {}}}) {
        QCOMPARE(*parser.fromAgent(toJson(end)), FromAgent(end));
        QCOMPARE(*parser.toFrontend(toJson(end)), ToFrontend(end));
    }
    for (const bool paused : {true, false})
        QCOMPARE(*parser.toAgent(toJson(LogFlow{u"l1"_s, paused})), ToAgent(LogFlow{u"l1"_s, paused}));
    QCOMPARE(*parser.toFrontend(toJson(AgentAway{u"why"_s})), ToFrontend(AgentAway{u"why"_s}));
    QCOMPARE(*parser.toFrontend(toJson(AgentBack{})), ToFrontend(AgentBack{}));
    QCOMPARE(toJson(LogEnd{u"l1"_s, {}, {}, {}}), R"({"type":"log_end","subscription_id":"l1"})");
}

void LogMessagesTest::lineSaysWhoseItIs_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("subscription");
    QTest::addColumn<QByteArray>("time");
    QTest::newRow("both") << R"({"subscription_id":"l1","timestamp":"t"})"_ba << u"l1"_s << "t"_ba;
    QTest::newRow("neither") << R"({"message":"m"})"_ba << QString() << ""_ba;
    QTest::newRow("escaped") << R"({"subscription_id":"l\u0031"})"_ba << u"l1"_s << ""_ba;
    QTest::newRow("numbers") << R"({"subscription_id":1,"timestamp":2})"_ba << QString() << ""_ba;
    QTest::newRow("null") << R"({"subscription_id":null,"timestamp":null})"_ba << QString() << ""_ba;
    QTest::newRow("too long") << R"({"subscription_id":")" + QByteArray(129, '1') + R"(","timestamp":")"
                                     + QByteArray(65, '1') + R"("})"
                              << QString() << ""_ba;
    QTest::newRow("deeper") << R"({"a":{"subscription_id":"l1"}})"_ba << QString() << ""_ba;
    QTest::newRow("first of two") << R"({"subscription_id":"l1","subscription_id":"l2"})"_ba << u"l1"_s
                                  << ""_ba;
}

void LogMessagesTest::lineSaysWhoseItIs()
{
    QFETCH(QByteArray, data);
    MessageParser parser;
    const auto message = parser.fromAgent(R"({"type":"log","subscription_id":"outer","data":)" + data + '}');
    QVERIFY(message);
    const Log line = std::get<Log>(*message);
    QCOMPARE(line.data.text, data);
    QTEST(line.subscriptionId, "subscription");
    QTEST(line.timestamp, "time");
    QCOMPARE(toJson(line), R"({"type":"log","data":)" + data + '}');
}

void LogMessagesTest::entry()
{
    const LogEntry full{.level = "WARN",
                        .message = "a\"\\\n\x01\x1b ü",
                        .timestamp = "t",
                        .subscriptionId = u"l1"_s,
                        .source = u"container"_s,
                        .stream = u"stderr"_s,
                        .containerId = u"c1"_s,
                        .containerName = u"web"_s,
                        .unit = u"u"_s,
                        .isCut = true,
                        .dropped = 7};
    const QJsonObject data = QJsonDocument::fromJson(toJson(full)).object().value("data"_L1).toObject();
    QCOMPARE(data, (QJsonObject{{"level"_L1, "WARN"_L1},
                                {"message"_L1, u"a\"\\\n\x01\x1b ü"_s},
                                {"timestamp"_L1, "t"_L1},
                                {"subscription_id"_L1, "l1"_L1},
                                {"source"_L1, "container"_L1},
                                {"stream"_L1, "stderr"_L1},
                                {"container_id"_L1, "c1"_L1},
                                {"container_name"_L1, "web"_L1},
                                {"unit"_L1, "u"_L1},
                                {"cut"_L1, true},
                                {"dropped"_L1, 7}}));
    QCOMPARE(
        toJson(LogEntry{.level = "INFO", .message = "m", .timestamp = "t", .subscriptionId = u"l1"_s}),
        R"({"type":"log","data":{"level":"INFO","message":"m","timestamp":"t","subscription_id":"l1"}})");
}

void LogMessagesTest::entryComesBack()
{
    MessageParser parser;
    const auto line = parser.fromAgent(toJson(LogEntry{.level = "WARN",
                                                       .message = "a\"\\\n\x01 ü",
                                                       .timestamp = "t",
                                                       .subscriptionId = u"l1"_s,
                                                       .source = u"container"_s,
                                                       .stream = u"stderr"_s,
                                                       .containerId = u"c1"_s,
                                                       .containerName = u"web"_s,
                                                       .unit = u"u"_s,
                                                       .isCut = true,
                                                       .dropped = 7}));
    const auto read = parser.logEntry(std::get<Log>(*line).data);
    QVERIFY(read);
    QCOMPARE(toJson(*read), toJson(std::get<Log>(*line)));
    const auto seed = parser.logEntry({R"({"message":"m"})"});
    QVERIFY(seed);
    QCOMPARE(seed->message, "m");
    QVERIFY(!seed->isCut);
    for (const char *bad : {R"({"level":"INFO"})", R"({"message":1})", R"({"message":"m","cut":1})",
                            R"({"message":"m","dropped":"x"})", R"({"message":"m")", "[]", ""})
        QVERIFY2(!parser.logEntry({bad}), bad);
}

/// Lines have 64 KiB at most, and no byte takes more than six.
void LogMessagesTest::longestEntryFits()
{
    const QByteArray text = toJson(LogEntry{.level = "INFO", .message = QByteArray(64 * 1024, '\x01')});
    QCOMPARE_LT(text.size(), maxMessage);
    QVERIFY(MessageParser().fromAgent(text));
}

void LogMessagesTest::badMembers_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {R"({"type":"log_end"})", R"({"type":"log_end","subscription_id":1})",
          R"({"type":"log_end","subscription_id":"l1","reason":1})", R"({"type":"log_pause"})",
          R"({"type":"log_resume","subscription_id":null})", R"({"type":"log","data":[]})",
          R"({"type":"log"})", R"({"type":"agent_away","message":1})"})
        QTest::newRow(text) << QByteArray(text);
}

void LogMessagesTest::badMembers()
{
    QFETCH(QByteArray, text);
    MessageParser parser;
    const auto isRead = [](const auto &message) {
        return message && !std::holds_alternative<UnknownType>(*message);
    };
    QVERIFY(!isRead(parser.fromAgent(text)));
    QVERIFY(!isRead(parser.toAgent(text)));
    QVERIFY(!isRead(parser.toFrontend(text)));
}

QTEST_APPLESS_MAIN(LogMessagesTest)
#include "logmessages.moc"
