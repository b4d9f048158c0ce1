// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websocketframe.h"

#include <QTest>

using namespace fairlead::net;
using State = FrameHeaderParser::State;

Q_DECLARE_METATYPE(fairlead::net::Role)
Q_DECLARE_METATYPE(fairlead::net::Opcode)

class WebSocketFrameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers_data();
    void headers();
    void malformed_data();
    void malformed();
    void masks_data();
    void masks();
    void outgoing_data();
    void outgoing();
    void maskedFramesDiffer();
    void bigPayloadIsNotCopied();
};

void WebSocketFrameTest::headers_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<Role>("own");
    QTest::addColumn<Opcode>("opcode");
    QTest::addColumn<bool>("isFinal");
    QTest::addColumn<quint64>("length");
    // RFC 6455 §5.7 and the borders of the three length forms
    QTest::newRow("masked text") << QByteArray("818537fa213d") << Role::Server << Opcode::Text << true
                                 << quint64(5);
    QTest::newRow("unmasked text") << QByteArray("8105") << Role::Client << Opcode::Text << true
                                   << quint64(5);
    QTest::newRow("first fragment") << QByteArray("0103") << Role::Client << Opcode::Text << false
                                    << quint64(3);
    QTest::newRow("continuation") << QByteArray("8002") << Role::Client << Opcode::Continuation << true
                                  << quint64(2);
    QTest::newRow("empty") << QByteArray("8200") << Role::Client << Opcode::Binary << true << quint64(0);
    QTest::newRow("125") << QByteArray("827d") << Role::Client << Opcode::Binary << true << quint64(125);
    QTest::newRow("126") << QByteArray("827e007e") << Role::Client << Opcode::Binary << true << quint64(126);
    QTest::newRow("65535") << QByteArray("827effff") << Role::Client << Opcode::Binary << true
                           << quint64(65535);
    QTest::newRow("65536") << QByteArray("827f0000000000010000") << Role::Client << Opcode::Binary << true
                           << quint64(65536);
    QTest::newRow("largest") << QByteArray("827f7fffffffffffffff") << Role::Client << Opcode::Binary << true
                             << quint64(0x7fffffffffffffff);
    QTest::newRow("masked, 8 byte length") << QByteArray("82ff000000000001000001020304") << Role::Server
                                           << Opcode::Binary << true << quint64(65536);
    QTest::newRow("ping") << QByteArray("897d") << Role::Client << Opcode::Ping << true << quint64(125);
    QTest::newRow("pong") << QByteArray("8a8001020304") << Role::Server << Opcode::Pong << true << quint64(0);
    QTest::newRow("close") << QByteArray("888201020304") << Role::Server << Opcode::Close << true
                           << quint64(2);
}

void WebSocketFrameTest::headers()
{
    QFETCH(QByteArray, hex);
    QFETCH(Role, own);
    const QByteArray bytes = QByteArray::fromHex(hex);
    FrameHeaderParser parser(own);
    // Whole with something behind it, then once more byte by byte.
    QCOMPARE(parser.feed(bytes + "behind"), bytes.size());
    QCOMPARE(parser.state(), State::Done);
    parser.reset();
    for (const char &c : bytes) {
        QVERIFY(parser.missing() > 0);
        QCOMPARE(parser.feed(QByteArrayView(&c, 1)), 1);
    }
    QCOMPARE(parser.state(), State::Done);
    QCOMPARE(parser.missing(), 0);
    QTEST(parser.header().opcode, "opcode");
    QTEST(parser.header().isFinal, "isFinal");
    QTEST(parser.header().length, "length");
    QCOMPARE(parser.header().isMasked, own == Role::Server);
    if (own == Role::Server)
        QCOMPARE(QByteArray(parser.header().mask.data(), 4), bytes.last(4));
}

