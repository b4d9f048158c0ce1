// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/client.h"

#include "core/base/jsonreader.h"
#include "core/base/logging.h"
#include "core/docker/engineerror.h"
#include "core/docker/processreaper.h"
#include "core/docker/requests/system.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// The list of 10,000 containers has about 15 MB.
constexpr qsizetype maxResponseBytes = 64 * 1024 * 1024;

bool isLoss(ErrorCode code)
{
    return code == ErrorCode::NotReachable || code == ErrorCode::ConnectionLost;
}

/// "client version 1.52 is too new. Maximum supported API version is 1.41" (moby
/// daemon/server/middleware/version.go).
bool refusesVersion(const net::HttpResponse &response)
{
    return response.head.status == 400
           && Client::errorFrom(response, {}).detail.contains("client version"_L1, Qt::CaseInsensitive);
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
        connect(m_exchange.get(), &net::HttpExchange::failed, this,
                [this](const Error &error) { settle(std::unexpected(error)); });
        connect(m_exchange.get(), &net::HttpExchange::finished, this,
                [this] { settle(net::HttpResponse{m_exchange->head(), m_body}); });
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
            settle(failure(ErrorCode::TooLarge, {},
                           u"the answer has more than %1 MiB"_s.arg(maxResponseBytes >> 20)));
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

Client::Client(Endpoint endpoint, QObject *parent) : QObject(parent), m_endpoint(std::move(endpoint)) {}

Client::~Client()
{
    // Children answer Cancelled while this object is still whole; what their answers ask for is cancelled at
    // once.
    m_closing = true;
    while (!children().isEmpty())
        delete children().constFirst();
    settleNegotiation(cancelled());
}

void Client::cleanupFinished()
{
    if (--m_cleanups == 0)
        Q_EMIT idle();
}

std::unexpected<Error> Client::cancelled() const
{
    return failure(ErrorCode::Cancelled, m_endpoint.url());
}

void Client::negotiated(std::function<void(Result<>)> callback)
{
    if (m_closing) {
        callback(cancelled());
        return;
    }
    if (m_version && m_versionIsCurrent) {
        callback({});
        return;
    }
    m_waiting += std::move(callback);
    if (!std::exchange(m_pinging, true))
        ping();
}

void Client::ping()
{
    auto exchange = exchangeFor(Ping().toHttp({}), {});
    if (!exchange) {
        settleNegotiation(std::unexpected(exchange.error()));
        return;
    }
    auto *call = new Call(
        *std::move(exchange),
        [this](Result<net::HttpResponse> response) {
            if (response && !response->head.isSuccess())
                response = std::unexpected(errorFrom(*response, m_endpoint.url()));
            auto pong = std::move(response).and_then(&Ping::parse);
            const auto version =
                pong.and_then([](const Ping::Response &answer) { return negotiate(answer.apiVersion); });
            if (version) {
                m_version = *version;
                m_versionIsCurrent = true;
                m_server = pong->server;
                qCDebug(lcDocker) << "engine" << m_server << "speaks" << version->toString();
            }
            settleNegotiation(version.transform([](ApiVersion) {}));
        },
        this);
    call->start(Ping().timeout());
}

void Client::settleNegotiation(const Result<> &result)
{
    m_pinging = false;
    const QString url = m_endpoint.url();
    Result<> told = result;
    if (!told && told.error().subject.isEmpty())
        told.error().subject = url;
    const QPointer<Client> alive(this);
    for (const auto &callback : std::exchange(m_waiting, {})) {
        if (!alive && told) // one of them deleted this client
            told = failure(ErrorCode::Cancelled, url);
        callback(told);
    }
}

Result<std::unique_ptr<net::HttpExchange>> Client::createExchange(const Result<net::HttpRequest> &request)
{
    return exchangeFor(request, m_version);
}

Result<std::unique_ptr<net::HttpExchange>> Client::exchangeFor(const Result<net::HttpRequest> &request,
                                                               std::optional<ApiVersion> version)
{
    if (!request)
        return std::unexpected(request.error());
    net::HttpRequest versioned = *request;
    if (version)
        versioned.target.prepend("/v" + version->toString());
    // Old Docker Desktop refuses clients that do not look like Docker's own (docker/for-mac #7575).
    versioned.headers.append(QHttpHeaders::WellKnownHeader::UserAgent, "Docker-Client/fairlead");
    return std::make_unique<net::HttpExchange>(m_endpoint.createTransport(), std::move(versioned),
                                               m_endpoint.hostHeader());
}

void Client::perform(Request request)
{
    negotiated([this, request = std::move(request)](const Result<> &ready) {
        if (ready)
            sendNow(request);
        else
            request.answer(std::unexpected(ready.error()));
    });
}

void Client::sendNow(const Request &request)
{
    auto exchange = createExchange(request.toHttp(apiVersion()));
    if (!exchange) {
        request.answer(std::unexpected(exchange.error()));
        return;
    }
    auto *call = new Call(
        *std::move(exchange),
        [this, request](Result<net::HttpResponse> response) { onAnswer(request, std::move(response)); },
        this);
    call->start(request.timeout);
}

void Client::onAnswer(Request request, Result<net::HttpResponse> response)
{
    const bool refused = response && refusesVersion(*response);
    if (refused || (!response && isLoss(response.error().code)))
        forgetVersion();
    if (refused && !std::exchange(request.isRepeated, true)) {
        perform(std::move(request)); // nothing of it was done
        return;
    }
    if (response && response->head.status >= 400)
        response = std::unexpected(errorFrom(*response, subjectOr(request.subject)));
    else if (!response && response.error().subject.isEmpty())
        response.error().subject = m_endpoint.url();
    request.answer(std::move(response));
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
        message =
            QString::fromUtf8(response.body.first(qMin<qsizetype>(response.body.size(), 500))).simplified();
    if (message.isEmpty())
        message = u"HTTP %1 %2"_s.arg(response.head.status).arg(QString::fromLatin1(response.head.reason));
    return engineError(response.head.status, message, subject);
}

} // namespace fairlead::docker
