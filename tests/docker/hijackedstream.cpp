// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/hijackedstream.h"

#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/faketransport.h"
#include "tests/support/frames.h"

#include <QPointer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::HijackedStream;
using docker::OutputKind;

namespace {

/// A stream over a connection in memory, and what it told.
class Probe
{
public:
    explicit Probe(const QByteArray &early = {}, bool multiplexed = true)
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        stream = std::make_unique<HijackedStream>(std::move(owned), early, multiplexed);
        QObject::connect(stream.get(), &HijackedStream::readyRead, stream.get(), [this] { ++readyReads; });
        QObject::connect(stream.get(), &HijackedStream::ended, stream.get(), [this] { end = "ended"; });
        QObject::connect(stream.get(), &HijackedStream::failed, stream.get(),
                         [this](const Error &error) { end = nameOf(error.code); });
    }

    /// What one read gives: "1:text", or "" for nothing.
    [[nodiscard]] QByteArray read(qsizetype max = 1000)
    {
        QByteArray bytes;
        const auto kind = stream->read(bytes, max);
        return kind ? (*kind == OutputKind::Stdout ? "1:" : "2:") + bytes : bytes;
    }
    /// All reads until there is nothing.
    [[nodiscard]] QByteArray readAll(qsizetype max = 1000)
    {
        QByteArray all;
        for (QByteArray piece = read(max); !piece.isEmpty(); piece = read(max))
            all += (all.isEmpty() ? "" : " ") + piece;
        return all;
    }

    QPointer<FakeTransport> transport;
    std::unique_ptr<HijackedStream> stream;
    int readyReads = 0;
    QByteArray end;
};

} // namespace

/// The raw connection of an exec: kinds, bounds of a read, and that its end comes last.
class HijackedStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneKindARead();
    void readsAreBounded();
    void rawStream();
    void cutAnywhere();
    void endComesAfterTheLastByte();
    void badEnds_data();
    void badEnds();
    void discarding();
    void writing();
    void deletionEndsTheConnection();
};

void HijackedStreamTest::oneKindARead()
{
    Probe probe;
    probe.transport->device().receive(frame(1, "a") + frame(1, "b") + frame(2, "c") + frame(1, {})
                                      + frame(2, "d") + frame(1, "e"));
    QCOMPARE(probe.readyReads, 1);
    QCOMPARE(probe.read(), "1:ab");
    QCOMPARE(probe.read(), "2:cd");
    QCOMPARE(probe.read(), "1:e");
    QCOMPARE(probe.read(), "");
}

void HijackedStreamTest::readsAreBounded()
{
    Probe probe(frame(1, "01"));
    probe.transport->device().receive(frame(1, "23456789"));
    QCOMPARE(probe.stream->bytesAvailable(), 10 + 16);
    QCOMPARE(probe.readAll(3), "1:012 1:345 1:678 1:9");
    QCOMPARE(probe.stream->bytesAvailable(), 0);
    QByteArray kept("kept ");
    probe.transport->device().receive(frame(2, "x"));
    QVERIFY(probe.stream->read(kept, 10));
    QCOMPARE(kept, "kept x"); // appended
}

void HijackedStreamTest::rawStream()
{
    Probe probe("early ", false);
    probe.transport->device().receive("\1\0\0\0\0\0\0\1x"_ba); // no frame, just bytes
    probe.stream->announce();
    QCOMPARE(probe.readAll(), "1:early \1\0\0\0\0\0\0\1x"_ba);
    Q_EMIT probe.transport->ended();
    QCOMPARE(probe.end, "ended");
}

void HijackedStreamTest::cutAnywhere()
{
    const QByteArray all = frame(1, "out") + frame(2, {}) + frame(2, "err") + frame(1, "end");
    for (qsizetype cut = 0; cut <= all.size(); ++cut) {
        Probe probe(all.first(cut)); // the first part came with the response's head
        QByteArray out;
        QByteArray err;
        const auto drain = [&] {
            QByteArray bytes;
            while (const auto kind = probe.stream->read(bytes, 2)) {
                (*kind == OutputKind::Stdout ? out : err) += bytes;
                bytes.clear();
            }
        };
        probe.stream->announce();
        QCOMPARE(probe.readyReads > 0, cut > 0);
        drain();
        for (const char byte : all.sliced(cut)) {
            probe.transport->device().receive(QByteArray(1, byte));
            drain();
        }
        Q_EMIT probe.transport->ended();
        QVERIFY(eventually([&] { return !probe.end.isEmpty(); }));
        QCOMPARE(out, "outend");
        QCOMPARE(err, "err");
        QCOMPARE(probe.end, "ended");
    }
}

