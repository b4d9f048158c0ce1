// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/connection.h"

#include "core/store/schema.h"
#include "tests/store/teststore.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using store::Connection;
using store::Migration;
using store::Sql;

class ConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesBelongToTheOwnerAlone();
    void directoryThatOthersWriteIsRefused();
    void places_data();
    void places();
    void safetyIsOn();
    void valuesComeBack();
    void statementsCanRunInsideThemselves();
    void statementsOutliveAChangeOfTables();
    void statementThatFailedRunsAgain();
    void newerFileIsRefused();
    void failedMigrationLeavesNothing();
    void migrationsGoOnWhereTheyStopped();
};

void ConnectionTest::filesBelongToTheOwnerAlone()
{
    const QTemporaryDir parent;
    const QString directory = parent.filePath(u"a/b"_s);
    const auto connection = Connection::open(directory);
    QVERIFY2(connection, why(connection).constData());
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                          | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(QFileInfo(directory).permissions() & others, QFile::Permissions());
    // The log that SQLite writes beside it holds the same secrets.
    const QStringList files = QDir(directory).entryList(QDir::Files);
    QVERIFY(files.contains(u"fairlead.db"_s) && files.contains(u"fairlead.db-wal"_s));
    for (const QString &file : files)
        QCOMPARE(QFileInfo(directory + u'/' + file).permissions() & others, QFile::Permissions());
}

void ConnectionTest::directoryThatOthersWriteIsRefused()
{
    const QTemporaryDir directory;
    QVERIFY(QFile::setPermissions(directory.path(), QFile::Permissions(0x7770)));
    const auto connection = Connection::open(directory.path());
    QCOMPARE(codeOf(connection), ErrorCode::PermissionDenied);
    QVERIFY(toSentence(connection.error()).contains("chmod"_L1));
    QVERIFY(QDir(directory.path()).isEmpty());
}

void ConnectionTest::places_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not a database") << QByteArray(4096, 'x') << ErrorCode::InvalidInput;
    QTest::newRow("cut off") << QByteArray("SQLite format 3\0\x10\0", 18) << ErrorCode::InvalidInput;
}

void ConnectionTest::places()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"fairlead.db"_s));
    QVERIFY(file.open(QFile::WriteOnly) && file.write(content) == content.size());
    file.close();
    const auto connection = Connection::open(directory.path());
    QVERIFY(!connection);
    QTEST(connection.error().code, "code");
    QCOMPARE(codeOf(Connection::open(file.fileName())), ErrorCode::InvalidInput); // a file for a directory
    QCOMPARE(codeOf(Connection::open(u"/proc/none/here"_s)), ErrorCode::PermissionDenied);
}

void ConnectionTest::safetyIsOn()
{
    const TestStore store;
    QCOMPARE(number(*store, "PRAGMA foreign_keys"), 1);
    QCOMPARE(number(*store, "PRAGMA synchronous"), 1); // NORMAL
    QCOMPARE(number(*store, "PRAGMA busy_timeout"), 5000);
    const auto mode =
        (*store).first("PRAGMA journal_mode", [](const store::Row &row) { return row.text(0); });
    QCOMPARE(mode.value(), u"wal"_s);
}

void ConnectionTest::valuesComeBack()
{
    const TestStore store;
    QVERIFY((*store).execute("CREATE TABLE t (a, b, c, d, e, f)"));
    const QString evil = u"'); DROP TABLE users; --"_s;
    QVERIFY((*store).execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", evil, QByteArray("\0\xff", 2), 0.1,
                             start, std::optional<Time>(), QString()));
    const auto row = (*store).first("SELECT a, b, c, d, e, f, f IS NULL FROM t", [](const store::Row &found) {
        return std::tuple(found.text(0), found.bytes(1), found.real(2), found.time(3), found.optionalTime(4),
                          found.text(5), found.boolean(6));
    });
    QVERIFY2(row && *row, why(row).constData());
    QCOMPARE(**row,
             std::tuple(evil, QByteArray("\0\xff", 2), 0.1, start, std::optional<Time>(), QString(), false));
    QCOMPARE(number(*store, "SELECT count(*) FROM users"), 0);
    QCOMPARE(codeOf((*store).execute("SELECT * FROM nothing")), ErrorCode::Refused);
    QCOMPARE(codeOf((*store).execute("INSERT INTO t VALUES (?)")), ErrorCode::Refused); // too few
}

