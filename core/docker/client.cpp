// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/client.h"

#include "core/base/jsonreader.h"
#include "core/base/logging.h"
#include "core/docker/processreaper.h"
#include "core/docker/requests/system.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// The list of 10,000 containers has about 15 MB.
constexpr qsizetype maxResponseBytes = 64 * 1024 * 1024;

ErrorCode codeFromStatus(int status, const QString &message)
{
    const auto says = [&](QLatin1StringView words) { return message.contains(words, Qt::CaseInsensitive); };
    switch (status) {
    case 401:
    case 403:
        return ErrorCode::PermissionDenied;
    case 404:
        return ErrorCode::NotFound;
    case 409:
    case 500: // Podman tells a stopped container so
        if (says("is not running"_L1) || says("is paused"_L1) || says("container state improper"_L1))
            return ErrorCode::NotRunning;
        return status == 409 ? ErrorCode::Conflict : ErrorCode::Refused;
    default:
        return ErrorCode::Refused;
    }
}

} // namespace

/// One request on its way: collects the body, and answers exactly once, also when the client goes away.
class Client::Call : public QObject
{
public:
    Call(std::unique_ptr<net::HttpExchange> exchange, Answer answer, QObject *parent)
        : QObject(parent)
        , m_exchange(std::move(exchange))
        , m_answer(std::move(answer))
    {
        m_bound.setSingleShot(true);
        connect(&m_bound, &QTimer::timeout, this, [this] { settle(failure(ErrorCode::Timeout)); });
        connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this, &Call::collect);
        connect(m_exchange.get(), &net::HttpExchange::failed, this, [this](const Error &error) { settle(std::unexpected(error)); });
        connect(m_exchange.get(), &net::HttpExchange::finished, this, [this] { settle(net::HttpResponse{m_exchange->head(), m_body}); });
    }

    ~Call() override { settle(failure(ErrorCode::Cancelled)); }

    void start(std::chrono::milliseconds timeout)
    {
        m_bound.start(timeout);
        m_exchange->send(timeout);
    }

private:
    void collect(const QByteArray &bytes)
    {
        m_body += bytes;
        if (m_body.size() > maxResponseBytes)
            settle(failure(ErrorCode::TooLarge, {}, u"the answer has more than %1 MiB"_s.arg(maxResponseBytes >> 20)));
    }

    void settle(const Result<net::HttpResponse> &result)
    {
        const auto answer = std::exchange(m_answer, nullptr);
        if (!answer)
            return;
        m_bound.stop();
        m_exchange->abort();
        deleteLater();
        answer(result);
    }

    std::unique_ptr<net::HttpExchange> m_exchange;
    Answer m_answer;
    QByteArray m_body;
    QTimer m_bound;
};

Client::Client(Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
{
}

Client::~Client()
{
    // Children answer Cancelled while this object is still whole.
    while (!children().isEmpty())
        delete children().constFirst();
    settleNegotiation(failure(ErrorCode::Cancelled, m_endpoint.url()));
}

void Client::cleanupFinished()
{
    if (--m_cleanups == 0)
        Q_EMIT idle();
}

void Client::negotiated(std::function<void(Result<>)> callback)
{
    if (m_version) {
        callback({});
        return;
    }
    m_waiting += std::move(callback);
    if (!std::exchange(m_pinging, true))
        ping();
}

void Client::ping()
{
    auto exchange = createExchange(Ping().toHttp({}));
    if (!exchange) {
        settleNegotiation(std::unexpected(exchange.error()));
        return;
    }
    auto *call = new Call(*std::move(exchange), [this](Result<net::HttpResponse> response) {
        if (response && !response->head.isSuccess())
            response = std::unexpected(errorFrom(*response, m_endpoint.url()));
        auto pong = std::move(response).and_then(&Ping::parse);
        const auto version = pong.and_then([](const Ping::Response &answer) { return negotiate(answer.apiVersion); });
        if (version) {
            m_version = *version;
            m_server = pong->server;
            qCDebug(lcDocker) << "engine" << m_server << "speaks" << version->toString();
        }
        settleNegotiation(version.transform([](ApiVersion) {}));
    }, this);
    call->start(Ping().timeout());
}

void Client::settleNegotiation(const Result<> &result)
{
    m_pinging = false;
    Result<> told = result;
    if (!told && told.error().subject.isEmpty())
        told = std::unexpected(Error{told.error().code, m_endpoint.url(), told.error().detail});
    for (const auto &callback : std::exchange(m_waiting, {}))
        callback(told);
}

Result<std::unique_ptr<net::HttpExchange>> Client::createExchange(const Result<net::HttpRequest> &request)
{
    if (!request)
        return std::unexpected(request.error());
    net::HttpRequest versioned = *request;
    if (m_version)
        versioned.target.prepend("/v" + m_version->toString());
    // Old Docker Desktop refuses clients that do not look like Docker's own (docker/for-mac #7575).
    versioned.headers.append(QHttpHeaders::WellKnownHeader::UserAgent, "Docker-Client/fairlead");
    return std::make_unique<net::HttpExchange>(m_endpoint.createTransport(), std::move(versioned), m_endpoint.hostHeader());
}

void Client::perform(ToHttp toHttp, const QString &subject, std::chrono::milliseconds timeout, Answer answer)
{
    negotiated([this, toHttp = std::move(toHttp), subject, timeout, answer = std::move(answer)](const Result<> &ready) {
        if (!ready) {
            answer(std::unexpected(ready.error()));
            return;
        }
        auto exchange = createExchange(toHttp(apiVersion()));
        if (!exchange) {
            answer(std::unexpected(exchange.error()));
            return;
        }
        auto *call = new Call(*std::move(exchange), [this, subject, answer](Result<net::HttpResponse> response) {
            if (response && response->head.status >= 400)
                response = std::unexpected(errorFrom(*response, subjectOr(subject)));
            else if (!response && response.error().subject.isEmpty())
                response = std::unexpected(Error{response.error().code, m_endpoint.url(), response.error().detail});
            answer(std::move(response));
        }, this);
        call->start(timeout);
    });
}

QString Client::subjectOr(const QString &subject) const
{
    return subject.isEmpty() ? m_endpoint.url() : subject;
}

Error Client::errorFrom(const net::HttpResponse &response, const QString &subject)
{
    QString message;
    if (const auto object = parseJsonObject(response.body, subject))
        message = JsonReader(*object).string("message"_L1);
    if (message.isEmpty())
        message = QString::fromUtf8(response.body.first(qMin<qsizetype>(response.body.size(), 500))).simplified();
    if (message.isEmpty())
        message = u"HTTP %1 %2"_s.arg(response.head.status).arg(QString::fromLatin1(response.head.reason));
    return {codeFromStatus(response.head.status, message), subject, message};
}

} // namespace fairlead::docker
