// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/streamdemux.h"

#include "tests/support/errorname.h"
#include "tests/support/frames.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::OutputKind;
using docker::StreamDemux;

namespace {

/// What a demux makes of `bytes` that come in portions: "1:text" and "2:text" for each kind, "!" for an
/// error, "…" for an end inside a frame.
QByteArray demux(const QList<QByteArrayView> &portions)
{
    StreamDemux demux;
    QByteArray out;
    OutputKind last{};
    for (QByteArrayView rest : portions) {
        while (!rest.isEmpty()) {
            if (const auto missing = qMin(demux.missingHeaderBytes(), rest.size()); missing > 0) {
                if (!demux.feedHeader(rest.first(missing)))
                    return out + '!';
                rest = rest.sliced(missing);
                continue;
            }
            const auto count = qsizetype(qMin<qint64>(demux.remaining(), rest.size()));
            if (demux.kind() != last)
                out += demux.kind() == OutputKind::Stdout ? "1:" : "2:";
            last = demux.kind();
            out += rest.first(count);
            demux.payloadTaken(count);
            rest = rest.sliced(count);
        }
    }
    return demux.atFrameBoundary() ? out : out + "…";
}

} // namespace

/// The 8-byte frames of a multiplexed stream, cut anywhere.
class StreamDemuxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data();
    void streams();
    void aLargeFrameNeedsNoMemory();
};

void StreamDemuxTest::streams_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &input, const char *expected) {
        QTest::newRow(name) << input << QByteArray(expected);
    };
    row("nothing", {}, "");
    row("one", frame(1, "out"), "1:out");
    row("both", frame(1, "out") + frame(2, "err") + frame(1, "more"), "1:out2:err1:more");
    row("two of a kind", frame(1, "out") + frame(1, "more"), "1:outmore");
    row("zero length", frame(1, {}) + frame(2, {}) + frame(1, "out") + frame(1, {}), "1:out");
    row("stdin's number is stdout, as moby's stdcopy takes it", frame(0, "in"), "1:in");
    row("3 is the engine's own error", frame(3, "oh"), "2:oh");
    QTest::newRow("a payload that looks like a frame") << frame(1, frame(2, "x")) << "1:" + frame(2, "x");
    row("stream 4", frame(4, "x"), "!");
    row("stream 255", frame(char(255), "x"), "!");
    row("second byte set", "\1\1\0\0\0\0\0\1x"_ba, "!");
    row("third byte set", "\1\0\1\0\0\0\0\1x"_ba, "!");
    row("fourth byte set", "\1\0\0\1\0\0\0\1x"_ba, "!");
    row("raw text", "Welcome to the machine", "!");
    row("bad after good", frame(1, "out") + "zzzzzzzz", "1:out!");
    row("ends in a header", frame(1, "out") + "\1\0\0"_ba, "1:out…");
    row("ends in a payload", frame(1, "out").chopped(1), "1:ou…");
    row("ends before a payload", "\2\0\0\0\0\0\0\5"_ba, "…");
    row("length of 4 GiB - 1", "\1\0\0\0\xff\xff\xff\xffstart"_ba, "1:start…");
    row("length beyond 2 GiB is not negative", "\2\0\0\0\x80\0\0\0start"_ba, "2:start…");
}

void StreamDemuxTest::streams()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, expected);
    QCOMPARE(demux({QByteArrayView(input)}), expected);
    QList<QByteArrayView> single;
    for (qsizetype i = 0; i < input.size(); ++i)
        single += QByteArrayView(input).sliced(i, 1);
    QCOMPARE(demux(single), expected);
    for (qsizetype cut = 1; cut < input.size(); ++cut)
        QCOMPARE(demux({QByteArrayView(input).first(cut), QByteArrayView(input).sliced(cut)}), expected);
}

void StreamDemuxTest::aLargeFrameNeedsNoMemory()
{
    StreamDemux demux;
    QVERIFY(demux.feedHeader(QByteArrayView("\1\0\0\0\xff\xff\xff\xff", 8)));
    QCOMPARE(demux.remaining(), 4'294'967'295);
    QCOMPARE(demux.missingHeaderBytes(), 0);
    demux.payloadTaken(4'294'967'295);
    QVERIFY(demux.atFrameBoundary());
    QCOMPARE(demux.missingHeaderBytes(), StreamDemux::headerSize);
    QCOMPARE_LT(sizeof demux, 64U);
}

QTEST_GUILESS_MAIN(StreamDemuxTest)
#include "streamdemux.moc"