// What was prepared is kept for the next with the same text, which can come before the first is done.
void ConnectionTest::statementsCanRunInsideThemselves()
{
    const TestStore store;
    QVERIFY((*store).execute("CREATE TABLE things (n)"));
    for (int n = 0; n < 3; ++n)
        QVERIFY((*store).execute("INSERT INTO things VALUES (?)", n));
    constexpr Sql below = "SELECT n FROM things WHERE n < ? ORDER BY n";
    const auto readNumber = [](const store::Row &row) { return row.integer(0); };
    const auto sums = (*store).all(
        below,
        [&](const store::Row &row) {
            const auto smaller = (*store).all(below, readNumber, row.integer(0));
            return 10 * row.integer(0) + (smaller ? smaller->size() : 100);
        },
        3);
    QVERIFY2(sums, why(sums).constData());
    QCOMPARE(*sums, (QList<qint64>{0, 11, 22}));
    QCOMPARE((*store).all(below, readNumber, 2).value(), (QList<qint64>{0, 1}));
}

void ConnectionTest::statementsOutliveAChangeOfTables()
{
    const TestStore store;
    QVERIFY((*store).execute("CREATE TABLE things (n)"));
    QCOMPARE(number(*store, "SELECT count(*) FROM things"), 0);
    for (int i = 0; i < 2; ++i) {
        QVERIFY((*store).execute("DROP TABLE things"));
        QVERIFY((*store).execute("CREATE TABLE things (m, n)"));
        QVERIFY((*store).execute("INSERT INTO things (n) VALUES (1)"));
        QCOMPARE(number(*store, "SELECT count(*) FROM things"), 1);
    }
}

void ConnectionTest::statementThatFailedRunsAgain()
{
    const TestStore store;
    QVERIFY((*store).execute("CREATE TABLE things (n UNIQUE)"));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE((*store).execute("INSERT INTO things VALUES (?)", i).has_value(), true);
        QCOMPARE(codeOf((*store).execute("INSERT INTO things VALUES (?)", i)), ErrorCode::Conflict);
    }
    QCOMPARE(number(*store, "SELECT count(*) FROM things"), 3);
}

void ConnectionTest::newerFileIsRefused()
{
    TestStore store;
    QVERIFY((*store).execute("PRAGMA user_version = 1000"));
    store.connection.reset();
    const auto again = Connection::open(store.directory.path());
    QCOMPARE(codeOf(again), ErrorCode::Unsupported);
    QVERIFY(toSentence(again.error()).contains("version 1000"_L1));
}

void ConnectionTest::failedMigrationLeavesNothing()
{
    const TestStore store;
    const qint64 version = number(*store, "PRAGMA user_version");
    static constexpr std::array<Sql, 3> broken = {"CREATE TABLE half (a)", "CREATE TABLE half (a)",
                                                  "PRAGMA user_version = 4"};
    QList<Migration> steps(store::migrations().begin(), store::migrations().end());
    steps += Migration(broken);
    QVERIFY(!store::migrate(*store, std::span(steps)));
    QCOMPARE(number(*store, "PRAGMA user_version"), version);
    QCOMPARE(number(*store, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
    QVERIFY(store::migrate(*store)); // no transaction is left open
}

void ConnectionTest::migrationsGoOnWhereTheyStopped()
{
    const TestStore store;
    QVERIFY(!store.addServer(u"kept"_s).isEmpty());
    static constexpr std::array<Sql, 2> second = {"CREATE TABLE new (a)", "PRAGMA user_version = 4"};
    static constexpr std::array<Sql, 2> third = {"INSERT INTO new VALUES (7)", "PRAGMA user_version = 5"};
    QList<Migration> steps(store::migrations().begin(), store::migrations().end());
    QCOMPARE(steps.size(), 3);
    steps << Migration(second) << Migration(third);
    QVERIFY(store::migrate(*store, std::span(steps)));
    QVERIFY(store::migrate(*store, std::span(steps))); // and only once
    QCOMPARE(number(*store, "SELECT count(*) FROM new"), 1);
    QCOMPARE(number(*store, "SELECT count(*) FROM servers"), 1);
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connection.moc"
