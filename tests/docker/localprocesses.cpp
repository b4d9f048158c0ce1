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

QTEST_GUILESS_MAIN(LocalProcessesTest)
#include "localprocesses.moc"
