// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubsession.h"

#include "core/base/jsonreader.h"
#include "core/base/logging.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead {

namespace {

constexpr qsizetype maxToken = 8192;
constexpr qsizetype maxDetail = 500;      // characters of a hub's sentence
constexpr qint64 longestLife = 24 * 3600; // s; more is a hub's mistake
// Before its end, so that a token does not run out on its way.
constexpr std::chrono::seconds renewEarly{60};
constexpr size_t mostWaiting = 256;

/// It becomes part of a header.
bool isToken(const QString &text)
{
    return !text.isEmpty() && text.size() <= maxToken
           && std::ranges::all_of(text, [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

ErrorCode codeOf(int status)
{
    switch (status) {
    case 400:
    case 422:
        return ErrorCode::InvalidInput;
    case 401:
    case 403:
        return ErrorCode::PermissionDenied;
    case 404:
        return ErrorCode::NotFound;
    case 405:
    case 501:
        return ErrorCode::Unsupported;
    case 409:
        return ErrorCode::Conflict;
    case 413:
        return ErrorCode::TooLarge;
    case 429:
        return ErrorCode::LimitReached;
    case 502:
        return ErrorCode::ConnectionLost;
    case 503:
        return ErrorCode::Unavailable;
    case 504:
        return ErrorCode::Timeout;
    default:
        return ErrorCode::Refused;
    }
}

QString detailOf(const HubReply &reply)
{
    QString text = reply.json.value("detail"_L1).toString();
    text.truncate(maxDetail);
    if (text.isEmpty())
        text = u"HTTP status %1"_s.arg(reply.status);
    if (reply.status == 429 && reply.retryAfter > 0s)
        text += u"; try again in %1 s"_s.arg(reply.retryAfter.count());
    return text;
}

} // namespace

HubSession::HubSession(const HubAddress &address, TokenStore &store, Clock clock, QObject *parent)
    : QObject(parent)
    , m_http(address)
    , m_store(store)
    , m_clock(std::move(clock))
{}

HubSession::~HubSession() = default;

Error HubSession::errorOf(const HubReply &reply, const QString &subject) const
{
    return {codeOf(reply.status), subject.isEmpty() ? address().name() : subject, detailOf(reply)};
}

Error HubSession::notLoggedIn() const
{
    return {ErrorCode::PermissionDenied, address().name(), u"log in first"_s};
}

Future<> HubSession::login(const QString &user, const QString &password)
{
    const HubRequest request{.method = "POST",
                             .path = "/auth/login",
                             .body = QJsonObject{{u"username"_s, user}, {u"password"_s, password}}};
    return m_http.send(request).then(this, [this](const Result<HubReply> &reply) -> Result<> {
        m_loginDelay = reply ? reply->retryAfter : 0s;
        if (reply && (reply->status == 404 || reply->status == 405))
            return failure(ErrorCode::Unsupported, address().name(),
                           u"what answers there is no hub, or one that is too old for this program"_s);
        if (auto taken = takeTokens(reply); !taken)
            return taken;
        ++m_login;
        settleWaiting(m_access);
        Q_EMIT loggedIn();
        return {};
    });
}

Result<> HubSession::takeTokens(const Result<HubReply> &reply)
{
    if (!reply)
        return std::unexpected(reply.error());
    if (reply->status != 200)
        return std::unexpected(errorOf(*reply, {}));
    JsonReader json(reply->json);
    const QString access = json.requiredString("access_token"_L1);
    const QString refresh = json.requiredString("refresh_token"_L1);
    const qint64 life = json.integer("expires_in"_L1);
    const bool mustChange = json.boolean("must_change_password"_L1);
    if (!json.isValid() || !isToken(access) || !isToken(refresh) || life <= 0)
        return failure(ErrorCode::ProtocolError, address().name(),
                       json.isValid() ? u"its tokens cannot be used"_s : json.error({}).detail);
    m_access = access.toLatin1();
    m_refresh = refresh.toLatin1();
    const std::chrono::seconds span(std::min(life, longestLife));
    m_renewAt = m_clock() + span - std::min(renewEarly, span / 5);
    m_mustChangePassword = mustChange;
    m_store.keep(m_refresh);
    return {};
}

void HubSession::resume(const QByteArray &refreshToken)
{
    if (!isToken(QString::fromLatin1(refreshToken)))
        return;
    ++m_login;
    settleWaiting(failure(ErrorCode::Cancelled, address().name()));
    m_access.clear();
    m_refresh = refreshToken;
    Q_EMIT loggedIn();
}

void HubSession::forget()
{
    m_access.clear();
    m_refresh.clear();
    m_mustChangePassword = false;
    m_store.keep({});
}

Future<> HubSession::logout()
{
    if (!isLoggedIn())
        return readyFuture<void>({});
    const HubRequest request{.method = "POST",
                             .path = "/auth/logout",
                             .body = QJsonObject{{u"refresh_token"_s, QString::fromLatin1(m_refresh)}}};
    ++m_login;
    forget();
    settleWaiting(failure(ErrorCode::Cancelled, address().name()));
    return m_http.send(request).then(this, [this](const Result<HubReply> &reply) -> Result<> {
        if (!reply)
            return std::unexpected(reply.error());
        return reply->status < 300 ? Result<>() : std::unexpected(errorOf(*reply, {}));
    });
}

Future<QByteArray> HubSession::accessToken()
{
    if (!isLoggedIn())
        return readyFuture<QByteArray>(std::unexpected(notLoggedIn()));
    if (!m_access.isEmpty() && m_clock() < m_renewAt)
        return readyFuture<QByteArray>(m_access);
    return refresh();
}

Future<QByteArray> HubSession::refresh()
{
    if (m_waiting.size() >= mostWaiting)
        return readyFuture<QByteArray>(
            failure(ErrorCode::LimitReached, address().name(), u"too many requests wait for a token"_s));
    QPromise<Result<QByteArray>> promise;
    promise.start();
    auto future = promise.future();
    m_waiting.push_back(std::move(promise));
    if (m_waiting.size() > 1)
        return future;
    const HubRequest request{.method = "POST",
                             .path = "/auth/refresh",
                             .body = QJsonObject{{u"refresh_token"_s, QString::fromLatin1(m_refresh)}}};
    m_http.send(request).then(
        this, [this, login = m_login](const Result<HubReply> &reply) { onRefreshed(reply, login); });
    return future;
}

void HubSession::onRefreshed(const Result<HubReply> &reply, quint64 login)
{
    if (login != m_login) // somebody logged in or out meanwhile, and who waited has been told
        return;
    if (const auto taken = takeTokens(reply); taken)
        return settleWaiting(m_access);
    else if (!reply || reply->status != 401) // the token may still be good
        return settleWaiting(std::unexpected(taken.error()));
    const Error error{ErrorCode::PermissionDenied, address().name(),
                      u"the session has ended; log in again"_s};
    qCInfo(lcHost) << "the hub ended the session:" << detailOf(*reply);
    ++m_login;
    forget();
    settleWaiting(std::unexpected(error));
    Q_EMIT sessionEnded(error);
}

void HubSession::settleWaiting(const Result<QByteArray> &token)
{
    for (auto &promise : std::exchange(m_waiting, {})) {
        promise.addResult(token);
        promise.finish();
    }
}

Future<QByteArray> HubSession::tokenInsteadOf(const QByteArray &refused)
{
    // Another request may have found out the same before.
    return isLoggedIn() && m_access == refused ? refresh() : accessToken();
}

Future<QJsonObject> HubSession::send(const HubRequest &request)
{
    return accessToken()
        .then(this,
              [this, request](const Result<QByteArray> &token) {
                  return token ? sendWith(request, *token, true)
                               : readyFuture<QJsonObject>(std::unexpected(token.error()));
              })
        .unwrap();
}

Future<QJsonObject> HubSession::sendWith(const HubRequest &request, const QByteArray &token, bool again)
{
    const auto answered = [this, request, token, again](const Result<HubReply> &reply) {
        if (!reply)
            return readyFuture<QJsonObject>(std::unexpected(reply.error()));
        if (reply->status < 300)
            return readyFuture<QJsonObject>(reply->json);
        if (reply->status != 401 || !again)
            return readyFuture<QJsonObject>(std::unexpected(errorOf(*reply, request.subject)));
        return tokenInsteadOf(token)
            .then(this,
                  [this, request](const Result<QByteArray> &next) {
                      return next ? sendWith(request, *next, false)
                                  : readyFuture<QJsonObject>(std::unexpected(next.error()));
                  })
            .unwrap();
    };
    return m_http.send(request, token).then(this, answered).unwrap();
}

} // namespace fairlead
