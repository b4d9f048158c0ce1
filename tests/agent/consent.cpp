// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/consent.h"

#include "tests/support/errorname.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;

/// Whose word counts on a machine: its owner's.
class ConsentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void locks_data();
    void locks();
    void hostCommandsAreOffByDefault();
    void whatIsUnknownIsNotAllowed();
};

void ConsentTest::locks_data()
{
    QTest::addColumn<Request>("request");
    QTest::addColumn<QString>("lock");
    QTest::newRow("metrics") << Request::Metrics << u"metrics_and_logs"_s;
    QTest::newRow("logs") << Request::Logs << u"metrics_and_logs"_s;
    QTest::newRow("container action") << Request::ContainerAction << u"container_actions"_s;
    QTest::newRow("exec") << Request::Exec << u"exec"_s;
    QTest::newRow("host command") << Request::HostCommand << u"host_commands"_s;
}

void ConsentTest::locks()
{
    QFETCH(const Request, request);
    QFETCH(const QString, lock);
    // Only its own lock matters to a request.
    for (int open = 0; open < 16; ++open) {
        const Locks locks{bool(open & 1), bool(open & 2), bool(open & 4), bool(open & 8)};
        const bool expected = (lock == u"metrics_and_logs" && locks.metricsAndLogs)
                              || (lock == u"container_actions" && locks.containerActions)
                              || (lock == u"exec" && locks.exec)
                              || (lock == u"host_commands" && locks.hostCommands);
        const auto answer = consent(request, locks);
        QCOMPARE(answer.has_value(), expected);
        if (expected)
            continue;
        QCOMPARE(answer.error().code, ErrorCode::PermissionDenied);
        QVERIFY(toSentence(answer.error()).contains(lock));
    }
}

void ConsentTest::hostCommandsAreOffByDefault()
{
    QVERIFY(consent(Request::Metrics, {}));
    QVERIFY(consent(Request::ContainerAction, {}));
    QVERIFY(consent(Request::Exec, {}));
    QVERIFY(!consent(Request::HostCommand, {}));
}

void ConsentTest::whatIsUnknownIsNotAllowed()
{
    QVERIFY(!consent(Request(99), {true, true, true, true}));
}

QTEST_APPLESS_MAIN(ConsentTest)
#include "consent.moc"
