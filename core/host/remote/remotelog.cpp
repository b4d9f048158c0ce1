// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/remotelog.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr int longestTail = 10'000; // that a hub takes

} // namespace

logs::LogLine toLogLine(const link::LogEntry &entry)
{
    logs::LogLine line;
    line.time = logs::timeFromRfc3339(entry.timestamp).value_or(logs::LogTime());
    line.stream = entry.stream == "stderr"_L1 ? logs::Stream::Stderr : logs::Stream::Stdout;
    line.level = logs::levelFrom(entry.level);
    line.isCut = entry.isCut;
    line.text = entry.message;
    line.containerId = entry.containerId;
    line.unit = entry.unit;
    return line;
}

LogEnd logEndFrom(const QString &reason, const QString &subject)
{
    if (reason.isEmpty())
        return {};
    const LogEnd removed{LogEnd::Cause::ContainerRemoved, {}, {}};
    if (reason == toSentence(removed))
        return removed;
    LogEnd stopped{LogEnd::Cause::ContainerStopped, {}, {}};
    if (!reason.startsWith(toSentence(stopped)))
        return {LogEnd::Cause::Failed, {ErrorCode::Refused, subject, reason}, {}};
    static const QRegularExpression number(u"(\\d{1,3})$"_s);
    if (const auto match = number.match(reason); match.hasMatch())
        stopped.exitCode = match.capturedView(1).toInt();
    return stopped;
}

RemoteLog::RemoteLog(HubClient &hub, const QString &serverId, LogRequest request,
                     std::optional<Error> refusal, const Wait &wait)
    : m_hub(&hub)
    , m_serverId(serverId)
    , m_request(std::move(request))
    , m_refusal(std::move(refusal))
    , m_delay(wait.first, wait.longest)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &RemoteLog::dial);
}

RemoteLog::~RemoteLog() = default;

QUrlQuery RemoteLog::query() const
{
    QUrlQuery query;
    if (m_request.source == LogRequest::Source::Journal)
        query.addQueryItem(u"source"_s, u"journal"_s);
    else
        query.addQueryItem(u"container"_s,
                           QString::fromLatin1(QUrl::toPercentEncoding(m_request.containerId)));
    const auto since = m_position.last() ? m_position.last() : m_request.since;
    const int tail = m_position.last() ? longestTail : m_request.tail.value_or(longestTail);
    query.addQueryItem(u"tail"_s, QString::number(std::clamp(tail, 0, longestTail)));
    if (since)
        query.addQueryItem(u"since"_s, QString::fromLatin1(logs::toRfc3339(*since)));
    query.addQueryItem(u"follow"_s, m_request.follow ? u"true"_s : u"false"_s);
    return query;
}

void RemoteLog::start()
{
    const auto begin = [this] { m_refusal ? end({LogEnd::Cause::Failed, *m_refusal, {}}) : dial(); };
    QMetaObject::invokeMethod(this, begin, Qt::QueuedConnection);
}

void RemoteLog::dial()
{
    if (!m_hub)
        return end({LogEnd::Cause::Failed, {ErrorCode::Cancelled, m_request.containerId, {}}, {}});
    m_hub->session().accessToken().then(this, [this](const Result<QByteArray> &token) { onToken(token); });
}

void RemoteLog::onToken(const Result<QByteArray> &token)
{
    if (!token || !m_hub)
        return onEnded(token ? Error{ErrorCode::Cancelled, m_request.containerId, {}} : token.error());
    const HubAddress &address = m_hub->address();
    m_connection = std::make_unique<link::FrontendConnection>(
        link::FrontendConnection::Settings{
            .url = address.webSocket("/ws/logs/" + m_serverId.toLatin1(), query()),
            .fingerprint = address.fingerprint(),
            .token = *token},
        m_hub->parser());
    m_position.rewind();
    connect(m_connection.get(), &link::FrontendConnection::opened, this, [this] {
        m_delay.reset();
        setPaused(m_isPaused);
    });
    connect(m_connection.get(), &link::FrontendConnection::received, this, &RemoteLog::onMessage);
    connect(m_connection.get(), &link::FrontendConnection::ended, this, &RemoteLog::onEnded);
    m_connection->open();
}

void RemoteLog::onMessage(const link::ToFrontend &message)
{
    if (const auto *over = std::get_if<link::LogEnd>(&message))
        return end(logEndFrom(over->reason, m_request.containerId));
    const auto *log = std::get_if<link::Log>(&message);
    const auto entry = log && m_hub ? m_hub->parser().logEntry(log->data) : failure(ErrorCode::NotFound);
    if (!entry)
        return;
    logs::LogLine line = toLogLine(*entry);
    // A notice of lines that were left out is none of the log.
    if (entry->dropped == 0 && !m_position.take(line.time))
        return;
    m_read.append(std::move(line));
    // Lines come one by one; what came together goes on together.
    if (!std::exchange(m_flushScheduled, true))
        QMetaObject::invokeMethod(this, &RemoteLog::flush, Qt::QueuedConnection);
}

void RemoteLog::setPaused(bool paused)
{
    m_isPaused = paused;
    if (m_connection)
        paused ? m_connection->pauseReading() : m_connection->resumeReading();
}

void RemoteLog::onEnded(const Error &error)
{
    if (m_connection) {
        m_connection->disconnect(this); // it can be the caller
        m_connection.release()->deleteLater();
    }
    if (!error.isTransient())
        return end({LogEnd::Cause::Failed, error, {}});
    m_again.start(m_delay.next());
}

void RemoteLog::flush()
{
    m_flushScheduled = false;
    if (!m_read.isEmpty() && !m_over)
        Q_EMIT lines(std::exchange(m_read, {}));
}

void RemoteLog::end(const LogEnd &end)
{
    const QPointer<RemoteLog> alive(this);
    flush();
    if (!alive || std::exchange(m_over, true))
        return;
    if (m_connection) {
        m_connection->disconnect(this);
        m_connection.release()->deleteLater();
    }
    Q_EMIT ended(end);
}

} // namespace fairlead
