// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubclient.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

HubClient::HubClient(const HubAddress &address, TokenStore &store, const Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_session(address, store, settings.clock)
    , m_backoff(settings.firstWait, settings.longestWait)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HubClient::refresh);
    connect(&m_session, &HubSession::loggedIn, this, &HubClient::onLoggedIn);
    connect(&m_session, &HubSession::sessionEnded, this, [this](const Error &error) {
        m_timer.stop();
        m_error = error;
        setState(State::LoggedOut);
    });
}

std::optional<HubServer> HubClient::server(const QString &id) const
{
    const auto found = std::ranges::find(m_servers, id, &HubServer::id);
    return found == m_servers.end() ? std::nullopt : std::optional(*found);
}

void HubClient::onLoggedIn()
{
    m_backoff.reset();
    setState(State::Connecting);
    refresh();
}

Future<> HubClient::logout()
{
    auto done = m_session.logout();
    m_timer.stop();
    m_servers.clear();
    m_error = {ErrorCode::Cancelled, address().name(), u"you logged out"_s};
    setState(State::LoggedOut);
    Q_EMIT serversChanged();
    return done;
}

void HubClient::refresh()
{
    if (!m_session.isLoggedIn())
        return;
    if (m_asking) {
        m_again = true;
        return;
    }
    m_timer.stop();
    m_asking = true;
    m_session.send({.path = "/servers"}).then(this, [this](const Result<QJsonObject> &answer) {
        m_asking = false;
        onList(answer);
        if (std::exchange(m_again, false))
            refresh();
    });
}

void HubClient::onList(const Result<QJsonObject> &answer)
{
    if (!m_session.isLoggedIn()) // left meanwhile; the state tells so already
        return;
    const auto servers = answer.and_then(HubServer::listFromJson);
    if (!servers)
        return lose(servers.error());
    m_backoff.reset();
    m_timer.start(m_settings.pollInterval);
    const bool changed = *servers != m_servers;
    m_servers = *servers;
    setState(State::Online);
    if (changed)
        Q_EMIT serversChanged();
    Q_EMIT refreshed();
}

void HubClient::lose(const Error &error)
{
    m_error = error;
    if (error.code == ErrorCode::NotFound) // of the whole list: there is no such route
        m_error = {ErrorCode::Unsupported, address().name(),
                   u"what answers there is no hub, or one that is too old for this program"_s};
    m_timer.start(m_backoff.next());
    m_state = State::Unreachable;
    Q_EMIT stateChanged();
}

void HubClient::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged();
}

} // namespace fairlead
