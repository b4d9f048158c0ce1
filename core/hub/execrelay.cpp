// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/execrelay.h"

#include "core/auth/secrets.h"
#include "core/hub/execaudit.h"

#include <QPointer>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

using State = RelaySession::State;

constexpr QLatin1StringView tooMany{"Too many sessions active!"};
// An agent's word, before it goes to a client and into the audit.
constexpr qsizetype maxReason = 1000;

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

ExecRelay::ExecRelay(store::Database &database, auth::AuthService &auth, auth::Tickets &tickets,
                     AgentRegistry &agents, AuditLog &audit, link::MessageParser &parser,
                     const Settings &settings, Clock clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_agents(agents)
    , m_audit(audit)
    , m_settings(settings)
    , m_clock(std::move(clock))
    , m_door(database, auth, tickets, parser, settings.authTimeout)
{
    connect(&m_door, &ExecDoor::allowed, this, &ExecRelay::admit);
    connect(&m_door, &ExecDoor::refused, this, &ExecRelay::refuse);
    connect(&m_agents, &AgentRegistry::execAnswered, this, &ExecRelay::onAnswer);
    connect(&m_agents, &AgentRegistry::execEnded, this, &ExecRelay::onEnded);
    connect(&m_agents, &AgentRegistry::wentOffline, this, &ExecRelay::onAgentGone);
}

ExecRelay::~ExecRelay() = default;

bool ExecRelay::makeRoom()
{
    if (m_pending.size() < m_settings.mostPending)
        return true;
    for (const State state : {State::Ended, State::AwaitingToken}) {
        const auto found = std::ranges::find(m_pending, state, &RelaySession::state);
        if (found == m_pending.end())
            continue;
        RelaySession *loser = *found;
        m_pending.erase(found);
        loser->end(u"Too many connections wait to authenticate"_s, net::CloseCode::InternalError);
        if (state == State::Ended)
            loser->abort();
        return true;
    }
    return false;
}

void ExecRelay::take(const Result<ExecRequest> &request, std::unique_ptr<net::MessageChannel> client)
{
    // Without a word: saying one would keep the connection for its time of leave.
    if (!makeRoom())
        return;
    auto *session =
        new RelaySession(newId(), request.value_or(ExecRequest()), std::move(client), m_clock(), this);
    m_sessions.insert(session->id(), session);
    m_pending.append(session);
    connect(session, &RelaySession::over, this, [this, session] { onOver(session); });
    if (m_stopping)
        session->shutDown();
    else if (!request)
        session->end(toSentence(request.error()));
    else
        m_door.ask(session);
}

bool ExecRelay::isFull(qint64 user, const QString &server) const
{
    qsizetype ofUser = 0;
    qsizetype ofServer = 0;
    for (const RelaySession *session : m_sessions) {
        if (session->owner().user == 0 || session->isOver())
            continue;
        ofUser += session->owner().user == user ? 1 : 0;
        ofServer += session->owner().server == server ? 1 : 0;
    }
    return ofUser >= m_settings.mostPerUser || ofServer >= m_settings.mostPerServer;
}

void ExecRelay::admit(RelaySession *session, const auth::Identity &identity, const store::Server &server,
                      bool isOutdated)
{
    if (isFull(identity.user, server.id)) {
        note(*session, identity.name, u"exec"_s, u"too many sessions"_s);
        return session->end(tooMany);
    }
    if (const auto asked =
            askAgent(session, {identity.user, identity.name, identity.session, server.id, server.name});
        !asked)
        return refuse(session, identity.name, asked.error());
    note(*session, identity.name, u"exec"_s, u"ok"_s);
    if (isOutdated)
        recheck();
}

Result<> ExecRelay::askAgent(RelaySession *session, const RelaySession::Owner &owner)
{
    const ExecRequest &request = session->request();
    const QByteArray token = auth::randomToken();
    const link::ExecOpen open{.sessionId = session->id(),
                              .relayToken = QString::fromLatin1(token),
                              .containerId = request.container,
                              .tty = request.opening.tty,
                              .command = request.opening.command,
                              .user = request.user,
                              .workingDir = request.workingDir,
                              .environment = request.environment,
                              .privileged = request.privileged,
                              .openedBy = owner.name};
    return m_agents.openExec(owner.server, open).transform([&] {
        session->awaitAgent(owner, token, m_settings.dialTimeout);
    });
}

void ExecRelay::refuse(RelaySession *session, const QString &who, const Error &error)
{
    const QString reason = toSentence(error);
    note(*session, who, u"exec"_s, reason);
    session->end(reason);
}

bool ExecRelay::awaits(const QString &id, const QByteArray &token) const
{
    const RelaySession *session = m_sessions.value(id);
    return session && session->awaits(token);
}

void ExecRelay::takeAgent(const QString &id, const QByteArray &token,
                          std::unique_ptr<net::MessageChannel> agent)
{
    if (!awaits(id, token))
        return;
    RelaySession *session = m_sessions.value(id);
    m_pending.removeOne(session);
    session->join(std::move(agent));
}

void ExecRelay::onAnswer(const QString &server, const link::ExecResponse &response)
{
    RelaySession *session = m_sessions.value(response.sessionId);
    // An agent speaks for its own server only.
    const bool isIts = session && session->owner().user != 0 && session->owner().server == server;
    if (!isIts || response.success || session->state() != State::AwaitingAgent)
        return;
    session->end(response.message.isEmpty() ? u"The agent refused"_s : response.message.left(maxReason));
}

void ExecRelay::onEnded(const QString &server, const link::ExecEnded &end)
{
    RelaySession *session = m_sessions.value(end.sessionId);
    if (!session || !session->wasJoined() || session->owner().server != server || session->knowsExit())
        return;
    session->setExitCode(end.exitCode);
    if (session->isOver())
        forget(session);
}

void ExecRelay::onAgentGone(const QString &server, const QString &cause)
{
    const auto all = m_sessions.values();
    for (RelaySession *session : all) {
        if (session->owner().user != 0 && session->owner().server == server)
            session->end(u"The connection to the agent was lost: "_s + cause.left(maxReason),
                         net::CloseCode::InternalError);
    }
}

void ExecRelay::onOver(RelaySession *session)
{
    m_pending.removeOne(session);
    const bool mayHear = session->wasJoined() && m_agents.stateOf(session->owner().server).isOnline;
    if (!mayHear || session->knowsExit() || m_stopping)
        return forget(session);
    QTimer::singleShot(m_settings.endTimeout, session, [this, session] { forget(session); });
}

void ExecRelay::forget(RelaySession *session)
{
    if (m_sessions.take(session->id()) == nullptr)
        return;
    if (session->owner().user != 0)
        note(*session, session->owner().name, u"exec end"_s, auditOutcome(*session, m_clock()));
    session->deleteLater();
    if (m_stopping && m_sessions.isEmpty())
        Q_EMIT emptied();
}

void ExecRelay::note(const RelaySession &session, const QString &who, const QString &action,
                     const QString &outcome)
{
    m_audit.add(who, session.address(), action, auditTarget(session), outcome);
}

QList<const RelaySession *> ExecRelay::sessions() const
{
    QList<const RelaySession *> list;
    for (const RelaySession *session : m_sessions) {
        if (session->owner().user != 0 && session->state() != State::Ended)
            list.append(session);
    }
    std::ranges::sort(list, {}, &RelaySession::opened);
    return list;
}

Result<> ExecRelay::end(const QString &id, const QString &reason)
{
    RelaySession *session = m_sessions.value(id);
    if (!session || session->owner().user == 0 || session->state() == State::Ended)
        return failure(ErrorCode::NotFound, u"the session"_s);
    session->end(reason);
    return {};
}

void ExecRelay::recheck()
{
    m_door.noteChange();
    if (m_rechecking) {
        m_recheckAgain = true;
        return;
    }
    QList<QPointer<RelaySession>> sessions;
    QList<Visit> visits;
    for (RelaySession *session : std::as_const(m_sessions)) {
        const RelaySession::Owner &owner = session->owner();
        if (owner.user == 0 || session->state() == State::Ended)
            continue;
        sessions.append(session);
        visits.append({owner.user, owner.login, owner.server, auth::Action::Exec});
    }
    if (visits.isEmpty())
        return;
    m_rechecking = true;
    m_database
        .read([visits, now = m_clock()](store::Connection &connection) {
            return forbidden(connection, visits, now);
        })
        .then(this, [this, sessions](const Result<QList<qsizetype>> &bad) {
            m_rechecking = false;
            for (const qsizetype index : bad.value_or(QList<qsizetype>())) {
                if (sessions.at(index))
                    sessions.at(index)->end(u"Access was withdrawn"_s);
            }
            if (std::exchange(m_recheckAgain, false))
                recheck();
        });
}

void ExecRelay::shutDown()
{
    m_stopping = true;
    const auto all = m_sessions.values();
    for (RelaySession *session : all)
        session->shutDown();
    if (all.isEmpty())
        QMetaObject::invokeMethod(this, &ExecRelay::emptied, Qt::QueuedConnection);
}

} // namespace fairlead::hub