void WebSocketFrameTest::malformed_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<Role>("own");
    QTest::newRow("client without mask") << QByteArray("8105") << Role::Server;
    QTest::newRow("control frame of a client without mask") << QByteArray("8900") << Role::Server;
    QTest::newRow("server with mask") << QByteArray("818537fa213d") << Role::Client;
    for (const char *first : {"c1", "a1", "91", "f1"})
        QTest::addRow("reserved bit %s", first) << QByteArray(first) + "05" << Role::Client;
    for (const char *first : {"83", "84", "85", "86", "87", "8b", "8c", "8d", "8e", "8f"})
        QTest::addRow("opcode %s", first) << QByteArray(first) + "00" << Role::Client;
    QTest::newRow("fragmented ping") << QByteArray("0900") << Role::Client;
    QTest::newRow("fragmented close") << QByteArray("0800") << Role::Client;
    QTest::newRow("long ping") << QByteArray("897e") << Role::Client;
    QTest::newRow("long close") << QByteArray("887f") << Role::Client;
    QTest::newRow("16 bit length of 125") << QByteArray("827e007d") << Role::Client;
    QTest::newRow("16 bit length of 0") << QByteArray("827e0000") << Role::Client;
    QTest::newRow("64 bit length of 65535") << QByteArray("827f000000000000ffff") << Role::Client;
    QTest::newRow("64 bit length of 1") << QByteArray("827f0000000000000001") << Role::Client;
    QTest::newRow("negative length") << QByteArray("827f8000000000000000") << Role::Client;
}

void WebSocketFrameTest::malformed()
{
    QFETCH(QByteArray, hex);
    QFETCH(Role, own);
    const QByteArray bytes = QByteArray::fromHex(hex);
    FrameHeaderParser whole(own);
    whole.feed(bytes);
    QCOMPARE(whole.state(), State::Failed);
    QVERIFY(whole.error());
    QCOMPARE(whole.feed("more"), 0);
    FrameHeaderParser byteByByte(own);
    for (const char &c : bytes)
        byteByByte.feed(QByteArrayView(&c, 1));
    QCOMPARE(byteByByte.state(), State::Failed);
}

void WebSocketFrameTest::masks_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<quint64>("offset");
    for (int size : {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 1000, 1001})
        for (int offset = 0; offset < 5; ++offset)
            QTest::addRow("%d at %d", size, offset) << size << quint64(offset);
}

void WebSocketFrameTest::masks()
{
    QFETCH(int, size);
    QFETCH(quint64, offset);
    const MaskKey key{'\x01', '\x20', '\x7f', '\xff'};
    QByteArray data(size, Qt::Uninitialized);
    QByteArray expected(size, Qt::Uninitialized);
    for (int i = 0; i < size; ++i) {
        data[i] = char(i * 7);
        expected[i] = char((i * 7) ^ key[(quint64(i) + offset) % 4]);
    }
    applyMask(data.data(), data.size(), key, offset);
    QCOMPARE(data, expected);
}

void WebSocketFrameTest::outgoing_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("headerSize");
    QTest::newRow("0") << 0 << 2;
    QTest::newRow("125") << 125 << 2;
    QTest::newRow("126") << 126 << 4;
    QTest::newRow("65535") << 65535 << 4;
    QTest::newRow("65536") << 65536 << 10;
}

void WebSocketFrameTest::outgoing()
{
    QFETCH(int, size);
    QFETCH(int, headerSize);
    const QByteArray payload(size, 'x');
    for (const Role own : {Role::Server, Role::Client}) {
        OutgoingFrame frame(payload.size());
        frame.buffer().append(payload);
        QCOMPARE(frame.payloadSize(), payload.size());
        QByteArray bytes = std::move(frame).finish(Opcode::Binary, own);
        FrameHeaderParser parser(own == Role::Server ? Role::Client : Role::Server);
        const qsizetype taken = parser.feed(bytes);
        QCOMPARE(taken, headerSize + (own == Role::Client ? 4 : 0));
        QCOMPARE(parser.state(), State::Done);
        QCOMPARE(parser.header().opcode, Opcode::Binary);
        QVERIFY(parser.header().isFinal);
        QByteArray rest = bytes.sliced(taken);
        if (own == Role::Client)
            applyMask(rest.data(), rest.size(), parser.header().mask, 0);
        QCOMPARE(rest, payload);
    }
}

void WebSocketFrameTest::maskedFramesDiffer()
{
    const auto make = [] {
        OutgoingFrame frame(8);
        frame.buffer().append("12345678");
        return std::move(frame).finish(Opcode::Binary, Role::Client);
    };
    QVERIFY(make() != make());
}

void WebSocketFrameTest::bigPayloadIsNotCopied()
{
    OutgoingFrame frame(100000);
    frame.buffer().append(100000, 'x');
    const char *payload = frame.buffer().constData() + frame.buffer().size() - 100000;
    const QByteArray bytes = std::move(frame).finish(Opcode::Binary, Role::Server);
    QCOMPARE(static_cast<const void *>(bytes.constData() + bytes.size() - 100000),
             static_cast<const void *>(payload));
}

QTEST_APPLESS_MAIN(WebSocketFrameTest)
#include "websocketframe.moc"
