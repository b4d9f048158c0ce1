// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace fairlead {

/// A server as its hub lists it (GET /servers). A value.
struct HubServer
{
    QString id; ///< a UUID
    QString name;
    QStringList labels;
    bool isOnline = false;    ///< its agent is connected
    QDateTime lastSeen;       ///< null: never
    QDateTime connectedSince; ///< null while it is away
    QString address;          ///< where its agent came from
    QStringList capabilities; ///< of the agent: "exec", "logs", …
    QString disconnectCause;  ///< why the last connection ended; empty: never, or not known

    /// ProtocolError names the member that is missing or wrong.
    [[nodiscard]] static Result<HubServer> fromJson(const QJsonObject &json);
    /// The answer of GET /servers; the first bad one is the error. TooLarge beyond 10,000.
    [[nodiscard]] static Result<QList<HubServer>> listFromJson(const QJsonObject &json);

    friend bool operator==(const HubServer &, const HubServer &) = default;
};

} // namespace fairlead
