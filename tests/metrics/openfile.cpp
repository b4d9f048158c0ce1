// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/openfile.h"

#include "core/metrics/procfs/textrows.h"
#include "tests/metrics/tree.h"
#include "tests/support/errorname.h"

#include <QProcess>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::metrics;
using namespace fairlead::test;

/// Files that stay open, are read again, grow, shrink and vanish.
class OpenFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_data();
    void sizes();
    void readsAnew();
    void staysOpen();
    void vanishesWhileOpen();
    void returnsAfterAnError();
    void notAFile_data();
    void notAFile();
    void movesItsDescriptor();
    void numbers_data();
    void numbers();
};

void OpenFileTest::sizes_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("limit");
    QTest::addColumn<bool>("fits");
    QTest::newRow("empty") << 0 << 100 << true;
    QTest::newRow("below the limit") << 99 << 100 << true;
    QTest::newRow("at the limit") << 100 << 100 << true;
    QTest::newRow("beyond the limit") << 101 << 100 << false;
    QTest::newRow("a page") << 4096 << 100'000 << true;
    QTest::newRow("many pages") << 100'000 << 100'000 << true;
    QTest::newRow("many pages and a byte") << 100'001 << 100'000 << false;
}

void OpenFileTest::sizes()
{
    QFETCH(int, size);
    QFETCH(int, limit);
    QFETCH(bool, fits);
    const Tree tree;
    const QByteArray text = QByteArray(size / 2, 'a') + QByteArray(size - size / 2, 'b');
    tree.write(u"file"_s, text);
    for (const int capacity : {0, 1, 4096, 200'000}) { // a buffer that another file has grown
        OpenFile file(tree.path(u"file"_s), limit);
        QByteArray buffer(capacity, 'x');
        const auto read = file.read(buffer);
        QCOMPARE(read.has_value(), fits);
        if (fits)
            QCOMPARE(*read, text);
        else
            QCOMPARE(read.error().code, ErrorCode::TooLarge);
        QCOMPARE_LE(buffer.size(), qMax(capacity, qMax(4096, limit + 1)));
    }
}

void OpenFileTest::readsAnew()
{
    const Tree tree;
    OpenFile file(tree.path(u"file"_s));
    QByteArray buffer;
    for (const QByteArray &text : {"a long first text"_ba, "short"_ba, ""_ba, "and a longer one again"_ba}) {
        tree.write(u"file"_s, text);
        QCOMPARE(file.read(buffer).value(), text);
    }
}

void OpenFileTest::staysOpen()
{
    const Tree tree;
    tree.write(u"file"_s, "text");
    OpenFile file(tree.path(u"file"_s));
    QByteArray buffer;
    QVERIFY(file.read(buffer));
    tree.remove(u"file"_s); // the name; what is open stays
    QCOMPARE(file.read(buffer).value(), "text");
    file.close();
    QCOMPARE(file.read(buffer).error().code, ErrorCode::NotFound);
}

/// A process that has ended is gone from its open files too, as a removed cgroup is.
void OpenFileTest::vanishesWhileOpen()
{
    QProcess child;
    child.start(u"sleep"_s, {u"1000"_s});
    QVERIFY(child.waitForStarted());
    OpenFile file(u"/proc/%1/stat"_s.arg(child.processId()));
    QByteArray buffer;
    QVERIFY(file.read(buffer));
    child.kill();
    QVERIFY(child.waitForFinished());
    for (int i = 0; i < 2; ++i) { // open, and by its name
        const auto read = file.read(buffer);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::NotFound);
        QCOMPARE(read.error().subject, file.path());
        QVERIFY(!read.error().detail.isEmpty());
    }
}

void OpenFileTest::returnsAfterAnError()
{
    const Tree tree;
    OpenFile file(tree.path(u"file"_s));
    QByteArray buffer;
    QCOMPARE(file.read(buffer).error().code, ErrorCode::NotFound);
    tree.write(u"file"_s, "here");
    QCOMPARE(file.read(buffer).value(), "here");
}

void OpenFileTest::notAFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a directory") << u"folder"_s;
    QTest::newRow("a pipe that nobody writes to") << u"pipe"_s;
    QTest::newRow("below a file") << u"file/below"_s;
}

void OpenFileTest::notAFile()
{
    QFETCH(QString, name);
    const Tree tree;
    tree.write(u"folder/file"_s, {});
    tree.write(u"file"_s, "x");
    QCOMPARE(::mkfifo(QFile::encodeName(tree.path(u"pipe"_s)).constData(), 0600), 0);
    QByteArray buffer;
    QVERIFY(!OpenFile(tree.path(name)).read(buffer));
}

void OpenFileTest::movesItsDescriptor()
{
    const Tree tree;
    tree.write(u"a"_s, "a");
    tree.write(u"b"_s, "b");
    QByteArray buffer;
    OpenFile a(tree.path(u"a"_s));
    QCOMPARE(a.read(buffer).value(), "a");
    tree.remove(u"a"_s);
    OpenFile moved(std::move(a));
    QCOMPARE(moved.read(buffer).value(), "a"); // still the same open file
    OpenFile other(tree.path(u"b"_s));
    QCOMPARE(other.read(buffer).value(), "b");
    moved = std::move(other);
    QCOMPARE(moved.read(buffer).value(), "b");
}

void OpenFileTest::numbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isNumber");
    QTest::newRow("zero") << "0"_ba << true;
    QTest::newRow("the greatest") << "18446744073709551615"_ba << true;
    QTest::newRow("one more") << "18446744073709551616"_ba << false;
    QTest::newRow("empty") << ""_ba << false;
    QTest::newRow("negative") << "-1"_ba << false;
    QTest::newRow("signed") << "+1"_ba << false;
    QTest::newRow("fraction") << "1.5"_ba << false;
    QTest::newRow("hexadecimal") << "0x10"_ba << false;
    QTest::newRow("followed by text") << "12kB"_ba << false;
    QTest::newRow("blank before it") << " 12"_ba << false;
    QTest::newRow("a word") << "max"_ba << false;
    QTest::newRow("NUL") << "1\0"_ba << false;
}

void OpenFileTest::numbers()
{
    QFETCH(QByteArray, text);
    QTEST(toNumber(text).has_value(), "isNumber");
}

QTEST_GUILESS_MAIN(OpenFileTest)
#include "openfile.moc"
