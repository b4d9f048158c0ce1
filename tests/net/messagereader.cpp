// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/messagereader.h"

#include "tests/support/fifodevice.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::net;
using fairlead::test::FifoDevice;

namespace {

constexpr quint64 limit = 1000;

QByteArray frame(quint8 firstByte, const QByteArray &payload)
{
    QByteArray bytes(1, char(firstByte));
    if (payload.size() < 126)
        return bytes + char(payload.size()) + payload;
    return bytes + '\x7e' + char(payload.size() >> 8) + char(payload.size() & 0xff) + payload;
}

// "text:abc binary:… close:…": what came, parts of one message joined.
struct Outcome
{
    QByteArrayList messages;
    int failure = 0;
    QString reason;
};

QByteArray kindName(Opcode kind)
{
    switch (kind) {
    case Opcode::Text:
        return "text:";
    case Opcode::Binary:
        return "binary:";
    case Opcode::Ping:
        return "ping:";
    case Opcode::Pong:
        return "pong:";
    default:
        return "close:";
    }
}

Outcome readAll(const QByteArray &bytes, qsizetype portion, qsizetype partSize)
{
    FifoDevice device;
    MessageReader reader(Role::Client, limit);
    Outcome outcome;
    QByteArray message;
    for (qsizetype at = 0; at < bytes.size(); at += portion) {
        device.feed(QByteArrayView(bytes).sliced(at, qMin(portion, bytes.size() - at)));
        while (auto part = reader.next(device, partSize)) {
            if (part->isFirst && part->isLast) {
                outcome.messages += kindName(part->kind) + part->bytes;
                continue;
            }
            message = (part->isFirst ? kindName(part->kind) : message) + part->bytes;
            if (part->isLast)
                outcome.messages += message;
        }
    }
    outcome.failure = reader.hasFailed() ? reader.failure().code : 0;
    outcome.reason = reader.failure().reason;
    return outcome;
}

} // namespace

class MessageReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messages_data();
    void messages();
    void failures_data();
    void failures();
    void limitIsNamed();
    void partsComeBeforeTheMessageIsThere();
    void closePayloads_data();
    void closePayloads();
    void closeReasonIsCutAtACharacter();
};

void MessageReaderTest::messages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("messages");
    QTest::newRow("one") << frame(0x82, "abc") << QByteArrayList{"binary:abc"};
    QTest::newRow("empty") << frame(0x82, "") << QByteArrayList{"binary:"};
    QTest::newRow("several") << frame(0x82, "a") + frame(0x81, "b") + frame(0x82, "")
                             << QByteArrayList{"binary:a", "text:b", "binary:"};
    QTest::newRow("fragments") << frame(0x02, "a") + frame(0x00, "b") + frame(0x80, "c")
                               << QByteArrayList{"binary:abc"};
    QTest::newRow("empty fragments") << frame(0x02, "") + frame(0x00, "") + frame(0x80, "c")
                                     << QByteArrayList{"binary:c"};
    QTest::newRow("all fragments empty") << frame(0x02, "") + frame(0x80, "") << QByteArrayList{"binary:"};
    QTest::newRow("last fragment empty") << frame(0x02, "a") + frame(0x80, "") << QByteArrayList{"binary:a"};
    QTest::newRow("ping between fragments")
        << frame(0x02, "a") + frame(0x89, "p") + frame(0x80, "b") << QByteArrayList{"ping:p", "binary:ab"};
    QTest::newRow("pong with nothing") << frame(0x8a, "") << QByteArrayList{"pong:"};
    QTest::newRow("close") << frame(0x88, "\x03\xe8") << QByteArrayList{"close:\x03\xe8"};
    QTest::newRow("character cut by fragments")
        << frame(0x01, "\xe2") + frame(0x00, "\x82") + frame(0x80, "\xac")
        << QByteArrayList{"text:\xe2\x82\xac"};
    QTest::newRow("binary is not text") << frame(0x82, "\xff\xfe") << QByteArrayList{"binary:\xff\xfe"};
    QTest::newRow("at the limit") << frame(0x82, QByteArray(limit, 'x'))
                                  << QByteArrayList{"binary:" + QByteArray(limit, 'x')};
    QTest::newRow("limit counts per message")
        << frame(0x82, QByteArray(limit, 'x')) + frame(0x82, "a")
        << QByteArrayList{"binary:" + QByteArray(limit, 'x'), "binary:a"};
}

void MessageReaderTest::messages()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, messages);
    for (const qsizetype portion : {qsizetype(1), qsizetype(7), bytes.size()}) {
        for (const qsizetype partSize : {1, 10, 100000}) {
            const Outcome outcome = readAll(bytes, portion, partSize);
            QCOMPARE(outcome.messages, messages);
            QCOMPARE(outcome.failure, 0);
        }
    }
}

