// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messagewriter.h"
#include "core/link/objectwriter.h"

namespace fairlead::link {

QByteArray toJson(const LogSubscribe &message)
{
    ObjectWriter writer("log_subscribe");
    writer.string("subscription_id", message.subscriptionId).string("source", message.source);
    if (!message.containerId.isEmpty())
        writer.string("container_id", message.containerId);
    if (!message.since.isEmpty())
        writer.string("since", message.since);
    if (message.tail)
        writer.number("tail", *message.tail);
    return writer.boolean("follow", message.follow).finish();
}

QByteArray toJson(const LogUnsubscribe &message)
{
    return ObjectWriter("log_unsubscribe").string("subscription_id", message.subscriptionId).finish();
}

QByteArray toJson(const LogFlow &message)
{
    return ObjectWriter(message.isPaused ? "log_pause" : "log_resume")
        .string("subscription_id", message.subscriptionId)
        .finish();
}

QByteArray toJson(const Log &message)
{
    return ObjectWriter::dataMessage("log", message.data);
}

QByteArray toJson(const LogEntry &entry)
{
    ObjectWriter writer("log");
    writer.beginInner("data")
        .utf8("level", entry.level)
        .utf8("message", entry.message)
        .utf8("timestamp", entry.timestamp)
        .string("subscription_id", entry.subscriptionId)
        .optionalString("source", entry.source)
        .optionalString("stream", entry.stream)
        .optionalString("container_id", entry.containerId)
        .optionalString("container_name", entry.containerName)
        .optionalString("unit", entry.unit);
    if (entry.isCut)
        writer.boolean("cut", true);
    if (entry.dropped > 0)
        writer.number("dropped", entry.dropped);
    return writer.finishInner();
}

QByteArray toJson(const LogEnd &message)
{
    return ObjectWriter("log_end")
        .string("subscription_id", message.subscriptionId)
        .optionalString("source", message.source)
        .optionalString("container", message.container)
        .optionalString("reason", message.reason)
        .finish();
}

QByteArray toJson(const AgentAway &message)
{
    return ObjectWriter("agent_away").string("message", message.message).finish();
}

QByteArray toJson(const AgentBack &)
{
    return ObjectWriter("agent_back").finish();
}

} // namespace fairlead::link
