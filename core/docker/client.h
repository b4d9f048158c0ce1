// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/endpoint.h"
#include "core/docker/requests/request.h"
#include "core/net/httpexchange.h"

#include <QObject>
#include <QPointer>
#include <QPromise>

#include <functional>
#include <memory>

namespace fairlead::docker {

/// Talks to one engine. Each request has a connection of its own. The API version is negotiated before the
/// first, and again when the engine may be another one by now: after a connection failed, or when it refuses
/// the version.
class Client : public QObject
{
    Q_OBJECT

public:
    explicit Client(Endpoint endpoint, QObject *parent = nullptr);
    ~Client() override;

    [[nodiscard]] const Endpoint &endpoint() const { return m_endpoint; }
    /// What was negotiated; before the first answer the oldest version that is spoken.
    [[nodiscard]] ApiVersion apiVersion() const { return m_version.value_or(oldestKnownApi); }
    [[nodiscard]] bool isPodman() const { return m_server.startsWith(QLatin1StringView("Libpod")); }

    /// Sends a request of core/docker/requests. The future always finishes; when this client goes away, with
    /// Cancelled.
    template<EngineRequest R>
    [[nodiscard]] Future<typename R::Response> send(const R &request);

    /// As send(), with a callback instead of a future. It is not called when `context` is gone.
    template<EngineRequest R, typename Callback>
    void call(const R &request, QObject *context, Callback &&callback);

    /// Calls back when the version is known (at once if it is), or with the error.
    void negotiated(std::function<void(Result<>)> callback);
    /// The engine may have been replaced: asks it again before the next request.
    void forgetVersion() { m_versionIsCurrent = false; }

    /// The request on a connection that stays open: exec, logs, events, stats. Negotiate first. Not started
    /// yet.
    [[nodiscard]] Result<std::unique_ptr<net::HttpExchange>>
    createExchange(const Result<net::HttpRequest> &request);

    /// Clean-ups of abandoned execs that still run (ProcessReaper). A program that ends waits for idle() a
    /// few seconds.
    [[nodiscard]] int cleanups() const { return m_cleanups; }
    void cleanupStarted() { ++m_cleanups; }
    void cleanupFinished();

    /// The error that an unsuccessful response stands for; its body is {"message": …}.
    [[nodiscard]] static Error errorFrom(const net::HttpResponse &response, const QString &subject);

Q_SIGNALS:
    /// The last clean-up has ended.
    void idle();

private:
    using ToHttp = std::function<Result<net::HttpRequest>(ApiVersion)>;
    using Answer = std::function<void(Result<net::HttpResponse>)>;
    class Call;

    struct Request
    {
        ToHttp toHttp;
        QString subject;
        std::chrono::milliseconds timeout;
        Answer answer;
        bool isRepeated = false;
    };

    void perform(Request request);
    void sendNow(const Request &request);
    void onAnswer(Request request, Result<net::HttpResponse> response);
    [[nodiscard]] Result<std::unique_ptr<net::HttpExchange>>
    exchangeFor(const Result<net::HttpRequest> &request, std::optional<ApiVersion> version);
    void ping();
    void settleNegotiation(const Result<> &result);
    [[nodiscard]] std::unexpected<Error> cancelled() const;
    [[nodiscard]] QString subjectOr(const QString &subject) const;

    Endpoint m_endpoint;
    std::optional<ApiVersion> m_version;
    bool m_versionIsCurrent = false;
    QString m_server;
    bool m_pinging = false;
    bool m_closing = false;
    int m_cleanups = 0;
    QList<std::function<void(Result<>)>> m_waiting;
};

template<EngineRequest R, typename Callback>
void Client::call(const R &request, QObject *context, Callback &&callback)
{
    perform({[request](ApiVersion version) { return request.toHttp(version); }, request.subject(),
             request.timeout(),
             [guard = QPointer<QObject>(context), subject = request.subject(),
              callback = std::forward<Callback>(callback)](Result<net::HttpResponse> response) {
                 if (!guard)
                     return;
                 auto result = std::move(response).and_then(
                     [](const net::HttpResponse &good) { return R::parse(good); });
                 if (!result && result.error().subject.isEmpty())
                     result.error().subject = subject;
                 callback(std::move(result));
             }});
}

template<EngineRequest R>
Future<typename R::Response> Client::send(const R &request)
{
    auto promise = std::make_shared<QPromise<Result<typename R::Response>>>();
    promise->start();
    call(request, this, [promise](Result<typename R::Response> result) {
        promise->addResult(std::move(result));
        promise->finish();
    });
    return promise->future();
}

} // namespace fairlead::docker
