// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/client.h"

#include <QObject>

#include <memory>

namespace fairlead::docker {

/// A response that goes on until somebody ends it: events, stats, logs. One connection each; destroying it
/// ends it.
///
/// start() → opened() → items of the derived type… → ended() or failed(), one of the two, once.
class LiveStream : public QObject
{
    Q_OBJECT

public:
    ~LiveStream() override;

    /// Negotiates and sends the request. Call once.
    void start();
    /// Stops reading: the engine is held by the kernel's buffers.
    void setPaused(bool paused);
    /// How long a Docker may take to accept the request; by default 30 s.
    void setHeadTimeout(std::chrono::milliseconds timeout) { m_headTimeout = timeout; }

Q_SIGNALS:
    void opened();
    void ended();
    void failed(const fairlead::Error &error);

protected:
    LiveStream(Client &client, QString subject, QObject *parent);

    [[nodiscard]] virtual Result<net::HttpRequest> request() const = 0;
    /// Takes body bytes as they come. An error ends the stream.
    [[nodiscard]] virtual Result<> takeBytes(const QByteArray &bytes) = 0;
    /// Whether the stream may end here; an end elsewhere is a lost connection.
    [[nodiscard]] virtual bool atItemBoundary() const { return true; }
    [[nodiscard]] const QString &subject() const { return m_subject; }

private:
    void open();
    void onBody(const QByteArray &bytes);
    void onFinished();
    void fail(const Error &error);

    QPointer<Client> m_client;
    QString m_subject;
    std::unique_ptr<net::HttpExchange> m_exchange;
    QByteArray m_refusal;
    std::chrono::milliseconds m_headTimeout{30'000};
    bool m_paused = false;
    bool m_over = false;
};

/// The lines of a stream of JSON objects, cut anywhere. Bounded: a longer line is an error.
class JsonLines
{
public:
    static constexpr qsizetype maxLineBytes = 1024 * 1024;

    /// The objects that are complete with these bytes; empty lines are skipped.
    [[nodiscard]] Result<QList<QJsonObject>> feed(QByteArrayView bytes);

    /// Whether no line is begun.
    [[nodiscard]] bool atBoundary() const { return m_partial.isEmpty(); }

private:
    QByteArray m_partial;
};

} // namespace fairlead::docker