void MessageReaderTest::failures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::newRow("continuation of nothing") << frame(0x80, "a") << 1002;
    QTest::newRow("continuation behind the end") << frame(0x82, "a") + frame(0x80, "b") << 1002;
    QTest::newRow("message inside a message") << frame(0x02, "a") + frame(0x82, "b") << 1002;
    QTest::newRow("masked by a server") << QByteArray::fromHex("818537fa213d") << 1002;
    QTest::newRow("reserved bit") << frame(0xc2, "a") << 1002;
    QTest::newRow("unknown opcode") << frame(0x83, "a") << 1002;
    QTest::newRow("fragmented ping") << frame(0x09, "a") << 1002;
    QTest::newRow("frame too large") << frame(0x82, QByteArray(limit + 1, 'x')) << 1009;
    QTest::newRow("message too large") << frame(0x02, QByteArray(limit, 'x')) + frame(0x80, "x") << 1009;
    QTest::newRow("announces 8 EiB") << QByteArray::fromHex("827f7fffffffffffffff") << 1009;
    QTest::newRow("wraps around") << frame(0x02, QByteArray(limit, 'x'))
                                         + QByteArray::fromHex("807f7fffffffffffffff")
                                  << 1009;
    QTest::newRow("not UTF-8") << frame(0x81, "a\xff") << 1007;
    QTest::newRow("surrogate") << frame(0x81, "\xed\xa0\x80") << 1007;
    QTest::newRow("overlong") << frame(0x81, "\xc0\xaf") << 1007;
    QTest::newRow("character unfinished at the end") << frame(0x81, "\xe2\x82") << 1007;
    QTest::newRow("character unfinished, fragments") << frame(0x01, "\xe2") + frame(0x80, "\x82") << 1007;
}

void MessageReaderTest::failures()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    for (const qsizetype portion : {qsizetype(1), qsizetype(7), bytes.size()})
        QCOMPARE(readAll(bytes, portion, 64).failure, code);
}

void MessageReaderTest::limitIsNamed()
{
    const Outcome outcome = readAll(frame(0x82, QByteArray(limit + 1, 'x')), 4, 64);
    QVERIFY2(outcome.reason.contains(u"1000"), qPrintable(outcome.reason));
}

void MessageReaderTest::partsComeBeforeTheMessageIsThere()
{
    FifoDevice device;
    MessageReader reader(Role::Client, limit);
    device.feed(frame(0x82, "abcdef").first(5));
    auto part = reader.next(device, 100);
    QVERIFY(part);
    QCOMPARE(part->bytes, "abc");
    QVERIFY(part->isFirst && !part->isLast);
    QVERIFY(!reader.next(device, 100));
    device.feed("def");
    part = reader.next(device, 100);
    QVERIFY(part);
    QCOMPARE(part->bytes, "def");
    QVERIFY(!part->isFirst && part->isLast);
}

void MessageReaderTest::closePayloads_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QByteArray() << 1005 << QString();
    QTest::newRow("normal") << QByteArray("\x03\xe8") << 1000 << QString();
    QTest::newRow("with reason") << QByteArray("\x03\xe9"
                                               "bye \xe2\x82\xac")
                                 << 1001 << u"bye €"_s;
    QTest::newRow("private use") << QByteArray("\x0f\xa0") << 4000 << QString();
    QTest::newRow("try again later") << QByteArray("\x03\xf5") << 1013 << QString();
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
        QTest::addRow("code %d", code) << QByteArray{}.append(char(code >> 8)).append(char(code & 0xff))
                                       << 1002 << u"close code %1 is not allowed"_s.arg(code);
    QTest::newRow("half a code") << QByteArray("\x03") << 1002 << u"close frame with half a code"_s;
    QTest::newRow("reason is not UTF-8")
        << QByteArray("\x03\xe8\xff") << 1007 << u"close reason is not UTF-8"_s;
}

void MessageReaderTest::closePayloads()
{
    QFETCH(QByteArray, payload);
    const CloseStatus status = parseClose(payload);
    QTEST(int(status.code), "code");
    QTEST(status.reason, "reason");
}

void MessageReaderTest::closeReasonIsCutAtACharacter()
{
    const QByteArray payload = closePayload(CloseCode::Normal, u"x€"_s.repeated(100));
    QVERIFY(payload.size() <= 125);
    QVERIFY(payload.size() > 120);
    const CloseStatus status = parseClose(payload);
    QCOMPARE(status.code, 1000);
    QVERIFY(u"x€"_s.repeated(100).startsWith(status.reason));
}

QTEST_APPLESS_MAIN(MessageReaderTest)
#include "messagereader.moc"
