// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/database.h"

#include "core/store/settings.h"
#include "tests/store/teststore.h"

#include <QSignalSpy>

#include <future>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using store::Connection;
using store::Database;
using store::Settings;

namespace {

auto writing(const QString &key, const QString &value = u"x"_s)
{
    return [=](Connection &connection) { return Settings(connection).set(key, value); };
}

auto reading(const QString &key)
{
    return [=](Connection &connection) {
        return Settings(connection).value(key).transform([](const auto &v) { return v.value_or(QString()); });
    };
}

} // namespace

class DatabaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobsSeeWhatWasBefore();
    void failedJobLeavesNothing();
    void fullQueueRefuses();
    void waitingJobsAreDoneBeforeTheEnd();
    void whatCannotBeOpenedFailsEveryJob();
    void diskFull();
    void readOnly();
    void commandBesideTheHub();

private:
    QTemporaryDir m_directory;
};

void DatabaseTest::jobsSeeWhatWasBefore()
{
    Database database({m_directory.path()});
    QList<Future<QString>> seen;
    for (int i = 0; i < 300; ++i) {
        std::ignore = database.run(writing(u"order"_s, QString::number(i)));
        if (i % 7 == 0)
            seen += database.read(reading(u"order"_s));
    }
    for (int i = 0; i < seen.size(); ++i)
        QCOMPARE(await(seen.at(i)).value(), QString::number(i * 7));
}

void DatabaseTest::failedJobLeavesNothing()
{
    Database database({m_directory.path()});
    // They share a transaction: the gate holds the thread until all are there.
    std::promise<void> gate;
    std::ignore = database.read([opened = gate.get_future().share()](Connection &) {
        opened.wait();
        return Result<>();
    });
    const auto before = database.run(writing(u"before"_s));
    const auto failed = database.run([](Connection &connection) -> Result<> {
        if (auto done = Settings(connection).set(u"half"_s, u"x"_s); !done)
            return done;
        return failure(ErrorCode::Conflict, u"this"_s);
    });
    const auto after = database.run(writing(u"after"_s));
    gate.set_value();
    QVERIFY(await(before));
    QCOMPARE(codeOf(await(failed)), ErrorCode::Conflict);
    QVERIFY(await(after));
    QCOMPARE(await(database.read(reading(u"before"_s))).value(), u"x"_s);
    QCOMPARE(await(database.read(reading(u"half"_s))).value(), QString());
    QCOMPARE(await(database.read(reading(u"after"_s))).value(), u"x"_s);
}

void DatabaseTest::fullQueueRefuses()
{
    Database database({.directory = m_directory.path(), .maxWaiting = 3});
    QVERIFY(await(database.opened()));
    std::promise<void> gate;
    std::promise<void> busy;
    std::ignore = database.read([&busy, opened = gate.get_future().share()](Connection &) {
        busy.set_value();
        opened.wait();
        return Result<>();
    });
    busy.get_future().wait();
    QList<Future<>> jobs;
    for (int i = 0; i < 5; ++i)
        jobs += database.run(writing(u"limit"_s));
    QVERIFY(jobs.at(3).isFinished());
    QCOMPARE(codeOf(jobs.at(3).result()), ErrorCode::LimitReached);
    QCOMPARE(codeOf(jobs.at(4).result()), ErrorCode::LimitReached);
    gate.set_value();
    for (int i = 0; i < 3; ++i)
        QVERIFY(await(jobs.at(i)));
    QVERIFY(await(database.run(writing(u"limit"_s)))); // there is room again
}

void DatabaseTest::waitingJobsAreDoneBeforeTheEnd()
{
    {
        Database database({m_directory.path()});
        for (int i = 0; i < 100; ++i)
            std::ignore = database.run(writing(u"last"_s, QString::number(i)));
    }
    Database database({m_directory.path()});
    QCOMPARE(await(database.read(reading(u"last"_s))).value(), u"99"_s);
}

void DatabaseTest::whatCannotBeOpenedFailsEveryJob()
{
    Database database({u"/proc/none/here"_s});
    QCOMPARE(codeOf(await(database.opened())), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(database.run(writing(u"a"_s)))), ErrorCode::PermissionDenied);
}

void DatabaseTest::diskFull()
{
    Database database({m_directory.path()});
    QSignalSpy troubled(&database, &Database::troubled);
    QSignalSpy recovered(&database, &Database::recovered);
    // What SQLite says of a full disk, without one: it may have no more pages than it has.
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA max_page_count = 1"); })));
    const QString large(100'000, u'x');
    for (int i = 0; i < 3; ++i) {
        const auto result = await(database.run(writing(u"large"_s, large)));
        QCOMPARE(codeOf(result), ErrorCode::LimitReached);
        QVERIFY(result.error().subject.endsWith("fairlead.db"_L1));
    }
    QVERIFY(await(database.read(reading(u"last"_s)))); // reading goes on
    QVERIFY(eventually([&] { return troubled.size() == 1; }));
    QVERIFY(recovered.isEmpty());
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA max_page_count = 1000000"); })));
    QVERIFY(await(database.run(writing(u"large"_s, large))));
    QVERIFY(eventually([&] { return recovered.size() == 1; }));
    QCOMPARE(troubled.size(), 1); // said once
    QCOMPARE(await(database.read(reading(u"large"_s))).value(), large);
}

void DatabaseTest::readOnly()
{
    Database database({m_directory.path()});
    QSignalSpy troubled(&database, &Database::troubled);
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA query_only = 1"); })));
    QCOMPARE(codeOf(await(database.run(writing(u"a"_s)))), ErrorCode::PermissionDenied);
    QVERIFY(eventually([&] { return troubled.size() == 1; }));
    QVERIFY(await(database.read([](Connection &c) { return c.execute("PRAGMA query_only = 0"); })));
    QVERIFY(await(database.run(writing(u"a"_s))));
}

void DatabaseTest::commandBesideTheHub()
{
    Database database({m_directory.path()});
    QVERIFY(await(database.run(writing(u"shared"_s, u"hub"_s))));
    const auto command = Connection::open(m_directory.path());
    QVERIFY2(command, why(command).constData());
    QVERIFY(Settings(**command).set(u"shared"_s, u"command"_s));
    QCOMPARE(await(database.read(reading(u"shared"_s))).value(), u"command"_s);
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "database.moc"
