// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messagewriter.h"

#include "core/link/limits.h"
#include "core/link/messageparser.h"
#include "tests/support/await.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace fairlead::link;
using namespace fairlead::test;

/// What is written is what is read.
class MessageWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentsMessagesComeBack();
    void hubsMessagesComeBack();
    void frontendsMessagesComeBack();
    void stringsAreEscaped_data();
    void stringsAreEscaped();
    void absentMembersAreNotWritten();
    void longOutputIsCut_data();
    void longOutputIsCut();
};

namespace {

const QString awkward =
    u"quote \" backslash \\ line\nfeed\r\t\b\f null "_s + QChar(0) + u" ü 你好 \U0001F6A2 </script>"_s;

} // namespace

void MessageWriterTest::agentsMessagesComeBack()
{
    MessageParser parser;
    const auto comesBack = [&](const auto &message) {
        const auto read = parser.fromAgent(toJson(message));
        return read && *read == FromAgent(message);
    };
    QVERIFY(comesBack(AgentAuth{awkward, {}}));
    QVERIFY(comesBack(AgentAuth{u"key"_s, {u"logs"_s, awkward.first(20)}}));
    QVERIFY(comesBack(Log{{R"({"level":"INFO"})"}}));
    QVERIFY(comesBack(CommandResponse{u"id"_s, awkward, -1, 1LL << 40}));
    QVERIFY(comesBack(DockerResponse{u"id"_s, true, awkward}));
    for (int code = 0; code <= int(fairlead::ErrorCode::Cancelled); ++code)
        QVERIFY(comesBack(DockerResponse{
            u"id"_s, false, u"m"_s, fairlead::Error{fairlead::ErrorCode(code), awkward.first(20), awkward}}));
    QVERIFY(comesBack(ExecResponse{u"id"_s, false, awkward}));
    QVERIFY(comesBack(ExecEnded{u"id"_s, 137}));
    QVERIFY(comesBack(ExecEnded{u"id"_s, {}}));
    QVERIFY(comesBack(Ping{}));
    QVERIFY(comesBack(Pong{}));
    QVERIFY(comesBack(ErrorMessage{awkward}));
}

void MessageWriterTest::hubsMessagesComeBack()
{
    MessageParser parser;
    const auto comesBack = [&](const auto &message) {
        const auto read = parser.toAgent(toJson(message));
        return read && *read == ToAgent(message);
    };
    QVERIFY(comesBack(AuthSuccess{u"id"_s, awkward}));
    QVERIFY(comesBack(Command{u"id"_s, awkward, {}}));
    QVERIFY(comesBack(Command{u"id"_s, u"ls -la"_s, 30}));
    QVERIFY(comesBack(CommandCancel{u"id"_s}));
    QVERIFY(comesBack(DockerCommand{u"id"_s, u"start"_s, awkward}));
    QVERIFY(comesBack(DockerCommand{u"id"_s, u"remove"_s, u"web"_s, true, true, {}}));
    QVERIFY(comesBack(DockerCommand{u"id"_s, u"rename"_s, u"web"_s, false, false, awkward}));
    QVERIFY(
        comesBack(LogSubscribe{u"id"_s, u"container"_s, u"web"_s, u"2024-01-01T00:00:00Z"_s, 100, false}));
    QVERIFY(comesBack(LogSubscribe{u"id"_s, u"journal"_s, {}, {}, {}, true}));
    QVERIFY(comesBack(LogUnsubscribe{u"id"_s}));
    QVERIFY(comesBack(ExecOpen{u"id"_s, u"token"_s, u"web"_s, true, {u"sh"_s, u"-c"_s, awkward}}));
    QVERIFY(comesBack(ExecOpen{u"id"_s,
                               u"token"_s,
                               u"web"_s,
                               false,
                               {u"ls"_s},
                               u"root"_s,
                               u"/tmp"_s,
                               {u"A=1"_s, awkward},
                               true,
                               awkward}));
}

void MessageWriterTest::frontendsMessagesComeBack()
{
    MessageParser parser;
    QCOMPARE(*parser.fromFrontend(toJson(FrontendAuth{awkward})), FromFrontend(FrontendAuth{awkward}));
    QCOMPARE(*parser.toFrontend(toJson(AuthSuccess{{}, u"hello"_s})),
             ToFrontend(AuthSuccess{{}, u"hello"_s}));
    QCOMPARE(*parser.toFrontend(toJson(Alert{{"{}"}})), ToFrontend(Alert{{"{}"}}));
    QCOMPARE(*parser.toFrontend(metricsForFrontend({{R"({"a":1})"}})), ToFrontend(Metrics{{R"({"a":1})"}}));
    QCOMPARE(*parser.toFrontend(invalidFormatAnswer()),
             ToFrontend(ErrorMessage{u"Invalid message format"_s}));
}

void MessageWriterTest::stringsAreEscaped_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("awkward") << awkward;
    for (char16_t unit = 0; unit < 0x80; ++unit)
        QTest::addRow("%02x", unit) << QString(QChar(unit));
    QTest::newRow("line separator") << QString(QChar(0x2028));
    QTest::newRow("empty") << QString();
}

void MessageWriterTest::stringsAreEscaped()
{
    QFETCH(const QString, text);
    // A reader that is not ours.
    const auto document = QJsonDocument::fromJson(toJson(ErrorMessage{text}));
    QVERIFY(document.isObject());
    QCOMPARE(document.object().value("message"_L1).toString(), text);
    QCOMPARE(document.object().size(), 2);
}

void MessageWriterTest::absentMembersAreNotWritten()
{
    QCOMPARE(toJson(AgentAuth{u"k"_s, {}}), R"({"type":"auth","api_key":"k"})");
    QCOMPARE(toJson(Command{u"1"_s, u"ls"_s, {}}), R"({"type":"command","command_id":"1","command":"ls"})");
    QCOMPARE(toJson(AuthSuccess{{}, u"m"_s}), R"({"type":"auth_success","message":"m"})");
}

void MessageWriterTest::longOutputIsCut_data()
{
    QTest::addColumn<QString>("unit");
    QTest::newRow("ASCII") << u"a"_s;
    QTest::newRow("control") << QString(QChar(1));
    QTest::newRow("quotes") << u"\"\\\n"_s;
    QTest::newRow("two bytes") << u"ü"_s;
    QTest::newRow("three bytes") << u"你"_s;
    QTest::newRow("surrogates") << u"\U0001F6A2"_s;
    QTest::newRow("surrogates, odd") << u"\U0001F6A2a"_s;
}

void MessageWriterTest::longOutputIsCut()
{
    QFETCH(const QString, unit);
    const QString output = unit.repeated(2 * maxMessage / unit.size());
    const QByteArray text = toJson(CommandResponse{QString(maxId, u'"'), output, 0, 0});
    QCOMPARE_LE(text.size(), maxMessage);
    QCOMPARE_GE(text.size(), maxMessage / 2);
    MessageParser parser;
    const auto message = parser.fromAgent(text);
    QVERIFY2(message, why(message).constData());
    const QString read = std::get<CommandResponse>(*message).output;
    QVERIFY(read.endsWith("was cut]\n"_L1));
    QVERIFY(output.startsWith(read.first(read.indexOf("\n[the rest"_L1))));
}

QTEST_APPLESS_MAIN(MessageWriterTest)
#include "messagewriter.moc"
