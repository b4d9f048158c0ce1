// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/samplespool.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Samples on disk: in order, bounded, and there again after any kind of end.
class SampleSpoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void orderAcrossSegments();
    void rewindGivesWhatWasNotRemoved();
    void goesOnAfterARestart();
    void tornEnd_data();
    void tornEnd();
    void damageInTheMiddle();
    void strangeFiles();
    void wrongPosition_data();
    void wrongPosition();
    void sizeIsBounded();
    void ageIsBounded();
    void clockThatGoesBack();
    void sizesOfSamples();
    void fullDisk();
    void unusableFolder();
    void killedWriterLosesNothing();

private:
    std::unique_ptr<SampleSpool> reopened(const SampleSpool::Settings &more = {});
    [[nodiscard]] QStringList segments() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    SampleSpool::Time m_now;
};

namespace {

QByteArray sample(int i)
{
    return "{\"i\":" + QByteArray::number(i) + "}";
}

QByteArrayList all(SampleSpool &spool)
{
    QByteArrayList list;
    while (const auto next = spool.next())
        list += *next;
    return list;
}

QByteArrayList samples(int from, int to)
{
    QByteArrayList list;
    for (int i = from; i < to; ++i)
        list += sample(i);
    return list;
}

} // namespace

void SampleSpoolTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_now = SampleSpool::Time{1'767'225'600s};
}

std::unique_ptr<SampleSpool> SampleSpoolTest::reopened(const SampleSpool::Settings &more)
{
    SampleSpool::Settings settings = more;
    settings.folder = m_folder->filePath(u"spool"_s);
    if (settings.segmentBytes == SampleSpool::Settings().segmentBytes)
        settings.segmentBytes = 200;
    auto spool = std::make_unique<SampleSpool>(settings);
    const auto opened = spool->open(m_now);
    if (!opened)
        qWarning() << why(opened);
    return spool;
}

QStringList SampleSpoolTest::segments() const
{
    return QDir(m_folder->filePath(u"spool"_s)).entryList({u"*.spool"_s}, QDir::Files, QDir::Name);
}

void SampleSpoolTest::orderAcrossSegments()
{
    auto spool = reopened();
    QVERIFY(spool->isEmpty());
    QVERIFY(!spool->next());
    for (int i = 0; i < 100; ++i)
        QVERIFY(spool->append(sample(i), m_now));
    QVERIFY(!spool->isEmpty());
    QCOMPARE_GE(segments().size(), 5);
    QCOMPARE(all(*spool), samples(0, 100));
    spool->remove(100);
    QVERIFY(spool->isEmpty());
    QCOMPARE(segments().size(), 1);
    // And it goes on.
    QVERIFY(spool->append(sample(100), m_now));
    QCOMPARE(all(*spool), samples(100, 101));
}

void SampleSpoolTest::rewindGivesWhatWasNotRemoved()
{
    auto spool = reopened();
    for (int i = 0; i < 30; ++i)
        QVERIFY(spool->append(sample(i), m_now));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(*spool->next(), sample(i));
    spool->remove(7);
    spool->rewind();
    QCOMPARE(all(*spool), samples(7, 30));
    spool->remove(1000); // more than there are
    QVERIFY(spool->isEmpty());
}

void SampleSpoolTest::goesOnAfterARestart()
{
    for (int i = 0; i < 50; ++i)
        QVERIFY(reopened()->append(sample(i), m_now));
    {
        auto spool = reopened();
        for (int i = 0; i < 23; ++i)
            QCOMPARE(*spool->next(), sample(i));
        spool->remove(23);
    }
    auto spool = reopened();
    QCOMPARE(all(*spool), samples(23, 50));
    spool->remove(27);
    spool.reset();
    spool = reopened();
    QVERIFY(spool->isEmpty());
    QVERIFY(!spool->next());
}

void SampleSpoolTest::tornEnd_data()
{
    QTest::addColumn<int>("cut");
    for (int cut = 1; cut < 23; ++cut) // the last record has 16 + 7 bytes
        QTest::addRow("%d bytes missing", cut) << cut;
}

