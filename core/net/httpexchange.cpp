// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpexchange.h"

#include <QPointer>

namespace fairlead::net {

namespace {

// One read: large enough for bulk, small enough that a pause takes effect at once.
constexpr qint64 readSize = 64 * 1024;

} // namespace

HttpExchange::HttpExchange(std::unique_ptr<Transport> transport, HttpRequest request, QByteArray host,
                           QObject *parent)
    : QObject(parent)
    , m_transport(std::move(transport))
    , m_request(std::move(request))
    , m_host(std::move(host))
    , m_parser({.upgradeAsked = m_request.upgrade})
{
    m_headTimer.setSingleShot(true);
    connect(&m_headTimer, &QTimer::timeout, this, [this] {
        if (m_paused) // the head may wait unread
            m_headTimer.start();
        else
            fail({ErrorCode::Timeout, {}, {}});
    });
    connect(m_transport.get(), &Transport::opened, this, &HttpExchange::onOpened);
    connect(m_transport.get(), &Transport::ended, this, &HttpExchange::onEnded);
    connect(m_transport.get(), &Transport::failed, this, &HttpExchange::fail);
    connect(&m_transport->device(), &QIODevice::readyRead, this, &HttpExchange::onReadyRead);
}

HttpExchange::~HttpExchange()
{
    release();
}

void HttpExchange::send(std::chrono::milliseconds headTimeout)
{
    if (headTimeout.count() > 0)
        m_headTimer.start(headTimeout);
    m_transport->open();
}

void HttpExchange::setPaused(bool paused)
{
    if (std::exchange(m_paused, paused) && !paused)
        QMetaObject::invokeMethod(this, &HttpExchange::onReadyRead, Qt::QueuedConnection);
}

void HttpExchange::abort()
{
    m_over = true;
    release();
}

void HttpExchange::onOpened()
{
    const auto bytes = m_request.serialize(m_host);
    if (!bytes) {
        fail(bytes.error());
        return;
    }
    m_transport->device().write(*bytes);
}

void HttpExchange::onReadyRead()
{
    if (m_over || m_paused || !m_transport)
        return;
    const QPointer<HttpExchange> alive(this);
    QByteArray buffer;
    do {
        buffer = m_transport->device().read(readSize);
        if (!buffer.isEmpty() && !parse(buffer))
            return;
    } while (alive && !m_over && !m_paused && !buffer.isEmpty());

    if (alive && !m_over && !m_paused && m_peerEnded)
        onEnded();
}

/// False when this exchange is over, or gone: a slot may have deleted it.
bool HttpExchange::parse(QByteArrayView bytes)
{
    const QPointer<HttpExchange> alive(this);
    QByteArray body;
    const qsizetype taken = m_parser.feed(bytes, body);
    if (m_parser.hasHead() && !std::exchange(m_headTold, true)) {
        m_headTimer.stop();
        Q_EMIT headReceived();
        if (!alive || m_over)
            return false;
    }
    if (!body.isEmpty()) {
        Q_EMIT bodyReceived(body);
        if (!alive || m_over)
            return false;
    }
    switch (m_parser.state()) {
    case HttpResponseParser::State::Failed:
        fail(m_parser.error());
        return false;
    case HttpResponseParser::State::Complete:
        finish();
        return false;
    case HttpResponseParser::State::Upgraded:
        m_over = true;
        m_early = bytes.sliced(taken).toByteArray();
        disconnect(m_transport.get(), nullptr, this, nullptr);
        disconnect(&m_transport->device(), nullptr, this, nullptr);
        Q_EMIT upgraded();
        return false;
    default:
        return true;
    }
}

void HttpExchange::onEnded()
{
    if (m_over)
        return;
    m_peerEnded = true;
    if (m_paused)
        return;
    if (m_transport->device().bytesAvailable() > 0) {
        onReadyRead();
        return;
    }
    m_parser.peerClosed();
    if (m_parser.state() == HttpResponseParser::State::Complete)
        finish();
    else
        fail(m_parser.error());
}

void HttpExchange::fail(const Error &error)
{
    if (std::exchange(m_over, true))
        return;
    m_headTimer.stop();
    release();
    Q_EMIT failed(error);
}

void HttpExchange::finish()
{
    m_over = true;
    m_headTimer.stop();
    release();
    Q_EMIT finished();
}

/// Ends the connection; deleted later, because the call may come from one of its signals.
void HttpExchange::release()
{
    if (!m_transport)
        return;
    m_transport->abort();
    disconnect(m_transport.get(), nullptr, this, nullptr);
    disconnect(&m_transport->device(), nullptr, this, nullptr);
    m_transport.release()->deleteLater();
}

} // namespace fairlead::net
