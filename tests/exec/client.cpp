// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/client.h"

#include "tests/exec/execfixture.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocketServer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using exec::Code;

namespace {

// A server that says what the test wants, also what ours would not.
class ScriptedServer : public QWebSocketServer
{
public:
    ScriptedServer() : QWebSocketServer(u"scripted"_s, NonSecureMode) { listen(QHostAddress::LocalHost); }

    QUrl url() const { return QUrl(u"ws://127.0.0.1:%1/secret"_s.arg(serverPort())); }
    bool accept()
    {
        if (!eventually([this] { return hasPendingConnections(); }))
            return false;
        peer.reset(nextPendingConnection());
        connect(peer.get(), &QWebSocket::binaryMessageReceived, this,
                [this](const QByteArray &message) { received += message; });
        return true;
    }
    void say(Code code, const QByteArray &payload = {})
    {
        peer->sendBinaryMessage(exec::encode(code) + payload);
    }

    std::unique_ptr<QWebSocket> peer;
    QByteArrayList received;
};

// The client, and what it told.
class Told
{
public:
    explicit Told(const QUrl &url, bool tty = false)
        : client({.url = url, .headers = {}, .tls = {}, .opening = {tty, {u"cat"_s, u"a b"_s}}})
    {
        QObject::connect(&client, &exec::Client::started, &client, [this] { started = true; });
        QObject::connect(&client, &exec::Client::finished, &client, [this](int code) { exitCode = code; });
        QObject::connect(&client, &exec::Client::failed, &client, [this](const Error &e) { error = e; });
        client.start();
    }

    QByteArray readAll(docker::OutputKind wanted = docker::OutputKind::Stdout)
    {
        QByteArray out;
        while (const auto kind = client.read(out, 1024 * 1024))
            if (*kind != wanted)
                return "wrong kind";
        return out;
    }
    bool isOver()
    {
        return eventually([this] { return exitCode || error; });
    }

    exec::Client client;
    bool started = false;
    std::optional<int> exitCode;
    std::optional<Error> error;
};

} // namespace

class ExecClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void againstOurServer();
    void exitCodes_data();
    void exitCodes();
    void exitCodeCountsHoweverTheConnectionEnds();
    void nothingIsSentBeforeResume();
    void inputIsHeldByPause();
    void outputIsHeldWhenNobodyReads();
    void serverThatIgnoresPauseIsHeld();
    void finishedComesAfterTheLastByte();
    void serverError();
    void refusalGivesTheServersWords();
    void shutdown();
    void lostConnection();
    void refusedUpgrade();
    void terminateTellsTheServer();
    void terminateBeforeTheConnection();
    void nonsenseIsIgnored();
};

void ExecClientTest::againstOurServer()
{
    ExecFixture fixture;
    Told told(fixture.url(QString()), true);
    told.client.resize({25, 1});
    told.client.write("early ");
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    QCOMPARE(process->spec().command, (QStringList{u"cat"_s, u"a b"_s}));
    QVERIFY(process->spec().tty);
    process->setTakesInput(true);
    process->begin();
    const QByteArray bulk = QByteArray::fromHex("00faff0a").repeated(1000000);
    told.client.write(bulk);
    told.client.closeInput();
    QVERIFY(
        eventually([&] { return process->input().size() == 6 + bulk.size() && process->isInputClosed(); }));
    QCOMPARE(process->input(), "early " + bulk);
    QCOMPARE(process->sizes(), (QList<docker::TerminalSize>{{25, 1}}));
    told.client.resize({50, 2});
    QVERIFY(eventually([&] { return process->sizes().size() == 2; }));
    process->print(bulk);
    QByteArray received;
    QVERIFY(eventually([&] {
        received += told.readAll();
        return received.size() == bulk.size();
    }));
    QCOMPARE(received, bulk);
    process->print("errors", docker::OutputKind::Stderr);
    process->exit(200);
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 6; }));
    QCOMPARE(told.readAll(docker::OutputKind::Stderr), "errors");
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 200);
}

void ExecClientTest::exitCodes_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 9, 137, 200, 255})
        QTest::addRow("%d", code) << code;
}

void ExecClientTest::exitCodes()
{
    QFETCH(int, code);
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.say(Code::Stopped, QByteArray(1, char(code)));
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, code);
    QVERIFY(told.started);
}

void ExecClientTest::exitCodeCountsHoweverTheConnectionEnds()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.say(Code::Stdout, "out");
    server.say(Code::Stopped, "\x07");
    server.peer->flush();
    server.peer->abort(); // as the npm server does
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 3; }));
    QTest::qWait(50);
    QVERIFY(!told.exitCode && !told.error);
    QCOMPARE(told.readAll(), "out");
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 7);
}

void ExecClientTest::nothingIsSentBeforeResume()
{
    ScriptedServer server;
    Told told(server.url(), true);
    QVERIFY(server.accept());
    told.client.write("abc");
    told.client.closeInput();
    told.client.resize({1, 2});
    QVERIFY(!QTest::qWaitFor([&] { return !server.received.isEmpty(); }, 100));
    QCOMPARE(told.client.bytesToWrite(), 3);
    server.say(Code::Resume);
    QVERIFY(eventually([&] { return server.received.size() == 3; }));
    QCOMPARE(server.received,
             (QByteArrayList{QByteArray::fromHex("3201000200"), QByteArray("\0abc", 4), "\x66"}));
    QCOMPARE(told.client.bytesToWrite(), 0);
}

