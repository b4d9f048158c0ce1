// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/shellfinder.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/fakeexecs.h"
#include "tests/support/frames.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using Request = FakeEngine::Request;

/// What becomes of a container's answer about its shells: it is the container's own sh that gives it.
class ShellFinderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void silenceIsATimeout();

private:
    FakeEngine m_engine;
    FakeExecs m_execs{m_engine};
    docker::Client m_client{m_engine.endpoint()};
};

void ShellFinderTest::answers_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QStringList>("shells");
    const QStringList two{u"/bin/bash"_s, u"/bin/sh"_s};
    QTest::newRow("two") << "/bin/bash\n/bin/sh\n"_ba << two;
    QTest::newRow("none") << ""_ba << QStringList();
    QTest::newRow("words between") << "motd\n/bin/bash\n\nsh\n/bin/sh\n"_ba << two;
    QTest::newRow("words without end") << "/bin/bash\n/bin/sh\n"_ba + QByteArray(3'000'000, 'x') << two;
}

void ShellFinderTest::answers()
{
    QFETCH(QByteArray, output);
    m_execs.details = {FakeExecs::over(0)};
    m_execs.onStart = [&](const Request &request) {
        request.send(upgradeHead() + frame(1, output));
        request.close();
    };
    const auto shells = await(ShellFinder::find(m_client, u"web"_s, {}));
    QVERIFY2(shells, why(shells).constData());
    QTEST(*shells, "shells");
    // Nothing of what is typed elsewhere may reach it.
    QVERIFY(m_engine.last("POST /containers/web/exec").body.contains("\"AttachStdin\":false"));
}

void ShellFinderTest::silenceIsATimeout()
{
    m_execs.onStart = [](const Request &request) { request.send(upgradeHead()); };
    const auto shells = await(ShellFinder::find(m_client, u"web"_s, {}, 30ms));
    QVERIFY(!shells);
    QCOMPARE(shells.error().code, ErrorCode::Timeout);
    QVERIFY(eventually([this] { return m_execs.stream().socket.isNull(); })); // the connection is not kept
}

QTEST_GUILESS_MAIN(ShellFinderTest)
#include "shellfinder.moc"
