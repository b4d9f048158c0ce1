// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/endpoint.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QMap>
#include <QPointer>
#include <QTemporaryDir>

#include <functional>

namespace fairlead::test {

/// An engine on a Unix socket that says what a test wants it to say.
class FakeEngine : public QObject
{
    Q_OBJECT

public:
    struct Request
    {
        QByteArray method;
        QByteArray target; ///< with its version prefix
        QByteArray header; ///< the lines behind the first one
        QByteArray body;
        QPointer<QLocalSocket> socket;

        /// "GET /containers/json": method and path, without version and query.
        [[nodiscard]] QByteArray key() const;
        /// Answers and closes.
        void reply(int status, const QByteArray &body = {}, const QByteArray &fields = {}) const;
        /// Answers with {"message": …}.
        void refuse(int status, const QByteArray &message) const;
        /// Writes as it is, and leaves the connection open.
        void send(const QByteArray &bytes) const;
        void close() const;
    };
    using Handler = std::function<void(const Request &)>;

    /// Answers pings with `apiVersion` and `server`; everything else with 404 until on() says otherwise.
    explicit FakeEngine(const QByteArray &apiVersion = "1.41",
                        const QByteArray &server = "Docker/20.10.24 (linux)");
    ~FakeEngine() override;

    [[nodiscard]] docker::Endpoint endpoint() const;
    /// What to do with requests whose key() is `key`. A key that ends in * stands for all that begin so.
    void on(const QByteArray &key, Handler handler) { m_handlers[key] = std::move(handler); }
    /// Answers `key` with this every time.
    void answer(const QByteArray &key, int status, const QByteArray &body = {});
    void stopListening() { m_server.close(); }

    /// All that came, pings too, in order.
    [[nodiscard]] const QList<Request> &requests() const { return m_requests; }
    [[nodiscard]] qsizetype count(const QByteArray &key) const;
    /// The last one with this key; an empty one when there is none.
    [[nodiscard]] Request last(const QByteArray &key) const;

private:
    void onReadyRead(QLocalSocket *socket);
    [[nodiscard]] Handler handlerFor(const QByteArray &key) const;

    QTemporaryDir m_folder;
    QLocalServer m_server;
    QMap<QByteArray, Handler> m_handlers;
    QMap<QLocalSocket *, QByteArray> m_partial;
    QList<Request> m_requests;
};

/// "HTTP/1.1 101 UPGRADED" with the header that engines send.
[[nodiscard]] QByteArray upgradeHead();

} // namespace fairlead::test
