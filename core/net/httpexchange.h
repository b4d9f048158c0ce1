// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpresponseparser.h"
#include "core/net/transport.h"

#include <QTimer>

#include <chrono>
#include <memory>

namespace fairlead::net {

/// One request and its response on a connection of its own: the engine's live streams never share one.
///
/// send() → headReceived() → bodyReceived()… → finished(); or upgraded() after the head, from where the
/// connection is the caller's (takeTransport(), takeEarlyBytes()); or failed(). The last signal is one of
/// finished, upgraded and failed.
class HttpExchange : public QObject
{
    Q_OBJECT

public:
    HttpExchange(std::unique_ptr<Transport> transport, HttpRequest request, QByteArray host,
                 QObject *parent = nullptr);
    ~HttpExchange() override;

    /// `headTimeout` bounds the time until the response's head is there; zero for no bound.
    void send(std::chrono::milliseconds headTimeout);
    /// Stops reading: the peer is held by the kernel's buffers.
    void setPaused(bool paused);
    /// Ends the connection; no signal follows.
    void abort();

    [[nodiscard]] const HttpResponseHead &head() const { return m_parser.head(); }
    /// After upgraded(): the connection, and what came behind the head in the same read.
    [[nodiscard]] std::unique_ptr<Transport> takeTransport() { return std::move(m_transport); }
    [[nodiscard]] QByteArray takeEarlyBytes() { return std::exchange(m_early, {}); }

Q_SIGNALS:
    void headReceived();
    void bodyReceived(const QByteArray &bytes);
    void finished();
    void upgraded();
    void failed(const fairlead::Error &error);

private:
    void onOpened();
    void onReadyRead();
    void onEnded();
    bool parse(QByteArrayView bytes);
    void fail(const Error &error);
    void finish();
    void release();

    std::unique_ptr<Transport> m_transport;
    HttpRequest m_request;
    QByteArray m_host;
    HttpResponseParser m_parser;
    QByteArray m_early;
    QTimer m_headTimer;
    bool m_headTold = false;
    bool m_paused = false;
    bool m_peerEnded = false;
    bool m_over = false;
};

} // namespace fairlead::net
