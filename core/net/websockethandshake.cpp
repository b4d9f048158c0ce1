// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websockethandshake.h"

#include <QCryptographicHash>

namespace fairlead::net {

namespace {

constexpr QByteArrayView webSocketVersion = "13";

HttpReply refusal(int status, const QByteArray &text, const char *field = nullptr, QByteArrayView value = {})
{
    HttpReply reply{status, text, {}};
    if (field)
        reply.headers.append(field, QAnyStringView(value.data(), value.size()));
    return reply;
}

bool isValidKey(const QByteArray &key)
{
    const auto decoded = QByteArray::fromBase64Encoding(key, QByteArray::AbortOnBase64DecodingErrors);
    return decoded && (*decoded).size() == 16;
}

} // namespace

QByteArray webSocketAccept(QByteArrayView key)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(key);
    hash.addData("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    return hash.result().toBase64();
}

std::optional<HttpReply> checkUpgrade(const RequestHead &head)
{
    if (head.method != "GET")
        return refusal(405, "Only GET is answered here.", "Allow", "GET");
    if (!head.hasToken("upgrade", "websocket") || !head.hasToken("connection", "upgrade"))
        return refusal(
            426,
            "This is a WebSocket endpoint. If a proxy is in between, it does not pass the Upgrade header.",
            "Upgrade", "websocket");
    if (head.minorVersion < 1)
        return refusal(400, "A WebSocket needs HTTP/1.1.");
    if (head.value("sec-websocket-version") != webSocketVersion)
        return refusal(426, "Only WebSocket version 13 is spoken here.", "Sec-WebSocket-Version",
                       webSocketVersion);
    if (!isValidKey(head.value("sec-websocket-key")))
        return refusal(400, "Sec-WebSocket-Key is not valid.");
    return std::nullopt;
}

QByteArray upgradeResponse(const RequestHead &head, const QByteArray &subprotocol)
{
    QByteArray response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: "
                          + webSocketAccept(head.value("sec-websocket-key")) + "\r\n";
    if (!subprotocol.isEmpty())
        response += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    return response + "\r\n";
}

} // namespace fairlead::net
