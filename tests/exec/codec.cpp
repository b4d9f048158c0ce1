// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/codec.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::exec;
using fairlead::net::MessagePart;
using fairlead::net::Opcode;

class ExecCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pieces_data();
    void pieces();
    void clientMessages_data();
    void clientMessages();
    void serverMessages_data();
    void serverMessages();
    void exitCodes();
    void encodings();
    void streamsAreNotCollected();
    void controlPayloadIsCut();
};

namespace {

// Stream pieces joined per message; "text", "empty", or the code, a colon and the payload in hex.
QByteArrayList split(const QByteArrayList &messages, Opcode kind, qsizetype partSize)
{
    Splitter splitter;
    QByteArrayList result;
    for (const QByteArray &message : messages) {
        QByteArray stream;
        qsizetype at = 0;
        do {
            const QByteArray bytes = message.mid(at, partSize);
            const bool isFirst = at == 0;
            at += bytes.size();
            const auto piece = splitter.feed({kind, bytes, isFirst, at == message.size()});
            if (piece && piece->kind == Piece::Kind::Stream)
                stream = (stream.isEmpty() ? QByteArray::number(piece->code) + ':' : stream)
                         + piece->payload.toHex();
            else if (piece && piece->kind == Piece::Kind::Control)
                result += QByteArray::number(piece->code) + ':' + piece->payload.toHex();
            else if (piece)
                result += piece->kind == Piece::Kind::Text ? "text" : "empty";
        } while (at < message.size());
        if (!stream.isEmpty())
            result += stream;
    }
    return result;
}

Piece pieceOf(const QByteArray &message)
{
    Splitter splitter;
    return splitter.feed({Opcode::Binary, message, true, true}).value_or(Piece{});
}

// For tables: the name of a message and what it says.
struct Describe
{
    QByteArray operator()(const Input &input) const { return "stdin " + input.bytes; }
    QByteArray operator()(const InputEnd &) const { return "end"; }
    QByteArray operator()(const Resize &resize) const
    {
        return "resize " + QByteArray::number(resize.size.rows) + 'x'
               + QByteArray::number(resize.size.columns);
    }
    QByteArray operator()(const Output &output) const
    {
        return (output.kind == fairlead::docker::OutputKind::Stderr ? "stderr " : "stdout ") + output.bytes;
    }
    QByteArray operator()(const Stopped &stopped) const
    {
        return "stopped " + QByteArray::number(stopped.exitCode);
    }
    QByteArray operator()(const Shutdown &) const { return "shutdown"; }
    QByteArray operator()(const ErrorText &error) const { return "error " + error.reason.toUtf8(); }
    QByteArray operator()(const Resume &) const { return "resume"; }
    QByteArray operator()(const Pause &) const { return "pause"; }
    QByteArray operator()(const Malformed &) const { return "malformed"; }
    QByteArray operator()(const Unknown &unknown) const
    {
        return "unknown " + QByteArray::number(unknown.code);
    }
};

} // namespace

void ExecCodecTest::pieces_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QTest::addColumn<Opcode>("kind");
    QTest::addColumn<QByteArrayList>("expected");
    const auto zero = QByteArray(1, '\0');
    QTest::newRow("stdin") << QByteArrayList{zero + "abc"} << Opcode::Binary << QByteArrayList{"0:616263"};
    QTest::newRow("stdin without bytes")
        << QByteArrayList{zero, zero + "a"} << Opcode::Binary << QByteArrayList{"0:61"};
    QTest::newRow("every byte value passes") << QByteArrayList{QByteArray::fromHex("00fafff0000d0a")}
                                             << Opcode::Binary << QByteArrayList{"0:fafff0000d0a"};
    QTest::newRow("codes") << QByteArrayList{"\x64", "\x65", "\x66"} << Opcode::Binary
                           << QByteArrayList{"100:", "101:", "102:"};
    QTest::newRow("resize") << QByteArrayList{QByteArray::fromHex("3219000100")} << Opcode::Binary
                            << QByteArrayList{"50:19000100"};
    QTest::newRow("mixed") << QByteArrayList{zero + "a", "\x65", zero + "b", ""} << Opcode::Binary
                           << QByteArrayList{"0:61", "101:", "0:62", "empty"};
    QTest::newRow("empty") << QByteArrayList{""} << Opcode::Binary << QByteArrayList{"empty"};
    QTest::newRow("text") << QByteArrayList{"abc", ""} << Opcode::Text << QByteArrayList{"text", "text"};
    QTest::newRow("text that looks like stdin")
        << QByteArrayList{zero + "abc"} << Opcode::Text << QByteArrayList{"text"};
}

void ExecCodecTest::pieces()
{
    QFETCH(QByteArrayList, messages);
    QFETCH(Opcode, kind);
    for (const qsizetype partSize : {1, 2, 100})
        QTEST(split(messages, kind, partSize), "expected");
}

