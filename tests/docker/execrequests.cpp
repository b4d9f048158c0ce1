// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"
#include "core/docker/requests/exec.h"
#include "tests/support/errorname.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;

namespace {

constexpr ApiVersion withoutConsoleSize{1, 41};
const QString execId(64, u'e');

QJsonObject body(const Result<net::HttpRequest> &request)
{
    return request ? parseJsonObject(request->body, u"test"_s).value_or(QJsonObject()) : QJsonObject();
}

} // namespace

/// The bodies of exec create and start, for each API version.
class ExecRequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainCreate();
    void fullCreate();
    void consoleSize_data();
    void consoleSize();
    void detachKeysAreUntypable();
    void noCommand_data();
    void noCommand();
    void start_data();
    void start();
};

void ExecRequestsTest::plainCreate()
{
    const auto request =
        CreateExec{.spec = {.container = u"web"_s, .command = {u"sh"_s, u"-c"_s, u"echo \"$1\"; ä"_s}}}
            .toHttp(withoutConsoleSize);
    QVERIFY(request);
    QCOMPARE(request->method, "POST");
    QCOMPARE(request->target, "/containers/web/exec");
    QCOMPARE(request->headers.value("content-type"), "application/json");
    QVERIFY(!request->upgrade);
    QJsonObject json = body(request);
    QVERIFY(!json.take("DetachKeys"_L1).toString().isEmpty());
    // Nothing else: what is absent is the container's own.
    QCOMPARE(json, (QJsonObject{{u"AttachStdin"_s, true},
                                {u"AttachStdout"_s, true},
                                {u"AttachStderr"_s, true},
                                {u"Tty"_s, false},
                                {u"Cmd"_s, QJsonArray{u"sh"_s, u"-c"_s, u"echo \"$1\"; ä"_s}}}));
}

void ExecRequestsTest::fullCreate()
{
    const ExecSpec spec{.container = u"web"_s,
                        .command = {u"id"_s},
                        .tty = true,
                        .user = u"1000:100"_s,
                        .workingDir = u"/tmp"_s,
                        .environment = {u"A=b c"_s, u"B="_s},
                        .privileged = true,
                        .attachInput = false,
                        .size = TerminalSize{25, 132}};
    QJsonObject json = body(CreateExec{.spec = spec}.toHttp(consoleSizeApi));
    json.remove("DetachKeys"_L1);
    QCOMPARE(json, (QJsonObject{{u"AttachStdin"_s, false},
                                {u"AttachStdout"_s, true},
                                {u"AttachStderr"_s, true},
                                {u"Tty"_s, true},
                                {u"Cmd"_s, QJsonArray{u"id"_s}},
                                {u"User"_s, u"1000:100"_s},
                                {u"WorkingDir"_s, u"/tmp"_s},
                                {u"Env"_s, QJsonArray{u"A=b c"_s, u"B="_s}},
                                {u"Privileged"_s, true},
                                {u"ConsoleSize"_s, QJsonArray{25, 132}}}));
}

void ExecRequestsTest::consoleSize_data()
{
    QTest::addColumn<ApiVersion>("version");
    QTest::addColumn<bool>("tty");
    QTest::addColumn<bool>("sized");
    QTest::addColumn<bool>("expected");
    QTest::newRow("1.40") << ApiVersion{1, 40} << true << true << false;
    QTest::newRow("1.41 would take it for a mistake") << ApiVersion{1, 41} << true << true << false;
    QTest::newRow("1.42") << ApiVersion{1, 42} << true << true << true;
    QTest::newRow("our newest") << newestKnownApi << true << true << true;
    QTest::newRow("no tty") << newestKnownApi << false << true << false;
    QTest::newRow("no size") << newestKnownApi << true << false << false;
}

void ExecRequestsTest::consoleSize()
{
    QFETCH(ApiVersion, version);
    QFETCH(bool, tty);
    QFETCH(bool, sized);
    QFETCH(bool, expected);
    const auto size = sized ? std::optional(TerminalSize{25, 132}) : std::nullopt;
    const QJsonObject create = body(
        CreateExec{.spec = {.container = u"web"_s, .command = {u"sh"_s}, .tty = tty, .size = size}}.toHttp(
            version));
    const QJsonObject start = body(StartExec{.execId = execId, .tty = tty, .size = size}.toHttp(version));
    for (const QJsonObject &json : {create, start}) {
        QVERIFY(json.contains("Tty"_L1));
        QCOMPARE(json.contains("ConsoleSize"_L1), expected);
        if (expected)
            QCOMPARE(json.value("ConsoleSize"_L1).toArray(), (QJsonArray{25, 132})); // rows first
    }
}

/// Without, the engine holds Ctrl-P back and Ctrl-P Ctrl-Q cuts the session off. Also without a tty, for it
/// costs nothing.
void ExecRequestsTest::detachKeysAreUntypable()
{
    for (const bool tty : {false, true}) {
        const QJsonObject json =
            body(CreateExec{.spec = {.container = u"web"_s, .command = {u"sh"_s}, .tty = tty}}.toHttp(
                withoutConsoleSize));
        const QStringList keys = json.value("DetachKeys"_L1).toString().split(u',');
        QCOMPARE_GE(keys.size(), 4);
        QCOMPARE(keys.first(), u"ctrl-@"_s); // what is held back is a key that nobody waits for
        QVERIFY(!keys.contains(u"ctrl-p"_s) && !keys.contains(u"ctrl-q"_s));
        // moby/term: a letter, or ctrl- with a-z, @, [, \, ], ^, _.
        for (const QString &key : keys)
            QVERIFY2(QRegularExpression(u"^ctrl-[@\\[\\]^_\\\\]$"_s).match(key).hasMatch(), qPrintable(key));
    }
}

void ExecRequestsTest::noCommand_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("none") << QStringList();
    QTest::newRow("an empty one") << QStringList{QString()};
    QTest::newRow("an empty one with arguments") << QStringList{QString(), u"x"_s};
}

void ExecRequestsTest::noCommand()
{
    QFETCH(QStringList, command);
    const auto request =
        CreateExec{.spec = {.container = u"web"_s, .command = command}}.toHttp(withoutConsoleSize);
    QVERIFY(!request);
    QCOMPARE(request.error().code, ErrorCode::InvalidInput);
}

void ExecRequestsTest::start_data()
{
    QTest::addColumn<bool>("tty");
    QTest::newRow("framed") << false;
    QTest::newRow("raw") << true;
}

/// The stream's framing follows the Tty that is given here (moby daemon/server/router/container/exec.go).
void ExecRequestsTest::start()
{
    QFETCH(bool, tty);
    const auto request = StartExec{.execId = execId, .tty = tty}.toHttp(withoutConsoleSize);
    QVERIFY(request);
    QVERIFY(request->upgrade);
    QCOMPARE(request->method, "POST");
    QCOMPARE(request->target, "/exec/" + execId.toLatin1() + "/start");
    QCOMPARE(request->headers.value("content-type"), "application/json");
    QCOMPARE(body(request), (QJsonObject{{u"Detach"_s, false}, {u"Tty"_s, tty}}));
}

QTEST_GUILESS_MAIN(ExecRequestsTest)
#include "execrequests.moc"
