// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/localprocesses.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// signalMarkedProcesses() with a /proc of the test's own. Its process numbers are those of a child that the
/// test started, or the signal is 0, which harms nobody.
class LocalProcessesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void environments_data();
    void environments();
    void otherEntries();
    void signalArrives();
    void realProc();
    void sessionOfAContainer_data();
    void sessionOfAContainer();

private:
    void addProcess(const QString &folder, const QByteArray &environment) const;
    [[nodiscard]] int find(int signal = 0) const
    {
        return docker::signalMarkedProcesses("MARK=12ab", signal, m_proc->path());
    }

    std::unique_ptr<QTemporaryDir> m_proc;
    QProcess m_child;
};

void LocalProcessesTest::init()
{
    m_proc = std::make_unique<QTemporaryDir>();
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"MARK"_s, u"12ab"_s);
    m_child.setProcessEnvironment(environment);
    m_child.start(u"sleep"_s, {u"1000"_s});
    QVERIFY(m_child.waitForStarted());
}

void LocalProcessesTest::cleanup()
{
    m_child.kill();
    m_child.waitForFinished();
}

void LocalProcessesTest::addProcess(const QString &folder, const QByteArray &environment) const
{
    QVERIFY(QDir(m_proc->path()).mkpath(folder));
    QFile file(m_proc->filePath(folder + "/environ"_L1));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(environment), environment.size());
}

void LocalProcessesTest::environments_data()
{
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<int>("found");
    QTest::newRow("alone") << "MARK=12ab\0"_ba << 1;
    QTest::newRow("alone, no NUL at the end") << "MARK=12ab"_ba << 1;
    QTest::newRow("first") << "MARK=12ab\0PATH=/bin\0"_ba << 1;
    QTest::newRow("middle") << "A=b\0MARK=12ab\0PATH=/bin\0"_ba << 1;
    QTest::newRow("last") << "A=b\0MARK=12ab\0"_ba << 1;
    QTest::newRow("none") << "A=b\0PATH=/bin\0"_ba << 0;
    QTest::newRow("empty, as of a kernel thread") << ""_ba << 0;
    QTest::newRow("longer value") << "MARK=12abc\0"_ba << 0;
    QTest::newRow("shorter value") << "MARK=12a\0"_ba << 0;
    QTest::newRow("longer name") << "XMARK=12ab\0"_ba << 0;
    QTest::newRow("inside another value") << "A=MARK=12ab\0"_ba << 0;
    QTest::newRow("other case") << "mark=12ab\0"_ba << 0;
}

void LocalProcessesTest::environments()
{
    QFETCH(QByteArray, environment);
    addProcess(QString::number(m_child.processId()), environment);
    QTEST(find(), "found");
}

void LocalProcessesTest::otherEntries()
{
    // Not a process, or one that nobody may end.
    for (const QString &name :
         {u"self"_s, u"1"_s, u"0"_s, u"-1"_s, u"12x"_s, u"99999999999"_s, u"sys/kernel"_s})
        addProcess(name, "MARK=12ab\0"_ba);
    QVERIFY(QDir(m_proc->path()).mkpath(u"3000000"_s)); // without an environment
    QCOMPARE(find(), 0);
    QCOMPARE(docker::signalMarkedProcesses("MARK=12ab", 0, m_proc->filePath(u"none"_s)), 0);
    // One that has gone in the meantime is not counted.
    m_child.kill();
    m_child.waitForFinished();
    addProcess(QString::number(2'000'000'000), "MARK=12ab\0"_ba);
    QCOMPARE(find(), 0);
}

void LocalProcessesTest::signalArrives()
{
    addProcess(QString::number(m_child.processId()), "MARK=12ab\0"_ba);
    QCOMPARE(find(SIGTERM), 1);
    QVERIFY(m_child.waitForFinished());
    QCOMPARE(m_child.exitStatus(), QProcess::CrashExit);
    QCOMPARE(m_child.exitCode(), SIGTERM);
}

void LocalProcessesTest::realProc()
{
    QCOMPARE(docker::signalMarkedProcesses("MARK=12ab-not-so", 0), 0);
    QCOMPARE(docker::signalMarkedProcesses("MARK=12ab", 0), 1);
}

void LocalProcessesTest::sessionOfAContainer_data()
{
    QTest::addColumn<QByteArray>("stat"); // %1: the child's number
    QTest::addColumn<QByteArray>("cgroup");
    QTest::addColumn<int>("signalled");
    const QByteArray cgroup = "4:memory:/docker/abc123\n";
    QTest::newRow("its own leader") << "%1 (sleep) S 1 %1 %1 0 -1"_ba << cgroup << 1;
    QTest::newRow("name with brackets") << "%1 (a) S 1 1 1 (b) S 1 %1 %1 0 -1"_ba << cgroup << 1;
    QTest::newRow("cgroup v2") << "%1 (sleep) S 1 %1 %1 0 -1"_ba
                               << "0::/system.slice/docker-abc123.scope\n"_ba << 1;
    QTest::newRow("other container") << "%1 (sleep) S 1 %1 %1 0 -1"_ba << "4:memory:/docker/def\n"_ba << 0;
    QTest::newRow("no container") << "%1 (sleep) S 1 %1 %1 0 -1"_ba << "4:memory:/\n"_ba << 0;
    QTest::newRow("no cgroup") << "%1 (sleep) S 1 %1 %1 0 -1"_ba << ""_ba << 0;
    QTest::newRow("session of the system") << "%1 (sleep) S 1 1 1 0 -1"_ba << cgroup << 0;
    QTest::newRow("no session") << "%1 (sleep) S 1 %1 0 0 -1"_ba << cgroup << 0;
    QTest::newRow("cut off") << "%1 (sleep"_ba << cgroup << 0;
    QTest::newRow("empty") << ""_ba << cgroup << 0;
}

void LocalProcessesTest::sessionOfAContainer()
{
    QFETCH(QByteArray, stat);
    QFETCH(QByteArray, cgroup);
    const QByteArray pid = QByteArray::number(m_child.processId());
    QVERIFY(QDir(m_proc->path()).mkpath(QString::fromLatin1(pid)));
    for (const auto &[name, text] : {std::pair{u"stat"_s, stat.replace("%1", pid)}, {u"cgroup"_s, cgroup}}) {
        QFile file(m_proc->filePath(QString::fromLatin1(pid) + u'/' + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    const auto signal = [&](int number) {
        return docker::signalContainerSession(m_child.processId(), u"abc123"_s, number, m_proc->path());
    };
    QTEST(signal(0), "signalled");
    QCOMPARE(docker::signalContainerSession(m_child.processId(), {}, 0, m_proc->path()), 0);
    QCOMPARE(docker::signalContainerSession(1, u"abc123"_s, 0, m_proc->path()), 0);
    QFETCH(int, signalled);
    if (signalled == 1) {
        QCOMPARE(signal(SIGKILL), 1);
        QVERIFY(m_child.waitForFinished());
    }
}

QTEST_GUILESS_MAIN(LocalProcessesTest)
#include "localprocesses.moc"
