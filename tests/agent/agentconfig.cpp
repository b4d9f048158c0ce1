// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agentconfig.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;
using namespace std::chrono_literals;

class AgentConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void comesBack();
    void malformed_data();
    void malformed();
    void savedForItsOwnerAlone();
    void belongsToWhomTheFolderBelongs();
    void othersMayNotReadIt_data();
    void othersMayNotReadIt();
    void failedSaveLeavesTheOldOne();
    void badFiles();
};

namespace {

const QByteArray least = R"({"hub":"wss://hub.example","api_key":"k"})";

AgentConfig full()
{
    return {.hub = QUrl(u"wss://hub.example:8443/base"_s),
            .apiKey = u"key \"with\" all"_s,
            .fingerprint = QByteArray(32, '\xab'),
            .interval = 60s,
            .locks = {false, false, false, true},
            .shell = {u"/bin/sh"_s, u"-c"_s},
            .maxExecSessions = 3};
}

} // namespace

void AgentConfigTest::defaults()
{
    const auto config = parseAgentConfig(least, u"test"_s);
    QVERIFY2(config, why(config).constData());
    QCOMPARE(config->interval, 5s);
    QCOMPARE(config->locks, Locks{});
    QVERIFY(!config->locks.hostCommands);
    QVERIFY(config->shell.isEmpty());
    QVERIFY(config->fingerprint.isEmpty());
}

void AgentConfigTest::comesBack()
{
    QCOMPARE(*parseAgentConfig(toJson(full()), {}), full());
    AgentConfig plain{.hub = QUrl(u"ws://127.0.0.1:1"_s), .apiKey = u"k"_s};
    QCOMPARE(*parseAgentConfig(toJson(plain), {}), plain);
}

void AgentConfigTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, QByteArrayView more) {
        QTest::newRow(name) << QByteArray(least).replace("}", "," + more.toByteArray() + "}");
    };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("cut") << least.chopped(1);
    QTest::newRow("no hub") << QByteArray(R"({"api_key":"k"})");
    QTest::newRow("no key") << QByteArray(R"({"hub":"wss://hub"})");
    QTest::newRow("hub without host") << QByteArray(R"({"hub":"wss://","api_key":"k"})");
    QTest::newRow("other scheme") << QByteArray(R"({"hub":"https://hub","api_key":"k"})");
    QTest::newRow("password in the URL") << QByteArray(R"({"hub":"wss://a:b@hub","api_key":"k"})");
    QTest::newRow("pin without TLS") << QByteArray(R"({"hub":"ws://hub","api_key":"k","fingerprint":")"
                                                   + QByteArray(64, 'a') + R"("})");
    row("short fingerprint", R"("fingerprint":"abcd")");
    row("interval of 0", R"("interval_s":0)");
    row("interval of 61", R"("interval_s":61)");
    row("interval is text", R"("interval_s":"5")");
    row("no shells", R"("max_exec_sessions":0)");
    row("fewer than none", R"("max_exec_sessions":-5000000000)");
    row("too many shells", R"("max_exec_sessions":10001)");
    row("shells are text", R"("max_exec_sessions":"3")");
    row("lock is misspelt", R"("locks":{"exce":false})");
    row("locks are a list", R"("locks":[])");
    row("lock is text", R"("locks":{"host_commands":"no"})");
    row("lock is a number", R"("locks":{"exec":0})");
    row("shell is text", R"("shell":"/bin/sh")");
    row("shell holds a number", R"("shell":["sh",1])");
}

void AgentConfigTest::malformed()
{
    QFETCH(const QByteArray, text);
    const auto config = parseAgentConfig(text, u"agent.json"_s);
    QVERIFY(!config);
    QCOMPARE(config.error().subject, u"agent.json"_s);
}

void AgentConfigTest::savedForItsOwnerAlone()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"new/deep/agent.json"_s);
    const auto saved = saveAgentConfig(full(), path);
    QVERIFY2(saved, why(saved).constData());
    const auto modes = QFile::permissions(path);
    QCOMPARE(modes & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QCOMPARE(*loadAgentConfig(path), full());
    // Also over a file that others could read.
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QVERIFY(saveAgentConfig(full(), path));
    QVERIFY(loadAgentConfig(path));
    QCOMPARE(QDir(folder.filePath(u"new/deep"_s)).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

/// Root enrols for the agent's own user, who is to read the file then.
void AgentConfigTest::belongsToWhomTheFolderBelongs()
{
    if (geteuid() != 0)
        return; // others can give nothing away
    constexpr uint somebody = 4711;
    QTemporaryDir folder;
    QCOMPARE(chown(QFile::encodeName(folder.path()).constData(), somebody, somebody), 0);
    const QString path = folder.filePath(u"agent.json"_s);
    QVERIFY(saveAgentConfig(full(), path));
    QCOMPARE(QFileInfo(path).ownerId(), somebody);
    QVERIFY(loadAgentConfig(path)); // root, to enrol again
    QVERIFY(QFile::link(u"agent.json"_s, folder.filePath(u"link"_s)));
    QVERIFY(!saveAgentConfig(full(), folder.filePath(u"link"_s)));
    QCOMPARE(chown(QFile::encodeName(path).constData(), somebody + 1, somebody), 0);
    QCOMPARE(loadAgentConfig(path).error().code, ErrorCode::PermissionDenied);
}

void AgentConfigTest::othersMayNotReadIt_data()
{
    QTest::addColumn<QFile::Permission>("loose");
    QTest::newRow("group reads") << QFile::ReadGroup;
    QTest::newRow("group writes") << QFile::WriteGroup;
    QTest::newRow("others read") << QFile::ReadOther;
    QTest::newRow("others write") << QFile::WriteOther;
}

void AgentConfigTest::othersMayNotReadIt()
{
    QFETCH(const QFile::Permission, loose);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"agent.json"_s);
    QVERIFY(saveAgentConfig(full(), path));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | loose));
    const auto config = loadAgentConfig(path);
    QVERIFY(!config);
    QCOMPARE(config.error().code, ErrorCode::PermissionDenied);
    QVERIFY(config.error().detail.contains("chmod 600"_L1));
}

void AgentConfigTest::failedSaveLeavesTheOldOne()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"agent.json"_s);
    QVERIFY(saveAgentConfig(full(), path));
    const QString blocked = path + u"/below"_s; // a file is no folder
    QVERIFY(!saveAgentConfig(full(), blocked));
    QCOMPARE(*loadAgentConfig(path), full());
}

void AgentConfigTest::badFiles()
{
    QTemporaryDir folder;
    QCOMPARE(loadAgentConfig(folder.filePath(u"none"_s)).error().code, ErrorCode::NotFound);
    QVERIFY(!loadAgentConfig(folder.path()));
    const QString path = folder.filePath(u"big"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    file.write(QByteArray(100'000, ' '));
    file.close();
    QCOMPARE(loadAgentConfig(path).error().code, ErrorCode::TooLarge);
}

QTEST_APPLESS_MAIN(AgentConfigTest)
#include "agentconfig.moc"
