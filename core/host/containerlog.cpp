// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/containerlog.h"

#include "core/docker/requests/containers.h"

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

logs::LogTime toLogTime(const QDateTime &time)
{
    return logs::LogTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace

ContainerLog::ContainerLog(docker::Client *client, const Error &unreachable, LogRequest request,
                           Timing timing)
    : m_client(client)
    , m_unreachable(unreachable)
    , m_request(std::move(request))
    , m_timing(timing)
{
    m_lookTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, &ContainerLog::inspect);
}

ContainerLog::~ContainerLog() = default;

void ContainerLog::start()
{
    if (m_client)
        return inspect();
    QMetaObject::invokeMethod(
        this, [this] { end({LogEnd::Cause::Failed, m_unreachable, {}}); }, Qt::QueuedConnection);
}

void ContainerLog::setPaused(bool paused)
{
    m_isPaused = paused;
    if (m_stream)
        m_stream->setPaused(paused);
}

void ContainerLog::inspect()
{
    if (!m_client)
        return end({LogEnd::Cause::Failed, {ErrorCode::Cancelled, m_request.containerId, {}}, {}});
    // By its id once that is known: another container may have got the name.
    m_client->call(docker::InspectContainer{m_id.isEmpty() ? m_request.containerId : m_id}, this,
                   [this](const Result<docker::ContainerDetails> &details) { onInspected(details); });
}

void ContainerLog::onInspected(const Result<docker::ContainerDetails> &details)
{
    const bool isFirst = m_id.isEmpty();
    if (!details && !isFirst && details.error().code == ErrorCode::NotFound)
        return end({LogEnd::Cause::ContainerRemoved, {}, {}});
    if (!details)
        return end({LogEnd::Cause::Failed, details.error(), {}});
    if (!isFirst)
        return decideAfterEnd(*details);
    m_id = details->id;
    m_tty = details->tty;
    open(m_request.since, m_request.tail);
}

void ContainerLog::decideAfterEnd(const docker::ContainerDetails &details)
{
    if (details.running && details.status != "restarting"_L1) {
        const auto since = m_position.last().value_or(toLogTime(details.startedAt));
        m_position.rewind();
        return open(since, {});
    }
    if (details.status == "restarting"_L1)
        m_patience.setRemainingTime(m_timing.patience);
    else if (m_patience.hasExpired())
        return end({LogEnd::Cause::ContainerStopped, {}, details.exitCode});
    m_lookTimer.start(m_timing.look);
}

void ContainerLog::open(std::optional<logs::LogTime> since, std::optional<int> tail)
{
    docker::LogQuery query{.container = m_id, .tty = m_tty, .follow = m_request.follow, .tail = tail};
    if (since)
        query.since = logs::toUnixSeconds(*since);
    m_out = std::make_unique<logs::LineReader>(logs::Stream::Stdout, m_id);
    m_err = std::make_unique<logs::LineReader>(logs::Stream::Stderr, m_id);
    m_stream = std::make_unique<docker::LogStream>(*m_client, std::move(query));
    connect(m_stream.get(), &docker::LogStream::chunk, this, &ContainerLog::onChunk);
    connect(m_stream.get(), &docker::LiveStream::ended, this, &ContainerLog::onStreamEnded);
    connect(m_stream.get(), &docker::LiveStream::failed, this,
            [this](const Error &error) { end({LogEnd::Cause::Failed, error, {}}); });
    m_stream->setPaused(m_isPaused);
    m_stream->start();
}

void ContainerLog::onChunk(docker::OutputKind kind, const QByteArray &bytes, bool beginsFrame)
{
    logs::LogLines lines;
    (kind == docker::OutputKind::Stdout ? m_out : m_err)->feed(bytes, beginsFrame, lines);
    keepNew(std::move(lines));
}

void ContainerLog::keepNew(logs::LogLines lines)
{
    for (logs::LogLine &line : lines) {
        if (m_position.take(line.time))
            m_read.append(std::move(line));
    }
    // The engine sends a frame for each line; what came together goes on together.
    if (!m_read.isEmpty() && !std::exchange(m_flushScheduled, true))
        QMetaObject::invokeMethod(this, &ContainerLog::flush, Qt::QueuedConnection);
}

void ContainerLog::flush()
{
    m_flushScheduled = false;
    if (!m_read.isEmpty())
        Q_EMIT lines(std::exchange(m_read, {}));
}

void ContainerLog::onStreamEnded()
{
    m_stream.release()->deleteLater();
    logs::LogLines rests;
    m_out->finish(rests);
    m_err->finish(rests);
    keepNew(std::move(rests));
    if (!m_request.follow)
        return end({});
    m_patience.setRemainingTime(m_timing.patience);
    m_lookTimer.start(m_timing.look);
}

void ContainerLog::end(const LogEnd &end)
{
    if (std::exchange(m_over, true))
        return;
    const QPointer<ContainerLog> alive(this);
    flush();
    if (alive)
        Q_EMIT ended(end);
}

} // namespace fairlead
