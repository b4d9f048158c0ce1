// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/backoff.h"
#include "core/host/remote/hubserver.h"
#include "core/host/remote/hubsession.h"
#include "core/link/messageparser.h"

#include <QTimer>

namespace fairlead {

/// One hub as a window sees it: a login, and the list of servers behind it, kept current.
///
/// The list is asked for every 10 s, at once after what hints at a change, and after losses with growing
/// waits. One small answer tells about all servers, those too whose agent is away and of which no socket
/// could tell; an ETag would not spare it, for it holds when each agent was heard last. The figures of a
/// server come by its own socket, and only where somebody looks.
class HubClient : public QObject
{
    Q_OBJECT

public:
    enum class State {
        LoggedOut,  ///< login() or resume() is needed; lastError() says why when there was a session
        Connecting, ///< the list is not known yet
        Online,
        Unreachable, ///< tried again by itself
    };
    Q_ENUM(State)

    struct Settings
    {
        std::chrono::milliseconds pollInterval = std::chrono::seconds(10);
        std::chrono::milliseconds firstWait = std::chrono::seconds(1);
        std::chrono::milliseconds longestWait = std::chrono::seconds(30);
        Clock clock = systemTime;
    };

    /// The store must outlive it.
    HubClient(const HubAddress &address, TokenStore &store) : HubClient(address, store, Settings()) {}
    HubClient(const HubAddress &address, TokenStore &store, const Settings &settings,
              QObject *parent = nullptr);

    [[nodiscard]] const HubAddress &address() const { return m_session.address(); }
    [[nodiscard]] State state() const { return m_state; }
    /// Why the state is Unreachable or LoggedOut; meaningful in those only.
    [[nodiscard]] const Error &lastError() const { return m_error; }
    /// Empty before Online for the first time; afterwards the last that is known.
    [[nodiscard]] const QList<HubServer> &servers() const { return m_servers; }
    [[nodiscard]] std::optional<HubServer> server(const QString &id) const;

    /// As HubSession::login().
    [[nodiscard]] Future<> login(const QString &user, const QString &password)
    {
        return m_session.login(user, password);
    }
    void resume(const QByteArray &refreshToken) { m_session.resume(refreshToken); }
    [[nodiscard]] Future<> logout();
    /// Asks for the list now.
    void refresh();

    [[nodiscard]] HubSession &session() { return m_session; }
    /// For all connections to the hub.
    [[nodiscard]] link::MessageParser &parser() { return m_parser; }

Q_SIGNALS:
    void stateChanged();
    void serversChanged();
    /// The list was read, whether it changed or not.
    void refreshed();

private:
    void onLoggedIn();
    void onList(const Result<QJsonObject> &answer);
    void lose(const Error &error);
    void setState(State state);

    Settings m_settings;
    HubSession m_session;
    link::MessageParser m_parser;
    State m_state = State::LoggedOut;
    Error m_error;
    QList<HubServer> m_servers;
    QTimer m_timer;
    Backoff m_backoff;
    bool m_asking = false;
    bool m_again = false;
};

} // namespace fairlead
