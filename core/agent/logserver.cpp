// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/logserver.h"

#include "core/agent/dockeractions.h"
#include "core/base/logging.h"
#include "core/link/messagewriter.h"

using namespace Qt::StringLiterals;
using SendResult = fairlead::net::MessageChannel::SendResult;

namespace fairlead::agent {

LogServer::LogServer(Host &host, link::AgentLink &link, const Limits &limits, Clock clock, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_link(link)
    , m_limits(limits)
    , m_clock(std::move(clock))
{
    // A hub that comes back subscribes anew, and says from where.
    connect(&m_link, &link::AgentLink::stateChanged, this, [this] {
        if (!m_link.isOnline())
            endAll();
    });
    m_noticeTimer.setSingleShot(true);
    m_noticeTimer.setInterval(m_limits.notice);
    connect(&m_noticeTimer, &QTimer::timeout, this, &LogServer::sendNotices);
}

LogServer::~LogServer() = default;

Result<LogRequest> LogServer::toRequest(const link::LogSubscribe &message) const
{
    LogRequest request{.containerId = message.containerId, .tail = message.tail, .follow = message.follow};
    if (message.source == "journal"_L1)
        request.source = LogRequest::Source::Journal;
    else if (message.source != "container"_L1)
        return failure(ErrorCode::Unsupported, u"this machine's agent"_s,
                       u"it knows no log of the kind \"%1\""_s.arg(message.source));
    else if (!isContainerReference(message.containerId))
        return failure(ErrorCode::InvalidInput, u"the container's id"_s,
                       u"it has letters, digits, '_', '.' and '-' only"_s);
    if (message.tail.value_or(0) < 0)
        return failure(ErrorCode::InvalidInput, u"the log's tail"_s, u"it must not be negative"_s);
    if (!message.since.isEmpty()) {
        request.since = logs::timeFromText(message.since);
        if (!request.since)
            return failure(ErrorCode::InvalidInput, u"the log's beginning"_s,
                           u"\"%1\" is neither RFC 3339 nor Unix seconds"_s.arg(message.since));
    }
    return request;
}

void LogServer::subscribe(const link::LogSubscribe &message)
{
    const QString id = message.subscriptionId;
    erase(id);
    const auto request = toRequest(message);
    if (!request)
        return refuse(id, request.error());
    if (count() >= m_limits.subscriptions)
        return refuse(id, {ErrorCode::LimitReached, u"this machine's agent"_s,
                           u"%1 logs are read already"_s.arg(m_limits.subscriptions)});
    Subscription subscription{.request = message,
                              .follower = m_host.createLogs(*request),
                              .rate = {m_limits.linesPerSecond, m_limits.burst, m_clock()}};
    LogFollower *follower = subscription.follower.get();
    m_subscriptions.emplace(id, std::move(subscription));
    connect(follower, &LogFollower::lines, this,
            [this, id](const logs::LogLines &lines) { onLines(id, lines); });
    connect(follower, &LogFollower::ended, this,
            [this, id](const LogEnd &reason) { end(id, toSentence(reason)); });
    follower->setPaused(m_isHeld);
    follower->start();
}

void LogServer::refuse(const QString &subscriptionId, const Error &error)
{
    qCWarning(lcAgent) << "a log was refused:" << toSentence(error);
    sendText(link::toJson(link::LogEnd{.subscriptionId = subscriptionId, .reason = toSentence(error)}));
}

void LogServer::unsubscribe(const QString &subscriptionId)
{
    erase(subscriptionId);
}

void LogServer::setFlow(const link::LogFlow &flow)
{
    const auto found = m_subscriptions.find(flow.subscriptionId);
    if (found == m_subscriptions.end())
        return;
    found->second.isPaused = flow.isPaused;
    applyPauses();
}

void LogServer::resume()
{
    if (std::exchange(m_isHeld, false))
        applyPauses();
}

void LogServer::applyPauses()
{
    for (const auto &[id, subscription] : m_subscriptions)
        subscription.follower->setPaused(m_isHeld || subscription.isPaused);
}

void LogServer::endAll()
{
    while (!m_subscriptions.empty())
        erase(m_subscriptions.begin()->first);
    m_noticeTimer.stop();
    m_isHeld = false;
}

// It may be the sender of the signal that led here.
void LogServer::erase(const QString &id)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end())
        return;
    LogFollower *follower = found->second.follower.release();
    m_subscriptions.erase(found);
    follower->disconnect(this);
    follower->deleteLater();
}

void LogServer::end(const QString &id, const QString &reason)
{
    sendNotices();
    erase(id);
    sendText(link::toJson(link::LogEnd{.subscriptionId = id, .reason = reason}));
}

QString LogServer::containerName(const QString &id) const
{
    const auto containers = m_host.containers();
    for (const Container &container : containers) {
        if (container.id == id)
            return container.name;
    }
    return {};
}

void LogServer::onLines(const QString &id, const logs::LogLines &lines)
{
    Subscription &subscription = m_subscriptions.at(id);
    const QString name = containerName(lines.first().containerId);
    for (const logs::LogLine &line : lines) {
        // What is not followed is held by the connection alone: its reader wants all of it.
        const bool isBounded = subscription.request.follow;
        if (isBounded && (subscription.dropped > 0 || !subscription.rate.take(m_clock()))) {
            ++subscription.dropped;
            subscription.droppedUpTo = line.time;
            if (!m_noticeTimer.isActive())
                m_noticeTimer.start();
            continue;
        }
        send(subscription, line, name);
    }
}

void LogServer::send(const Subscription &subscription, const logs::LogLine &line,
                     const QString &containerName)
{
    const bool isContainer = !line.containerId.isEmpty();
    const QString stream = line.stream == logs::Stream::Stdout ? u"stdout"_s : u"stderr"_s;
    sendText(link::toJson(link::LogEntry{.level = logs::nameOf(line.level),
                                         .message = line.text,
                                         .timestamp = logs::toRfc3339(line.time),
                                         .subscriptionId = subscription.request.subscriptionId,
                                         .source = subscription.request.source,
                                         .stream = isContainer ? stream : QString(),
                                         .containerId = line.containerId,
                                         .containerName = containerName,
                                         .unit = line.unit,
                                         .isCut = line.isCut}));
}

void LogServer::sendNotices()
{
    for (auto &[id, subscription] : m_subscriptions) {
        const qint64 dropped = std::exchange(subscription.dropped, 0);
        if (dropped == 0)
            continue;
        // Its time is the last line's, so that who goes on from here does not get those lines after all.
        sendText(
            link::toJson(link::LogEntry{.level = logs::nameOf(logs::Level::Warn),
                                        .message = u"… %1 lines dropped: more than %2 a second"_s.arg(dropped)
                                                       .arg(m_limits.linesPerSecond)
                                                       .toUtf8(),
                                        .timestamp = logs::toRfc3339(subscription.droppedUpTo),
                                        .subscriptionId = id,
                                        .source = subscription.request.source,
                                        .dropped = dropped}));
    }
}

void LogServer::sendText(QByteArrayView json)
{
    if (m_link.send(json) != SendResult::Full || std::exchange(m_isHeld, true))
        return;
    applyPauses();
}

} // namespace fairlead::agent