void ExecCodecTest::clientMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("meaning");
    QTest::newRow("stdin") << QByteArray("\0abc", 4) << QByteArray("stdin abc");
    QTest::newRow("end") << QByteArray("\x66") << QByteArray("end");
    QTest::newRow("resume") << QByteArray("\x64") << QByteArray("resume");
    QTest::newRow("pause") << QByteArray("\x65") << QByteArray("pause");
    QTest::newRow("pause with a payload") << QByteArray("\x65xyz") << QByteArray("pause");
    QTest::newRow("resize: rows first, little endian")
        << QByteArray::fromHex("3219000102") << QByteArray("resize 25x513");
    QTest::newRow("resize and more") << QByteArray::fromHex("3219000100ff") << QByteArray("resize 25x1");
    QTest::newRow("largest") << QByteArray::fromHex("32ffffffff") << QByteArray("resize 65535x65535");
    QTest::newRow("resize without payload") << QByteArray("\x32") << QByteArray("malformed");
    QTest::newRow("resize, 1 byte") << QByteArray("\x32\x19") << QByteArray("malformed");
    QTest::newRow("resize, 3 bytes") << QByteArray("\x32\x19\x01\x01") << QByteArray("malformed");
    QTest::newRow("nothing") << QByteArray() << QByteArray("malformed");
    QTest::newRow("server's stdout") << QByteArray("\x01x") << QByteArray("unknown 1");
    QTest::newRow("server's exit code") << QByteArray("\xc8\x01") << QByteArray("unknown 200");
    QTest::newRow("room for extensions") << QByteArray("\x3cx") << QByteArray("unknown 60");
    QTest::newRow("255") << QByteArray("\xff") << QByteArray("unknown 255");
}

void ExecCodecTest::clientMessages()
{
    QFETCH(QByteArray, message);
    QTEST(std::visit(Describe(), toClientMessage(pieceOf(message))), "meaning");
}

void ExecCodecTest::serverMessages_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("meaning");
    QTest::newRow("stdout") << QByteArray("\x01 out") << QByteArray("stdout  out");
    QTest::newRow("stderr") << QByteArray("\x02 err") << QByteArray("stderr  err");
    QTest::newRow("resume") << QByteArray("\x64") << QByteArray("resume");
    QTest::newRow("pause") << QByteArray("\x65") << QByteArray("pause");
    QTest::newRow("0") << QByteArray("\xc8\0", 2) << QByteArray("stopped 0");
    QTest::newRow("200 is not negative") << QByteArray("\xc8\xc8") << QByteArray("stopped 200");
    QTest::newRow("exit without a code") << QByteArray("\xc8") << QByteArray("malformed");
    QTest::newRow("shutdown") << QByteArray("\xc9") << QByteArray("shutdown");
    QTest::newRow("error") << QByteArray("\xca"
                                         "caf\xc3\xa9")
                           << QByteArray("error caf\xc3\xa9");
    QTest::newRow("error without a reason") << QByteArray("\xca") << QByteArray("error ");
    QTest::newRow("nothing") << QByteArray() << QByteArray("malformed");
    QTest::newRow("client's stdin") << QByteArray("\0x", 2) << QByteArray("unknown 0");
    QTest::newRow("room for extensions") << QByteArray("\x6e") << QByteArray("unknown 110");
}

void ExecCodecTest::serverMessages()
{
    QFETCH(QByteArray, message);
    QTEST(std::visit(Describe(), toServerMessage(pieceOf(message))), "meaning");
}

void ExecCodecTest::exitCodes()
{
    for (const int code : {0, 9, 127, 128, 137, 200, 255})
        QCOMPARE(std::visit(Describe(), toServerMessage(pieceOf(encodeStopped(code)))),
                 "stopped " + QByteArray::number(code));
}

void ExecCodecTest::encodings()
{
    QCOMPARE(encode(Code::Resume), "\x64");
    QCOMPARE(encodeStopped(255), "\xc8\xff");
    QCOMPARE(encodeStopped(256), QByteArray("\xc8\0", 2));
    QCOMPARE(encodeResize({.rows = 25, .columns = 513}), QByteArray::fromHex("3219000102"));
    QCOMPARE(encodeError(u"Too many sessions active!"_s), "\xca"
                                                          "Too many sessions active!");
}

void ExecCodecTest::streamsAreNotCollected()
{
    Splitter splitter;
    const auto first = splitter.feed({Opcode::Binary, QByteArray("\0ab", 3), true, false});
    QVERIFY(first);
    QCOMPARE(first->payload, "ab");
    const auto second = splitter.feed({Opcode::Binary, "cd", false, false});
    QVERIFY(second);
    QCOMPARE(second->payload, "cd");
}

void ExecCodecTest::controlPayloadIsCut()
{
    Splitter splitter;
    QVERIFY(!splitter.feed({Opcode::Binary, "\xca" + QByteArray(100000, 'x'), true, false}));
    const auto piece = splitter.feed({Opcode::Binary, QByteArray(100000, 'x'), false, true});
    QVERIFY(piece);
    QCOMPARE(piece->payload.size(), maxControlBytes);
}

QTEST_APPLESS_MAIN(ExecCodecTest)
#include "codec.moc"