void SampleSpoolTest::tornEnd()
{
    QFETCH(const int, cut);
    {
        auto spool = reopened();
        for (int i = 0; i < 5; ++i)
            QVERIFY(spool->append(sample(i), m_now));
    }
    QFile file(m_folder->filePath(u"spool/"_s + segments().last()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() - cut));
    auto spool = reopened();
    QCOMPARE(all(*spool), samples(0, 4));
    QVERIFY(spool->append(sample(4), m_now));
    QCOMPARE(all(*spool), samples(4, 5));
    QCOMPARE(all(*reopened()), samples(0, 5));
}

void SampleSpoolTest::damageInTheMiddle()
{
    {
        auto spool = reopened();
        for (int i = 0; i < 100; ++i)
            QVERIFY(spool->append(sample(i), m_now));
    }
    // One bit of a payload in the first segment, and the length of a record in the second.
    const auto flip = [&](const QString &name, qint64 at, char value) {
        QFile file(m_folder->filePath(u"spool/"_s + name));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(at));
        file.write(&value, 1);
    };
    const QStringList names = segments();
    flip(names.at(0), 8 + 16 + 2, '#');
    flip(names.at(1), 8 + 3, '\x7f');
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"damaged"_s));
    const QByteArrayList rest = all(*reopened());
    QVERIFY(!rest.contains(sample(0)));
    QCOMPARE(rest.first(), sample(1));
    QCOMPARE(rest.last(), sample(99));
    QCOMPARE_GE(rest.size(), 85);
}

void SampleSpoolTest::strangeFiles()
{
    QVERIFY(reopened()->append(sample(0), m_now));
    const QDir folder(m_folder->filePath(u"spool"_s));
    for (const QString &name :
         {u"x.spool"_s, u"1.spool"_s, u"notes.txt"_s, u"00000000000000000009.spool"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no spool at all, but something long enough to be read as a header");
    }
    auto spool = reopened();
    QVERIFY(spool->append(sample(1), m_now));
    QCOMPARE(all(*spool), samples(0, 2));
    QVERIFY(folder.exists(u"notes.txt"_s));
}

void SampleSpoolTest::wrongPosition_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("nonsense") << QByteArray("here and there");
    QTest::newRow("in the middle of a record") << QByteArray("1 20\n");
    QTest::newRow("behind the end") << QByteArray("1 4096\n");
    QTest::newRow("segment that is not there") << QByteArray("77 8\n");
    QTest::newRow("negative") << QByteArray("1 -8\n");
    QTest::newRow("beyond 64 bits") << QByteArray("99999999999999999999 99999999999999999999\n");
}

void SampleSpoolTest::wrongPosition()
{
    QFETCH(const QByteArray, text);
    QVERIFY(reopened()->append(sample(0), m_now));
    QFile file(m_folder->filePath(u"spool/position"_s));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(text);
    file.close();
    QCOMPARE(all(*reopened()), samples(0, 1)); // rather twice than never
}

void SampleSpoolTest::sizeIsBounded()
{
    auto spool = reopened({.maxBytes = 2000});
    for (int i = 0; i < 1000; ++i) {
        QVERIFY(spool->append(sample(i), m_now));
        QCOMPARE_LE(spool->bytes(), 2000 + 200 + 30);
        if (i == 500)
            QCOMPARE_GE(all(*spool).size(), 60); // some of them are about to give way
    }
    spool->rewind();
    const QByteArrayList rest = all(*spool);
    QCOMPARE(rest.last(), sample(999));
    QCOMPARE(rest, samples(int(1000 - rest.size()), 1000));
    QCOMPARE_GT(spool->droppedSegments(), 0);
    spool->remove(rest.size());
    QVERIFY(spool->isEmpty());
}

