// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/journallog.h"

#include "tests/support/await.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;

/// The journal as a program tells it that stands in for journalctl.
class JournalLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arguments_data();
    void arguments();
    void entriesBecomeLines();
    void follows();
    void ends_data();
    void ends();
    void pauseStopsTheProcess();
    void endsWithIt();
    void deletedInASlot_data();
    void deletedInASlot();

private:
    /// A shell script; its path.
    [[nodiscard]] QString program(const QByteArray &script) const;

    QTemporaryDir m_folder;
};

namespace {

QByteArray echo(const QByteArray &message)
{
    return R"(echo '{"__REALTIME_TIMESTAMP":"1795254391978795","PRIORITY":"4","MESSAGE":")" + message
           + "\"}'\n";
}

struct Watch
{
    explicit Watch(LogFollower &log)
    {
        QObject::connect(&log, &LogFollower::lines, &log, [this](const logs::LogLines &lines) {
            for (const logs::LogLine &line : lines)
                texts += line.text;
        });
        QObject::connect(&log, &LogFollower::ended, &log, [this](const LogEnd &end) { ends += end; });
    }
    QByteArrayList texts;
    QList<LogEnd> ends;
};

} // namespace

QString JournalLogTest::program(const QByteArray &script) const
{
    QFile file(m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return {};
    file.write("#!/bin/sh\n" + script);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return file.fileName();
}

void JournalLogTest::arguments_data()
{
    QTest::addColumn<LogRequest>("request");
    QTest::addColumn<QStringList>("last");
    QTest::newRow("tail") << LogRequest{.tail = 20} << QStringList{u"--lines=20"_s, u"--follow"_s};
    QTest::newRow("all") << LogRequest{.follow = false} << QStringList{u"--no-tail"_s};
    QTest::newRow("since") << LogRequest{.tail = 0, .since = logs::timeFromText(u"1795254391.978795087"_s)}
                           << QStringList{u"--lines=0"_s, u"--since=@1795254391.978795000"_s, u"--follow"_s};
}

void JournalLogTest::arguments()
{
    QFETCH(LogRequest, request);
    QFETCH(QStringList, last);
    const QStringList arguments = JournalLog::arguments(request);
    QCOMPARE(arguments.sliced(arguments.size() - last.size()), last);
    QVERIFY(arguments.contains(u"--output=json"_s));
}

void JournalLogTest::entriesBecomeLines()
{
    JournalLog log({.source = LogRequest::Source::Journal, .follow = false},
                   program(echo("one") + "echo nonsense\necho\n" + echo("two")));
    Watch watch(log);
    log.start();
    QVERIFY(eventually([&] { return !watch.ends.isEmpty(); }));
    QCOMPARE(watch.texts, (QByteArrayList{"one", "two"}));
    QCOMPARE(watch.ends, QList<LogEnd>{LogEnd{}});
}

void JournalLogTest::follows()
{
    JournalLog log({.source = LogRequest::Source::Journal}, program(echo("one") + "exec sleep 1000\n"));
    Watch watch(log);
    log.start();
    QVERIFY(eventually([&] { return watch.texts.size() == 1; }));
    QVERIFY(watch.ends.isEmpty());
}

void JournalLogTest::ends_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("detail");
    QTest::newRow("its words") << "echo 'No permission\nat all' >&2; exit 1"_ba << ErrorCode::Refused
                               << u"No permission at all"_s;
    QTest::newRow("no words") << "exit 3"_ba << ErrorCode::Refused << u"journalctl ended with exit code 3"_s;
    QTest::newRow("ends although it follows") << "exit 0"_ba << ErrorCode::Refused << u"exit code 0"_s;
    QTest::newRow("killed") << "kill -9 $$"_ba << ErrorCode::Refused << u"exit code 9"_s;
    QTest::newRow("many words") << "yes words | head -c 1000000 >&2; exit 1"_ba << ErrorCode::Refused
                                << u"words words"_s;
}

void JournalLogTest::ends()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, detail);
    JournalLog log({.source = LogRequest::Source::Journal}, program(script));
    Watch watch(log);
    log.start();
    QVERIFY(eventually([&] { return !watch.ends.isEmpty(); }));
    const LogEnd end = watch.ends.first();
    QCOMPARE(end.cause, LogEnd::Cause::Failed);
    QTEST(end.error.code, "code");
    QVERIFY2(end.error.detail.contains(detail), qPrintable(end.error.detail));
    QCOMPARE_LE(end.error.detail.size(), 4096);
    JournalLog none({.source = LogRequest::Source::Journal}, m_folder.filePath(u"absent"_s));
    Watch noneWatch(none);
    none.start();
    QVERIFY(noneWatch.ends.isEmpty()); // not from inside the call
    QVERIFY(eventually([&] { return !noneWatch.ends.isEmpty(); }));
    QCOMPARE(noneWatch.ends.first().error.code, ErrorCode::Unavailable);
}

void JournalLogTest::pauseStopsTheProcess()
{
    JournalLog log({.source = LogRequest::Source::Journal},
                   program("while :; do\n" + echo("tick") + "sleep 0.001\ndone\n"));
    Watch watch(log);
    log.start();
    QVERIFY(eventually([&] { return watch.texts.size() > 2; }));
    log.setPaused(true);
    qsizetype before = -1;
    QVERIFY(eventually([&] { // what was on its way comes; then nothing does
        return before == std::exchange(before, watch.texts.size())
               && !eventually([&] { return watch.texts.size() > before; }, 100ms);
    }));
    log.setPaused(false);
    QVERIFY(eventually([&] { return watch.texts.size() > before + 2; }));
}

void JournalLogTest::endsWithIt()
{
    const QString pidFile = m_folder.filePath(u"pid"_s);
    const QString path = program("echo $$ > " + pidFile.toUtf8() + "\n" + echo("one") + "exec sleep 1000\n");
    auto log = std::make_unique<JournalLog>(LogRequest{.source = LogRequest::Source::Journal}, path);
    Watch watch(*log);
    log->start();
    QVERIFY(eventually([&] { return watch.texts.size() == 1; }));
    QFile file(pidFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString process = "/proc/"_L1 + QString::fromLatin1(file.readAll().trimmed());
    QVERIFY(QFile::exists(process));
    log->setPaused(true); // a stopped process must not stay either
    log.reset();
    QVERIFY(eventually([&] { return !QFile::exists(process); }));
}

void JournalLogTest::deletedInASlot_data()
{
    QTest::addColumn<bool>("atTheEnd");
    QTest::newRow("lines") << false;
    QTest::newRow("end") << true;
}

void JournalLogTest::deletedInASlot()
{
    QFETCH(bool, atTheEnd);
    auto log =
        std::make_unique<JournalLog>(LogRequest{.source = LogRequest::Source::Journal, .follow = false},
                                     program(echo("one") + echo("two")));
    const auto end = [&] { log.reset(); };
    if (atTheEnd)
        connect(log.get(), &LogFollower::ended, log.get(), end);
    else
        connect(log.get(), &LogFollower::lines, log.get(), end);
    log->start();
    QVERIFY(eventually([&] { return !log; }));
}

QTEST_GUILESS_MAIN(JournalLogTest)
#include "journallog.moc"
