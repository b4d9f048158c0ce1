// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/websocketframe.h"

#include <QTcpSocket>

namespace fairlead::test {

/// A WebSocket client that does what no library does: sends any bytes, reads nothing until told, never
/// answers.
class RawWebSocket : public QObject
{
    Q_OBJECT

public:
    struct Frame
    {
        net::Opcode opcode = net::Opcode::Binary;
        QByteArray payload;
    };

    explicit RawWebSocket(quint16 port);

    /// Sends the opening request and waits for the response's head; its status line, or what came instead.
    QByteArray open(const QByteArray &target = "/", const QByteArray &moreFields = {});
    /// Opens, then reads no byte more until readAgain().
    QByteArray openDeaf(const QByteArray &target);
    void readAgain();

    void send(const QByteArray &bytes) { m_socket.write(bytes); }
    /// One final, masked frame.
    void sendFrame(net::Opcode opcode, const QByteArray &payload);
    void sendBinary(const QByteArray &payload) { sendFrame(net::Opcode::Binary, payload); }
    void drop() { m_socket.abort(); }

    [[nodiscard]] QTcpSocket &socket() { return m_socket; }
    [[nodiscard]] const QList<Frame> &frames() const { return m_frames; }
    /// Of all binary frames.
    [[nodiscard]] qint64 binaryBytes() const { return m_binaryBytes; }
    /// Code of the close frame that came, or 0.
    [[nodiscard]] int closeCode() const { return m_closeCode; }
    [[nodiscard]] QByteArray closeReason() const { return m_closeReason; }
    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    /// The opening request.
    [[nodiscard]] static QByteArray request(const QByteArray &target, const QByteArray &moreFields = {});

private:
    void takeFrames();
    void onFrame(Frame frame);

    QTcpSocket m_socket;
    QByteArray m_bytes;
    QList<Frame> m_frames;
    qint64 m_binaryBytes = 0;
    int m_closeCode = 0;
    QByteArray m_closeReason;
};

} // namespace fairlead::test
