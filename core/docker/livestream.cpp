// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/livestream.h"

#include "core/base/jsonreader.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr qsizetype maxRefusalBytes = 16 * 1024;

} // namespace

LiveStream::LiveStream(Client &client, QString subject, QObject *parent)
    : QObject(parent)
    , m_client(&client)
    , m_subject(std::move(subject))
{}

LiveStream::~LiveStream() = default;

void LiveStream::start()
{
    if (!m_client) {
        fail({ErrorCode::Cancelled, m_subject, {}});
        return;
    }
    m_client->negotiated([guard = QPointer<LiveStream>(this)](const Result<> &ready) {
        if (!guard)
            return;
        if (ready)
            guard->open();
        else
            guard->fail(ready.error());
    });
}

void LiveStream::setPaused(bool paused)
{
    m_paused = paused;
    if (m_exchange)
        m_exchange->setPaused(paused);
}

void LiveStream::open()
{
    auto created = m_client->createExchange(request());
    if (!created) {
        fail(created.error());
        return;
    }
    m_exchange = *std::move(created);
    connect(m_exchange.get(), &net::HttpExchange::headReceived, this, [this] {
        if (m_exchange->head().isSuccess())
            Q_EMIT opened();
    });
    connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this, &LiveStream::onBody);
    connect(m_exchange.get(), &net::HttpExchange::finished, this, &LiveStream::onFinished);
    connect(m_exchange.get(), &net::HttpExchange::failed, this,
            [this, url = m_client->endpoint().url()](const Error &error) {
                fail({error.code, url, error.detail});
            });
    m_exchange->setPaused(m_paused);
    // Podman sends the head together with the first bytes of the body, and a quiet engine has no events for
    // hours.
    m_exchange->send(m_client->isPodman() ? std::chrono::milliseconds(0) : m_headTimeout);
}

void LiveStream::onBody(const QByteArray &bytes)
{
    if (!m_exchange->head().isSuccess()) {
        m_refusal += bytes.first(qMin(bytes.size(), maxRefusalBytes - m_refusal.size()));
        return;
    }
    const QPointer<LiveStream> alive(this);
    const auto taken = takeBytes(bytes);
    if (alive && !taken)
        fail(taken.error());
}

void LiveStream::onFinished()
{
    const QString what = !m_subject.isEmpty() ? m_subject
                         : m_client           ? m_client->endpoint().url()
                                              : u"engine"_s;
    if (!m_exchange->head().isSuccess())
        fail(Client::errorFrom({m_exchange->head(), m_refusal}, what));
    else if (!atItemBoundary())
        fail({ErrorCode::ConnectionLost, what, u"its answer ended in the middle"_s});
    else if (!std::exchange(m_over, true))
        Q_EMIT ended();
}

void LiveStream::fail(const Error &error)
{
    if (std::exchange(m_over, true))
        return;
    if (m_exchange)
        m_exchange->abort();
    Q_EMIT failed(error);
}

Result<QList<QJsonObject>> JsonLines::feed(QByteArrayView bytes)
{
    QList<QJsonObject> objects;
    for (qsizetype start = 0; start < bytes.size();) {
        const qsizetype end = bytes.indexOf('\n', start);
        m_partial += bytes.sliced(start, (end < 0 ? bytes.size() : end) - start);
        if (m_partial.size() > maxLineBytes)
            return failure(ErrorCode::TooLarge, u"engine"_s,
                           u"a line of its answer has more than %1 bytes"_s.arg(maxLineBytes));
        if (end < 0)
            break;
        start = end + 1;
        const QByteArray line = std::exchange(m_partial, {}).trimmed();
        if (line.isEmpty())
            continue;
        const auto object = parseJsonObject(line, u"engine"_s);
        if (!object)
            return std::unexpected(object.error());
        objects += *object;
    }
    return objects;
}

} // namespace fairlead::docker
