// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/settings.h"
#include "tests/store/teststore.h"

#include <QProcess>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// A process that is killed at any moment keeps everything that it was told is written, and a file that
/// opens.
class DatabaseKillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAcknowledgedIsLost_data();
    void nothingAcknowledgedIsLost();
};

void DatabaseKillTest::nothingAcknowledgedIsLost_data()
{
    QTest::addColumn<int>("lines");
    for (const int lines : {1, 2, 17, 100, 400})
        QTest::addRow("after %d", lines) << lines;
}

void DatabaseKillTest::nothingAcknowledgedIsLost()
{
    QFETCH(int, lines);
    const QTemporaryDir directory;
    QProcess writer;
    writer.start(QString::fromLatin1(KILLED_WRITER), {directory.path()});
    QByteArray output;
    QVERIFY(eventually([&] {
        output += writer.readAllStandardOutput();
        return output.count('\n') >= lines;
    }));
    writer.kill();
    QVERIFY(eventually([&] { return writer.state() == QProcess::NotRunning; }));
    QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
    output += writer.readAllStandardOutput();

    const auto connection = store::Connection::open(directory.path());
    QVERIFY2(connection, why(connection).constData());
    const qsizetype written = output.count('\n'); // the last line may be cut
    QVERIFY(number(**connection, "SELECT count(*) FROM settings") >= written);
    QCOMPARE(store::Settings(**connection).value(QString::number(written - 1)).value(), QString(1000, u'x'));
    const auto check =
        (*connection)->first("PRAGMA integrity_check", [](const store::Row &row) { return row.text(0); });
    QCOMPARE(check.value(), u"ok"_s);
}

QTEST_GUILESS_MAIN(DatabaseKillTest)
#include "databasekill.moc"