void SampleSpoolTest::ageIsBounded()
{
    auto spool = reopened();
    for (int i = 0; i < 48; ++i) {
        QVERIFY(spool->append(sample(i), m_now));
        m_now += 1h;
    }
    const QByteArrayList rest = all(*spool);
    QCOMPARE(rest.last(), sample(47));
    QCOMPARE_GE(rest.size(), 24);
    QCOMPARE_LE(rest.size(), 24 + 9); // a segment more
    m_now += 48h;
    spool.reset();
    QVERIFY(reopened()->isEmpty());
    QCOMPARE(segments(), QStringList());
}

void SampleSpoolTest::clockThatGoesBack()
{
    auto spool = reopened();
    QVERIFY(spool->append(sample(0), m_now));
    QVERIFY(spool->append(sample(1), m_now - 72h));
    QVERIFY(spool->append(sample(2), m_now));
    QCOMPARE(all(*spool), samples(0, 3));
}

void SampleSpoolTest::sizesOfSamples()
{
    auto spool = reopened();
    QCOMPARE(spool->append({}, m_now).error().code, ErrorCode::TooLarge);
    QCOMPARE(spool->append(QByteArray(SpoolSegment::maxPayload + 1, 'x'), m_now).error().code,
             ErrorCode::TooLarge);
    const QByteArray largest(SpoolSegment::maxPayload, 'x');
    const QByteArray bytes("\0\xff\n", 3);
    QVERIFY(spool->append(largest, m_now));
    QVERIFY(spool->append(bytes, m_now));
    QCOMPARE(all(*spool), (QByteArrayList{largest, bytes}));
    QCOMPARE(all(*reopened()), (QByteArrayList{largest, bytes}));
}

void SampleSpoolTest::fullDisk()
{
    // A device that is always full.
    QFile full(u"/dev/full"_s);
    if (!full.exists())
        QSKIP("there is no /dev/full");
    auto spool = reopened();
    QVERIFY(spool->append(sample(0), m_now));
    const QString next = m_folder->filePath(u"spool/00000000000000000002.spool"_s);
    QVERIFY(QFile::link(u"/dev/full"_s, next));
    int failures = 0;
    for (int i = 1; i < 20; ++i)
        failures += spool->append(sample(i), m_now) ? 0 : 1;
    QCOMPARE_GT(failures, 0);
    QVERIFY(QFile::remove(next));
    QVERIFY(spool->append(sample(99), m_now));
    const QByteArrayList rest = all(*spool);
    QCOMPARE(rest.first(), sample(0));
    QCOMPARE(rest.last(), sample(99));
}

void SampleSpoolTest::unusableFolder()
{
    QFile file(m_folder->filePath(u"spool"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    SampleSpool spool({.folder = file.fileName()});
    QCOMPARE(spool.open(m_now).error().code, ErrorCode::PermissionDenied);
}

void SampleSpoolTest::killedWriterLosesNothing()
{
    // Another process writes and says how far it is; then it is killed.
    QProcess writer;
    writer.start(QCoreApplication::applicationFilePath(), {u"--write"_s, m_folder->filePath(u"spool"_s)});
    QByteArray said;
    QVERIFY(eventually([&] {
        said += writer.readAllStandardOutput();
        return said.count('\n') > 500;
    }));
    writer.kill();
    QVERIFY(eventually([&] { return writer.state() == QProcess::NotRunning; }));
    said += writer.readAllStandardOutput();
    said.truncate(said.lastIndexOf('\n'));
    const int last = said.sliced(said.lastIndexOf('\n') + 1).toInt();
    QCOMPARE_GT(last, 400);
    const QByteArrayList stored = all(*reopened());
    QCOMPARE_GE(stored.size(), last + 1);
    QCOMPARE(stored, samples(0, int(stored.size())));
}

namespace {

int writeForEver(const QString &folder)
{
    SampleSpool spool({.folder = folder, .segmentBytes = 4096});
    const SampleSpool::Time now{1'767'225'600s};
    if (!spool.open(now))
        return 1;
    for (int i = 0; spool.append(sample(i), now); ++i) {
        std::printf("%d\n", i);
        std::fflush(stdout);
    }
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && QByteArrayView(argv[1]) == "--write")
        return writeForEver(QString::fromLocal8Bit(argv[2]));
    SampleSpoolTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "samplespool.moc"
