// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakeengine.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fairlead::test {

QByteArray upgradeHead()
{
    return "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: "
           "Upgrade\r\nUpgrade: tcp\r\n\r\n";
}

QByteArray FakeEngine::Request::key() const
{
    static const QRegularExpression version(u"^/v[0-9.]+(?=/)"_s);
    QString path =
        QString::fromLatin1(target.first(target.indexOf('?') < 0 ? target.size() : target.indexOf('?')));
    return method + ' ' + path.remove(version).toLatin1();
}

void FakeEngine::Request::reply(int status, const QByteArray &content, const QByteArray &fields) const
{
    send("HTTP/1.1 " + QByteArray::number(status) + " Reason\r\nContent-Type: application/json\r\n" + fields
         + "Content-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content);
    close();
}

void FakeEngine::Request::refuse(int status, const QByteArray &message) const
{
    reply(status, R"({"message":")" + message + R"("})");
}

void FakeEngine::Request::send(const QByteArray &bytes) const
{
    if (socket)
        socket->write(bytes);
}

void FakeEngine::Request::close() const
{
    if (socket)
        socket->disconnectFromServer();
}

FakeEngine::FakeEngine(const QByteArray &apiVersion, const QByteArray &server)
{
    on("GET /_ping", [apiVersion, server](const Request &request) {
        request.reply(200, "OK", "Api-Version: " + apiVersion + "\r\nServer: " + server + "\r\n");
    });
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (auto *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QObject::destroyed, this, [this, socket] { m_partial.remove(socket); });
            m_partial[socket];
        }
    });
    (void)m_server.listen(m_folder.filePath(u"engine.sock"_s));
}

FakeEngine::~FakeEngine()
{
    for (QLocalSocket *socket : m_partial.keys())
        socket->disconnect(this);
}

docker::Endpoint FakeEngine::endpoint() const
{
    return docker::Endpoint::parse(u"unix://"_s + m_folder.filePath(u"engine.sock"_s)).value();
}

void FakeEngine::answer(const QByteArray &key, int status, const QByteArray &body)
{
    on(key, [status, body](const Request &request) { request.reply(status, body); });
}

qsizetype FakeEngine::count(const QByteArray &key) const
{
    return std::ranges::count(m_requests, key, &Request::key);
}

FakeEngine::Request FakeEngine::last(const QByteArray &key) const
{
    for (auto it = m_requests.crbegin(); it != m_requests.crend(); ++it) {
        if (it->key() == key)
            return *it;
    }
    return {};
}

/// One request for each connection; what comes behind it is for the handler to read.
void FakeEngine::onReadyRead(QLocalSocket *socket)
{
    QByteArray &bytes = m_partial[socket];
    bytes += socket->readAll();
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    static const QRegularExpression contentLength(u"^content-length: *([0-9]+)"_s,
                                                  QRegularExpression::CaseInsensitiveOption
                                                      | QRegularExpression::MultilineOption);
    const QByteArray head = bytes.first(end);
    const qsizetype length = contentLength.match(QString::fromLatin1(head)).captured(1).toLongLong();
    if (bytes.size() < end + 4 + length)
        return;
    disconnect(socket, &QLocalSocket::readyRead, this, nullptr);
    const qsizetype lineEnd = qMax<qsizetype>(0, head.indexOf("\r\n"));
    const QList<QByteArray> words = head.first(lineEnd).split(' ');
    m_requests +=
        {words.value(0), words.value(1), head.sliced(lineEnd + 2), bytes.sliced(end + 4, length), socket};
    const Request request = m_requests.last();
    handlerFor(request.key())(request);
}

FakeEngine::Handler FakeEngine::handlerFor(const QByteArray &key) const
{
    for (auto it = m_handlers.cbegin(); it != m_handlers.cend(); ++it) {
        if (it.key() == key || (it.key().endsWith('*') && key.startsWith(it.key().chopped(1))))
            return it.value();
    }
    return [](const Request &request) { request.refuse(404, "page not found"); };
}

} // namespace fairlead::test
