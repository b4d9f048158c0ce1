// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/execcommand.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeexecs.h"
#include "tests/support/rawwebsocket.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;

/// `fairleadd exec` from its settings to its end, in this process.
class ExecCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dockerHostKeepsTls();
    void stopIsBoundedAndTellsWhatIsLeft();
};

namespace {

ExecSettings settingsFor(const QString &dockerHost)
{
    return ExecSettings::parse({u"fairleadd"_s, u"exec"_s, u"--container=web"_s, u"--path=/p"_s,
                                u"--docker-host="_s + dockerHost})
        .value();
}

} // namespace

/// DOCKER_TLS_VERIFY and DOCKER_CERT_PATH are about the engine, wherever its address was given.
void ExecCommandTest::dockerHostKeepsTls()
{
    qputenv("DOCKER_TLS_VERIFY", "1");
    qputenv("DOCKER_CERT_PATH", "/nonexistent");
    ExecCommand command(settingsFor(u"tcp://127.0.0.1:2376"_s));
    const auto started = command.start();
    qunsetenv("DOCKER_TLS_VERIFY");
    qunsetenv("DOCKER_CERT_PATH");
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::TlsFailed);
}

void ExecCommandTest::stopIsBoundedAndTellsWhatIsLeft()
{
    FakeEngine engine;
    FakeExecs execs(engine);
    execs.helpers = {{.hangs = true}};
    ExecCommand command(settingsFor(engine.endpoint().url()));
    const auto started = command.start();
    QVERIFY2(started, why(started).constData());
    RawWebSocket client(quint16(command.url().port()));
    client.open("/p?command=sh");
    QVERIFY(eventually([&] { return client.binaryBytes() > 0; })); // resume: it runs
    QSignalSpy stopped(&command, &ExecCommand::stopped);
    static const QRegularExpression warning(u"processes of 1 sessions? may be left in container \"web\""_s);
    QTest::ignoreMessage(QtWarningMsg, warning);
    command.stop(100ms);
    QVERIFY(eventually([&] { return !stopped.isEmpty(); }));
    // The client answers the close late; nothing is announced twice.
    client.sendFrame(net::Opcode::Close, QByteArray::fromHex("03e9"));
    QVERIFY(!eventually([&] { return stopped.size() > 1; }, 50ms));
}

QTEST_GUILESS_MAIN(ExecCommandTest)
#include "execcommand.moc"