void ExecClientTest::inputIsHeldByPause()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    QSignalSpy written(&told.client, &exec::Process::inputWritten);
    server.say(Code::Resume);
    server.say(Code::Pause);
    server.say(Code::Stdout, "both were handled");
    QVERIFY(eventually([&] { return told.client.bytesAvailable() > 0; }));
    told.client.write(QByteArray(1000000, 'x'));
    QVERIFY(!QTest::qWaitFor([&] { return !server.received.isEmpty(); }, 100));
    QCOMPARE(told.client.bytesToWrite(), 1000000);
    QVERIFY(written.isEmpty());
    server.say(Code::Resume);
    QVERIFY(eventually([&] { return told.client.bytesToWrite() == 0; }));
    QVERIFY(!written.isEmpty());
}

void ExecClientTest::outputIsHeldWhenNobodyReads()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    for (int i = 0; i < 20; ++i)
        server.say(Code::Stdout, QByteArray(100000, 'o'));
    QVERIFY(eventually([&] { return server.received.contains(pauseMessage); }));
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 2000000; }));
    QCOMPARE(server.received, QByteArrayList{pauseMessage}); // once
    QCOMPARE(told.readAll().size(), 2000000);
    QVERIFY(eventually([&] { return server.received.contains(resumeMessage); }));
}

void ExecClientTest::serverThatIgnoresPauseIsHeld()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    constexpr int messages = 64;
    for (int i = 0; i < messages; ++i)
        server.say(Code::Stdout, QByteArray(1024 * 1024, 'o'));
    qint64 held = -1;
    while (held != told.client.bytesAvailable()) {
        held = told.client.bytesAvailable();
        QTest::qWait(200);
    }
    QVERIFY2(held < 18 * 1024 * 1024, qPrintable(QString::number(held)));
    qint64 received = 0;
    QVERIFY(eventually([&] {
        received += told.readAll().size();
        return received == messages * 1024 * 1024;
    }));
}

void ExecClientTest::finishedComesAfterTheLastByte()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.say(Code::Stdout, QByteArray(3000000, 'o'));
    server.say(Code::Stopped, QByteArray(1, '\0'));
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 3000000; }));
    QByteArray out;
    while (told.client.bytesAvailable() > 0) {
        QVERIFY(!told.exitCode);
        QVERIFY(told.client.read(out, 1000000));
        QCoreApplication::processEvents();
    }
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 0);
    QVERIFY(!told.client.read(out, 1));
}

void ExecClientTest::serverError()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    QSignalSpy errors(&told.client, &exec::Client::serverError);
    server.say(Code::Resume);
    server.say(Code::Error, "cannot resize, not a tty instance");
    server.say(Code::Stopped, "\x01");
    QVERIFY(told.isOver());
    QCOMPARE(told.exitCode, 1);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().first().toString(), u"cannot resize, not a tty instance"_s);
}

void ExecClientTest::refusalGivesTheServersWords()
{
    exec::ServerOptions options;
    options.maxSessions = 1;
    ExecFixture fixture(options);
    Told first(fixture.url(QString()));
    QVERIFY(fixture.process());
    Told second(fixture.url(QString()));
    QVERIFY(second.isOver());
    QVERIFY(second.error);
    QCOMPARE(second.error->code, ErrorCode::Refused);
    QCOMPARE(second.error->detail, u"Too many sessions active!"_s);
    QVERIFY(!second.error->subject.contains(u"secret"));
}

void ExecClientTest::shutdown()
{
    ExecFixture fixture;
    Told told(fixture.url(QString()));
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    QVERIFY(eventually([&] { return told.started; }));
    fixture.server.shutDown();
    QVERIFY(told.isOver());
    QVERIFY(told.error);
    QCOMPARE(told.error->code, ErrorCode::ConnectionLost);
    QVERIFY(told.error->detail.contains(u"shutting down"));
}

void ExecClientTest::lostConnection()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    QVERIFY(eventually([&] { return told.started; }));
    server.peer->abort();
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::ConnectionLost);
}

void ExecClientTest::refusedUpgrade()
{
    ExecFixture fixture;
    QUrl url = fixture.url(QString());
    url.setPath(u"/guessed"_s);
    Told told(url);
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::Refused);
    QVERIFY(told.error->detail.contains(u"404"));
}

void ExecClientTest::terminateTellsTheServer()
{
    ExecFixture fixture;
    Told told(fixture.url(QString()));
    FakeProcess *process = fixture.process();
    QVERIFY(process);
    process->begin();
    process->printForever();
    QVERIFY(eventually([&] { return told.client.bytesAvailable() > 0; }));
    told.client.terminate();
    QVERIFY(!told.error); // not from inside the call
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::Cancelled);
    QVERIFY(eventually([] { return FakeProcess::alive() == 0; }));
}

void ExecClientTest::terminateBeforeTheConnection()
{
    ScriptedServer server;
    Told told(server.url());
    told.client.terminate();
    QVERIFY(told.isOver());
    QCOMPARE(told.error.value_or(Error{}).code, ErrorCode::Cancelled);
    QVERIFY(!server.hasPendingConnections());
}

void ExecClientTest::nonsenseIsIgnored()
{
    ScriptedServer server;
    Told told(server.url());
    QVERIFY(server.accept());
    server.say(Code::Resume);
    server.peer->sendBinaryMessage({});
    server.peer->sendTextMessage(u"text"_s);
    server.say(Code::Stopped); // without its byte
    server.say(Code(0), "stdin");
    server.say(Code(255), "?");
    server.say(Code::Stdout, "out");
    QVERIFY(eventually([&] { return told.client.bytesAvailable() == 3; }));
    QVERIFY(!told.exitCode && !told.error);
}

QTEST_GUILESS_MAIN(ExecClientTest)
#include "client.moc"
