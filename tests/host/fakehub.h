// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/remote/hubclient.h"
#include "tests/support/await.h"

#include <QJsonDocument>
#include <QMap>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <functional>

namespace fairlead::test {

/// Remembers what it was given.
class KeptTokens : public TokenStore
{
public:
    void keep(const QByteArray &refreshToken) override { kept += refreshToken; }

    QByteArrayList kept;
};

/// A hub that says what the test wants, also what ours would not.
class FakeHub : public QTcpServer
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray key; ///< "GET /servers": method and path behind /api/v1, without query
        QByteArray target;
        QByteArray head;
        QByteArray body;
        QPointer<QTcpSocket> socket;

        void send(const QByteArray &bytes) const { socket->write(bytes); }
        void reply(int status, const QByteArray &json, const QByteArray &fields = {}) const
        {
            send("HTTP/1.1 " + QByteArray::number(status)
                 + " Said\r\nContent-Type: application/json\r\nContent-Length: "
                 + QByteArray::number(json.size()) + "\r\n" + fields + "\r\n" + json);
        }
        [[nodiscard]] QByteArray token() const
        {
            const qsizetype at = head.indexOf("Bearer ");
            return at < 0 ? QByteArray() : head.sliced(at + 7, head.indexOf('\r', at) - at - 7);
        }
    };
    using Handler = std::function<void(const Request &)>;

    FakeHub()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
        answer("POST /auth/login", 200, tokens(1));
        answer("GET /servers", 200, R"({"servers":[]})");
    }

    [[nodiscard]] HubAddress address() const
    {
        return HubAddress::parse(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())).value();
    }
    void on(const QByteArray &key, Handler handler) { m_handlers[key] = std::move(handler); }
    void answer(const QByteArray &key, int status, const QByteArray &json, const QByteArray &fields = {})
    {
        on(key, [=](const Request &request) { request.reply(status, json, fields); });
    }
    /// The answer of login and refresh, each number other tokens.
    [[nodiscard]] static QByteArray tokens(int number, int expiresIn = 900)
    {
        const QByteArray n = QByteArray::number(number);
        return R"({"access_token":"access-)" + n + R"(","refresh_token":"refresh-)" + n + R"(","expires_in":)"
               + QByteArray::number(expiresIn) + '}';
    }
    [[nodiscard]] const QList<Request> &requests() const { return m_requests; }
    [[nodiscard]] qsizetype count(const QByteArray &key) const
    {
        return std::ranges::count(m_requests, key, &Request::key);
    }
    [[nodiscard]] Request last(const QByteArray &key) const
    {
        for (auto it = m_requests.crbegin(); it != m_requests.crend(); ++it) {
            if (it->key == key)
                return *it;
        }
        return {};
    }

private:
    void read(QTcpSocket *socket)
    {
        const QByteArray waiting = socket->peek(1024 * 1024);
        const qsizetype end = waiting.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = waiting.first(end + 2);
        const qsizetype at = head.toLower().indexOf("content-length: ");
        const qsizetype size = at < 0 ? 0 : head.sliced(at + 16, head.indexOf('\r', at) - at - 16).toInt();
        if (waiting.size() < end + 4 + size)
            return;
        const QByteArrayList words = head.first(head.indexOf('\r')).split(' ');
        Request request{
            .target = words.value(1), .head = head, .body = waiting.sliced(end + 4, size), .socket = socket};
        request.key = words.value(0) + ' ' + request.target.split('?').first().replace("/api/v1", "");
        socket->skip(end + 4 + size);
        m_requests += request;
        m_handlers.value(request.key, [](const Request &r) { r.reply(404, "{}"); })(request);
        if (socket->bytesAvailable() > 0)
            read(socket);
    }

    QMap<QByteArray, Handler> m_handlers;
    QList<Request> m_requests;
};

} // namespace fairlead::test
