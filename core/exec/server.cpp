// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/server.h"

#include "core/exec/opening.h"
#include "core/exec/session.h"
#include "core/net/accessrules.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::exec {

namespace {

// RFC 3986 §3.3, without percent sequences: what arrives is compared as it is.
bool isPathByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c != '\0' && QByteArrayView("/-._~!$&'()*+,;=:@").contains(c));
}

} // namespace

Result<> ServerOptions::check() const
{
    if (process.container.isEmpty())
        return failure(ErrorCode::InvalidInput, u"--container"_s, u"a name or id is needed"_s);
    if (!path.startsWith('/') || !std::ranges::all_of(path, isPathByte))
        return failure(ErrorCode::InvalidInput, u"--path"_s,
                       u"it must begin with a slash and hold only URL characters"_s);
    if (maxSessions < 1)
        return failure(ErrorCode::InvalidInput, u"--max-sessions"_s, u"at least 1 is needed"_s);
    return {};
}

Server::Server(ServerOptions options, ProcessFactory createProcess, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_createProcess(std::move(createProcess))
{}

Server::~Server()
{
    // While the scheduler is still there; also those that are over and wait for their deletion.
    qDeleteAll(findChildren<Session *>(Qt::FindDirectChildrenOnly));
}

net::RouteDecision Server::route(const net::RequestHead &head)
{
    if (!net::equalInConstantTime(head.path, m_options.path))
        return net::HttpReply{404, "Nothing is served here.", {}};
    if (m_stopping)
        return net::HttpReply{503, "The server is shutting down.", {}};
    return net::AcceptUpgrade{
        Session::channelSettings(),
        {},
        [this, query = head.query](std::unique_ptr<net::MessageChannel> channel) {
            open(std::move(channel), query);
        },
    };
}

void Server::open(std::unique_ptr<net::MessageChannel> channel, const QByteArray &query)
{
    auto *session = new Session(++m_lastNumber, std::move(channel), m_scheduler, this);
    connect(session, &Session::ended, this, [this, session] { onEnded(session); });
    connect(session, &Session::over, this, [this, session] { onOver(session); });
    const auto opening = parseOpening(query);
    const bool full = isFull();
    if (full || !opening) {
        m_refused.insert(session);
        // RFC 6455 has no better code for "full" that every client takes: Qt's own refuses 1013.
        full ? session->refuse(u"Too many sessions active!"_s, net::CloseCode::PolicyViolation)
             : session->refuse(toSentence(opening.error()), net::CloseCode::PolicyViolation);
        return;
    }
    m_sessions.insert(session);
    Q_EMIT sessionCountChanged();
    session->start(m_createProcess(specFor(opening->command, opening->tty)), opening->tty);
}

docker::ExecSpec Server::specFor(const QStringList &command, bool tty) const
{
    docker::ExecSpec spec = m_options.process;
    spec.command += command;
    spec.tty = tty;
    return spec;
}

// A client that does not close may keep its connection for as long as a slow reader gets; as many of them as
// there are slots stand beside the sessions.
bool Server::isFull() const
{
    const qsizetype most = m_options.maxSessions;
    return m_sessions.size() >= most || m_sessions.size() + m_ended.size() >= 2 * most;
}

void Server::onEnded(Session *session)
{
    if (!m_sessions.remove(session))
        return;
    m_ended.insert(session);
    Q_EMIT sessionCountChanged();
}

void Server::onOver(Session *session)
{
    session->deleteLater();
    m_refused.remove(session);
    m_ended.remove(session);
    if (m_sessions.remove(session))
        Q_EMIT sessionCountChanged();
    announceStop();
}

void Server::shutDown()
{
    if (std::exchange(m_stopping, true))
        return;
    const auto sessions = m_sessions;
    for (Session *session : sessions)
        session->shutDown();
    QMetaObject::invokeMethod(this, &Server::announceStop, Qt::QueuedConnection);
}

void Server::announceStop()
{
    if (m_stopping && m_sessions.isEmpty() && m_ended.isEmpty() && m_refused.isEmpty())
        Q_EMIT stopped();
}

QByteArray randomPath()
{
    std::array<quint32, 5> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    const QByteArray bytes(reinterpret_cast<const char *>(random.data()), sizeof random);
    return '/' + bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

} // namespace fairlead::exec
