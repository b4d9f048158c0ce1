// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/execsessions.h"

#include "core/agent/dockeractions.h"
#include "core/base/logging.h"
#include "core/exec/session.h"
#include "core/link/messagewriter.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

// Both go into the request that the agent dials with: the one into its path, the other into a header.
bool isSessionId(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9-]{8,64}\\z"_s);
    return pattern.match(text).hasMatch();
}

bool isRelayToken(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9_.~+/=-]{16,512}\\z"_s);
    return pattern.match(text).hasMatch();
}

std::unexpected<Error> invalid(const QString &subject, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, subject, detail);
}

/// What the engine itself would understand in another way, or not at all.
Result<> checkProcess(const link::ExecOpen &request)
{
    if (!isContainerReference(request.containerId))
        return invalid(u"the container's id"_s, u"it has letters, digits, '_', '.' and '-' only"_s);
    const auto holdsNul = [](const QString &text) { return text.contains(u'\0'); };
    if (request.command.isEmpty() || request.command.first().isEmpty()
        || std::ranges::any_of(request.command, holdsNul))
        return invalid(u"the command"_s, u"it is empty or holds a NUL character"_s);
    if (holdsNul(request.user) || holdsNul(request.workingDir)
        || (!request.workingDir.isEmpty() && !request.workingDir.startsWith(u'/')))
        return invalid(u"the user or the working directory"_s, u"use a name, and an absolute path"_s);
    const auto isVariable = [&](const QString &line) { return line.indexOf(u'=') > 0 && !holdsNul(line); };
    if (!std::ranges::all_of(request.environment, isVariable))
        return invalid(u"the environment"_s, u"use NAME=value"_s);
    return {};
}

docker::ExecSpec specOf(const link::ExecOpen &request)
{
    return {
        .container = request.containerId,
        .command = request.command,
        .tty = request.tty,
        .user = request.user,
        .workingDir = request.workingDir,
        .environment = request.environment,
        .privileged = request.privileged,
    };
}

} // namespace

struct ExecSessions::Entry
{
    Visitor visitor;
    int number = 0;                                     // orders them, and names the session in the log
    std::unique_ptr<net::WebSocketConnector> connector; // until it is connected
    std::unique_ptr<exec::Session> session;             // from then on
};

ExecSessions::ExecSessions(link::HubConnection &hub, exec::ProcessFactory createProcess, int most,
                           Clock clock, QObject *parent)
    : QObject(parent)
    , m_hub(hub)
    , m_createProcess(std::move(createProcess))
    , m_most(most)
    , m_clock(std::move(clock))
{}

ExecSessions::~ExecSessions()
{
    // While the scheduler is still there; those too that wait to be deleted.
    m_entries.clear();
    qDeleteAll(findChildren<exec::Session *>(Qt::FindDirectChildrenOnly));
}

Result<> ExecSessions::check(const link::ExecOpen &request) const
{
    if (!isSessionId(request.sessionId) || !isRelayToken(request.relayToken))
        return invalid(u"the session's id or token"_s, {});
    if (m_entries.contains(request.sessionId))
        return failure(ErrorCode::Conflict, u"the session"_s, u"it is open already"_s);
    return checkProcess(request);
}

void ExecSessions::open(const link::ExecOpen &request)
{
    const QString id = request.sessionId;
    if (const auto good = check(request); !good)
        return refuse(id, toSentence(good.error()));
    if (qsizetype(m_entries.size()) >= m_most)
        return refuse(id, u"Too many sessions active!"_s);
    auto entry = std::make_unique<Entry>();
    entry->visitor = {id, request.openedBy, request.containerId, request.command, m_clock()};
    entry->number = ++m_lastNumber;
    m_entries.emplace(id, std::move(entry));
    dial(id, request);
    Q_EMIT visitorsChanged();
}

void ExecSessions::refuse(const QString &sessionId, const QString &reason)
{
    qCWarning(lcAgent) << "a shell was refused:" << reason; // quoted: the hub has a say in it
    m_hub.link().send(link::toJson(link::ExecResponse{sessionId, false, reason}));
}

void ExecSessions::dial(const QString &id, const link::ExecOpen &request)
{
    auto options = m_hub.optionsFor("exec/"_L1 + id);
    options.headers.append("Authorization", "Bearer " + request.relayToken.toLatin1());
    options.channel = exec::Session::channelSettings(net::Role::Client);
    auto connector = std::make_unique<net::WebSocketConnector>(options);
    connect(connector.get(), &net::WebSocketConnector::connected, this,
            [this, id, request] { onConnected(id, request); });
    connect(connector.get(), &net::WebSocketConnector::failed, this, [this, id](const Error &error) {
        refuse(id, u"the agent cannot open a connection for the shell: "_s + toSentence(error));
        onOver(id);
    });
    connector->open();
    m_entries.at(id)->connector = std::move(connector);
}

void ExecSessions::onConnected(const QString &id, const link::ExecOpen &request)
{
    Entry &entry = *m_entries.at(id);
    entry.session =
        std::make_unique<exec::Session>(entry.number, entry.connector->takeChannel(), m_scheduler, this);
    entry.connector.release()->deleteLater(); // the sender
    connect(entry.session.get(), &exec::Session::over, this, [this, id] { onOver(id); });
    qCInfo(lcAgent) << "user" << entry.visitor.user << "opens a shell in container" << request.containerId;
    if (auto process = m_createProcess(specOf(request)))
        return entry.session->start(std::move(process), request.tty);
    entry.session->refuse(u"no container engine answers on this machine"_s, net::CloseCode::InternalError);
}

void ExecSessions::onOver(const QString &id)
{
    const auto node = m_entries.extract(id);
    if (node.empty())
        return;
    Entry &entry = *node.mapped();
    if (entry.session) {
        qCInfo(lcAgent) << "user" << entry.visitor.user << "has left container" << entry.visitor.container;
        m_hub.link().send(link::toJson(link::ExecEnded{id, entry.session->exitCode()}));
    }
    // Either can be the sender of the signal that led here.
    if (entry.session)
        entry.session.release()->deleteLater();
    if (entry.connector)
        entry.connector.release()->deleteLater();
    Q_EMIT visitorsChanged();
}

void ExecSessions::shutDown()
{
    QStringList dialling;
    for (const auto &[id, entry] : m_entries) {
        if (entry->session)
            entry->session->shutDown();
        else
            dialling.append(id);
    }
    for (const QString &id : std::as_const(dialling))
        onOver(id);
}

QList<ExecSessions::Visitor> ExecSessions::visitors() const
{
    QList<const Entry *> entries;
    for (const auto &[id, entry] : m_entries)
        entries.append(entry.get());
    std::ranges::sort(entries, {}, &Entry::number);
    QList<Visitor> list;
    for (const Entry *entry : entries)
        list.append(entry->visitor);
    return list;
}

} // namespace fairlead::agent