void HijackedStreamTest::endComesAfterTheLastByte()
{
    Probe probe(frame(1, "early"));
    probe.transport->device().receive(frame(1, "late") + frame(2, {}));
    Q_EMIT probe.transport->ended();
    probe.stream->announce();
    QVERIFY(!eventually([&] { return !probe.end.isEmpty(); }, std::chrono::milliseconds(20)));
    QCOMPARE_GE(probe.readyReads, 2); // told once more at the end, for readers that had stopped
    QCOMPARE(probe.read(5), "1:early");
    QCOMPARE(probe.read(), "1:late");
    QCOMPARE(probe.read(), "");
    QVERIFY(eventually([&] { return probe.end == "ended"; }));

    Probe empty; // ended before anybody looked
    Q_EMIT empty.transport->ended();
    QCOMPARE(empty.end, "ended");
}

void HijackedStreamTest::badEnds_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("read");
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("inside a header") << frame(1, "out") + "\1\0"_ba << "1:out"_ba << "ConnectionLost"_ba;
    QTest::newRow("inside a payload") << frame(1, "out").chopped(1) << "1:ou"_ba << "ConnectionLost"_ba;
    QTest::newRow("no frame at all") << "raw terminal text"_ba << ""_ba << "ProtocolError"_ba;
    QTest::newRow("no frame after a good one")
        << frame(1, "out") + "raw terminal text"_ba << "1:out"_ba << "ProtocolError"_ba;
    QTest::newRow("a frame of 4 GiB")
        << "\2\0\0\0\xff\xff\xff\xff"_ba + "start" << "2:start"_ba << "ConnectionLost"_ba;
}

void HijackedStreamTest::badEnds()
{
    QFETCH(QByteArray, input);
    Probe probe;
    probe.transport->device().receive(input);
    QTEST(probe.readAll(), "read");
    Q_EMIT probe.transport->ended();
    QVERIFY(eventually([&] { return !probe.end.isEmpty(); }));
    QTEST(probe.end, "end");
    // Once, whatever comes.
    probe.end.clear();
    Q_EMIT probe.transport->failed({ErrorCode::ConnectionLost, {}, {}});
    QVERIFY(!eventually([&] { return !probe.end.isEmpty(); }, std::chrono::milliseconds(5)));
}

void HijackedStreamTest::discarding()
{
    Probe probe(frame(1, "early"));
    probe.stream->discardOutput();
    probe.transport->device().receive(QByteArray(2'000'000, 'x')); // not even frames
    QVERIFY(eventually([&] { return probe.transport->device().bytesAvailable() == 0; }));
    QCOMPARE(probe.readyReads, 0);
    QCOMPARE(probe.end, "");
    Q_EMIT probe.transport->ended();
    QCOMPARE(probe.end, "ended");
}

void HijackedStreamTest::writing()
{
    Probe probe;
    int written = 0;
    QObject::connect(probe.stream.get(), &HijackedStream::written, probe.stream.get(), [&] { ++written; });
    probe.stream->write("typed");
    QCOMPARE(probe.transport->device().sent(), "typed");
    QCOMPARE(probe.stream->bytesToWrite(), 0);
    Q_EMIT probe.transport->device().bytesWritten(5);
    QCOMPARE(written, 1);
    QVERIFY(!probe.transport->isWriteClosed());
    probe.stream->closeWrite();
    QVERIFY(probe.transport->isWriteClosed());
    QVERIFY(!probe.transport->isAborted());
}

void HijackedStreamTest::deletionEndsTheConnection()
{
    Probe probe;
    QObject::connect(probe.stream.get(), &HijackedStream::readyRead, probe.stream.get(),
                     [&] { probe.stream.reset(); });
    probe.transport->device().receive(frame(1, "x"));
    QVERIFY(!probe.stream);
    QVERIFY(probe.transport->isAborted());
    QVERIFY(eventually([&] { return probe.transport.isNull(); }));
}

QTEST_GUILESS_MAIN(HijackedStreamTest)
#include "hijackedstream.moc"
