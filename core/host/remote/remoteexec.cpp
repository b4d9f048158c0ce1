// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remoteexec.h"

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

QUrlQuery queryOf(const ExecRequest &request)
{
    QUrlQuery query;
    const auto add = [&query](const QString &key, const QString &value) {
        if (!value.isEmpty())
            query.addQueryItem(key, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add(u"user"_s, request.user);
    add(u"workdir"_s, request.workingDir);
    for (const QString &variable : request.environment)
        add(u"env"_s, variable);
    if (request.privileged)
        add(u"privileged"_s, u"true"_s);
    return query;
}

/// What a hub says before it speaks the exec protocol, in the terms of a session.
Error explained(Error error)
{
    if (error.code != ErrorCode::Refused)
        return error;
    const auto hasStatus = [&error](int status) {
        return error.detail.startsWith(u"HTTP status %1"_s.arg(status));
    };
    if (hasStatus(401) || hasStatus(403))
        error.code = ErrorCode::PermissionDenied;
    else if (hasStatus(404))
        error = {ErrorCode::Unsupported, error.subject, u"the hub is too old for shells"_s};
    else if (hasStatus(429) || hasStatus(503))
        error.code = ErrorCode::LimitReached;
    return error;
}

} // namespace

RemoteExec::RemoteExec(HubSession &hub, const QString &serverId, ExecRequest request,
                       std::optional<Error> refusal)
    : m_hub(&hub)
    , m_serverId(serverId)
    , m_request(std::move(request))
    , m_refusal(std::move(refusal))
{}

RemoteExec::~RemoteExec() = default;

exec::Client::Options RemoteExec::options(const QByteArray &token) const
{
    exec::Client::Options options;
    const HubAddress &address = m_hub->address();
    options.url = address.webSocket("/ws/exec/" + m_serverId.toLatin1() + '/'
                                        + QUrl::toPercentEncoding(m_request.containerId),
                                    queryOf(m_request));
    options.headers.append(QHttpHeaders::WellKnownHeader::Authorization, "Bearer " + token);
    options.opening = {m_request.tty, m_request.command};
    options.pinnedCertificate = address.fingerprint();
    return options;
}

void RemoteExec::start()
{
    if (m_state != State::Idle)
        return;
    m_state = State::Connecting;
    if (m_refusal || !m_hub)
        return failSoon(m_refusal.value_or(Error{ErrorCode::Cancelled, {}, {}}));
    m_hub->accessToken().then(this, [this](const Result<QByteArray> &token) { onToken(token); });
}

void RemoteExec::onToken(const Result<QByteArray> &token)
{
    if (m_state != State::Connecting || m_refusal || !m_hub)
        return; // it was ended meanwhile
    if (!token)
        return failSoon(token.error());
    m_client = std::make_unique<exec::Client>(options(*token));
    connect(m_client.get(), &exec::Client::started, this, &RemoteExec::onStarted);
    connect(m_client.get(), &exec::Client::readyRead, this, &ExecSession::readyRead);
    connect(m_client.get(), &exec::Client::inputWritten, this, &ExecSession::inputWritten);
    connect(m_client.get(), &exec::Client::finished, this, &RemoteExec::onFinished);
    connect(m_client.get(), &exec::Client::failed, this, &RemoteExec::onFailed);
    m_client->write(std::exchange(m_earlyInput, {}));
    if (m_inputClosed)
        m_client->closeInput();
    if (m_request.tty)
        m_client->resize({m_request.rows, m_request.columns});
    m_client->start();
}

void RemoteExec::onStarted()
{
    m_state = State::Running;
    Q_EMIT started();
}

void RemoteExec::onFinished(int exitCode)
{
    m_state = State::Over;
    Q_EMIT finished(exitCode);
}

void RemoteExec::onFailed(const Error &error)
{
    if (std::exchange(m_state, State::Over) != State::Over)
        Q_EMIT failed(explained(error));
}

void RemoteExec::failSoon(const Error &error)
{
    QMetaObject::invokeMethod(this, [this, error] { onFailed(error); }, Qt::QueuedConnection);
}

qsizetype RemoteExec::read(QByteArray &out, qsizetype maxBytes)
{
    const qsizetype before = out.size();
    while (m_client && out.size() - before < maxBytes
           && m_client->read(out, maxBytes - (out.size() - before))) {
    }
    return out.size() - before;
}

void RemoteExec::write(const QByteArray &bytes)
{
    if (m_client)
        m_client->write(bytes);
    else if (m_state != State::Over && !m_inputClosed)
        m_earlyInput += bytes;
}

qint64 RemoteExec::bytesToWrite() const
{
    return m_client ? m_client->bytesToWrite() : m_earlyInput.size();
}

void RemoteExec::closeInput()
{
    m_inputClosed = true;
    if (m_client)
        m_client->closeInput();
}

void RemoteExec::resize(quint16 rows, quint16 columns)
{
    m_request.rows = rows;
    m_request.columns = columns;
    if (m_client)
        m_client->resize({rows, columns});
}

void RemoteExec::terminate()
{
    if (m_client)
        m_client->terminate();
    else if (m_state == State::Connecting && !m_refusal) {
        m_refusal = Error{ErrorCode::Cancelled, m_request.containerId, {}};
        failSoon(*m_refusal);
    }
}

} // namespace fairlead
