// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/rawwebsocket.h"

#include "tests/support/await.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace fairlead::test {

RawWebSocket::RawWebSocket(quint16 port)
{
    m_socket.connectToHost(u"127.0.0.1"_s, port);
}

QByteArray RawWebSocket::request(const QByteArray &target, const QByteArray &moreFields)
{
    return "GET " + target
           + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: "
             "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           + moreFields + "\r\n";
}

QByteArray RawWebSocket::open(const QByteArray &target, const QByteArray &moreFields)
{
    m_socket.write(request(target, moreFields));
    qsizetype end = -1;
    const bool came = eventually([this, &end] {
        m_bytes += m_socket.readAll();
        end = m_bytes.indexOf("\r\n\r\n");
        return end >= 0;
    });
    if (!came)
        return "no response";
    const QByteArray head = m_bytes.left(end);
    m_bytes.remove(0, end + 4);
    connect(&m_socket, &QTcpSocket::readyRead, this, &RawWebSocket::takeFrames);
    takeFrames();
    return head.left(head.indexOf('\r'));
}

QByteArray RawWebSocket::openDeaf(const QByteArray &target)
{
    const QByteArray status = open(target);
    disconnect(&m_socket, &QTcpSocket::readyRead, this, &RawWebSocket::takeFrames);
    m_socket.setReadBufferSize(1);
    return status;
}

void RawWebSocket::readAgain()
{
    m_socket.setReadBufferSize(0);
    connect(&m_socket, &QTcpSocket::readyRead, this, &RawWebSocket::takeFrames);
    takeFrames();
}

void RawWebSocket::sendFrame(net::Opcode opcode, const QByteArray &payload)
{
    net::OutgoingFrame frame(payload.size());
    frame.buffer().append(payload);
    m_socket.write(std::move(frame).finish(opcode, net::Role::Client));
}

void RawWebSocket::takeFrames()
{
    m_bytes += m_socket.readAll();
    qsizetype taken = 0;
    for (;;) {
        net::FrameHeaderParser parser(net::Role::Client);
        const QByteArrayView rest = QByteArrayView(m_bytes).sliced(taken);
        const qsizetype headerSize = parser.feed(rest);
        const auto length = qsizetype(parser.header().length);
        if (parser.state() != net::FrameHeaderParser::State::Done || rest.size() - headerSize < length)
            break;
        onFrame({parser.header().opcode, rest.sliced(headerSize, length).toByteArray()});
        taken += headerSize + length;
    }
    m_bytes.remove(0, taken);
}

void RawWebSocket::onFrame(Frame frame)
{
    if (frame.opcode == net::Opcode::Binary)
        m_binaryBytes += frame.payload.size();
    if (frame.opcode == net::Opcode::Close && frame.payload.size() >= 2) {
        m_closeCode = qFromBigEndian<quint16>(frame.payload.constData());
        m_closeReason = frame.payload.sliced(2);
    }
    m_frames.append(std::move(frame));
}

} // namespace fairlead::test
