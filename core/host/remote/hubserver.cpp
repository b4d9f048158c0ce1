// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubserver.h"

#include "core/base/jsonreader.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr qsizetype maxServers = 10'000;

QDateTime timeOf(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

/// It becomes part of paths.
bool isServerId(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9-]{1,64}\\z"_s);
    return pattern.match(text).hasMatch();
}

} // namespace

Result<HubServer> HubServer::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    HubServer server;
    server.id = reader.requiredString("server_id"_L1);
    server.name = reader.requiredString("name"_L1);
    server.labels = reader.strings("labels"_L1);
    server.isOnline = reader.boolean("online"_L1);
    server.lastSeen = timeOf(reader.string("last_seen"_L1));
    server.connectedSince = timeOf(reader.string("connected_since"_L1));
    server.address = reader.string("address"_L1);
    server.capabilities = reader.strings("capabilities"_L1);
    server.disconnectCause = reader.string("disconnect_cause"_L1);
    if (!reader.isValid())
        return std::unexpected(reader.error(u"the hub's list of servers"_s));
    if (!isServerId(server.id))
        return failure(ErrorCode::ProtocolError, u"the hub's list of servers"_s, u"an id is none"_s);
    return server;
}

Result<QList<HubServer>> HubServer::listFromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    const auto elements = reader.children("servers"_L1);
    if (!reader.isValid() || !reader.has("servers"_L1))
        return failure(ErrorCode::ProtocolError, u"the hub's list of servers"_s,
                       u"the member servers is missing or wrong"_s);
    if (elements.size() > maxServers)
        return failure(ErrorCode::TooLarge, u"the hub's list of servers"_s,
                       u"the limit is %1"_s.arg(maxServers));
    QList<HubServer> servers;
    const QJsonArray array = reader.array("servers"_L1);
    for (const QJsonValue &element : array) {
        auto server = fromJson(element.toObject());
        if (!server)
            return std::unexpected(server.error());
        servers += *std::move(server);
    }
    return servers;
}

} // namespace fairlead
