// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/host/remote/hubhttp.h"
#include "core/host/remote/tokenstore.h"

#include <QPromise>

#include <vector>

namespace fairlead {

/// A login at one hub: keeps its tokens good, and asks in its name.
///
/// The refresh token can be used once, so there is never more than one refresh on its way; who needs a token
/// meanwhile waits for that one.
class HubSession : public QObject
{
    Q_OBJECT

public:
    /// The store must outlive it.
    HubSession(const HubAddress &address, TokenStore &store, Clock clock = systemTime,
               QObject *parent = nullptr);
    ~HubSession() override;

    [[nodiscard]] const HubAddress &address() const { return m_http.address(); }
    [[nodiscard]] bool isLoggedIn() const { return !m_refresh.isEmpty(); }
    /// The password was given by an admin; the person is to choose one.
    [[nodiscard]] bool mustChangePassword() const { return m_mustChangePassword; }
    [[nodiscard]] const QByteArray &refusedFingerprint() const { return m_http.refusedFingerprint(); }

    /// PermissionDenied for a wrong password; LimitReached after too many, and then see loginDelay();
    /// Unsupported when no hub, or one that is too old, answers there; what HubHttp fails with.
    [[nodiscard]] Future<> login(const QString &user, const QString &password);
    /// How long the hub refuses logins, as it said with the last refusal; 0: it does not.
    [[nodiscard]] std::chrono::seconds loginDelay() const { return m_loginDelay; }
    /// Goes on with what a TokenStore kept. Nothing is sent yet.
    void resume(const QByteArray &refreshToken);
    /// Ends the session here at once, and at the hub when it can be reached.
    [[nodiscard]] Future<> logout();

    /// A token that is good for a while yet. PermissionDenied when nobody is logged in, or no longer.
    [[nodiscard]] Future<QByteArray> accessToken();
    /// Asks with a token; when the hub does not take it, once more with a new one. The object that it
    /// answers, or its refusal: PermissionDenied (401, 403), NotFound, Conflict, InvalidInput, LimitReached,
    /// Timeout …, with the hub's own words.
    [[nodiscard]] Future<QJsonObject> send(const HubRequest &request);

Q_SIGNALS:
    void loggedIn();
    /// The hub ended the session: the password was changed, it was not used for long, or the refresh token
    /// was used by somebody else.
    void sessionEnded(const fairlead::Error &error);

private:
    [[nodiscard]] Result<> takeTokens(const Result<HubReply> &reply);
    [[nodiscard]] Future<QByteArray> refresh();
    void onRefreshed(const Result<HubReply> &reply, quint64 login);
    void settleWaiting(const Result<QByteArray> &token);
    [[nodiscard]] Future<QJsonObject> sendWith(const HubRequest &request, const QByteArray &token,
                                               bool again);
    [[nodiscard]] Future<QByteArray> tokenInsteadOf(const QByteArray &refused);
    [[nodiscard]] Error errorOf(const HubReply &reply, const QString &subject) const;
    [[nodiscard]] Error notLoggedIn() const;
    void forget();

    HubHttp m_http;
    TokenStore &m_store;
    Clock m_clock;
    QByteArray m_access;
    QByteArray m_refresh;
    Time m_renewAt{};
    bool m_mustChangePassword = false;
    std::chrono::seconds m_loginDelay{0};
    quint64 m_login = 0; ///< counts logins, so that an answer to an older one's refresh is known as such
    std::vector<QPromise<Result<QByteArray>>> m_waiting;
};

} // namespace fairlead
