// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/quiethours.h"

#include <QStringList>
#include <QUrl>

#include <optional>

namespace fairlead::store {

enum class ChannelKind {
    Json, ///< a webhook that gets the hub's own JSON
    Slack,
    Discord,
    Ntfy,
    Email,
};
/// "json", "slack", …
[[nodiscard]] QLatin1StringView nameOf(ChannelKind kind);

enum class MailSecurity { None, StartTls, Tls };

/// How an e-mail leaves.
struct MailServer
{
    QString host;
    quint16 port = 0;
    MailSecurity security = MailSecurity::StartTls;
    QString username; ///< empty: without a login
    QString password; ///< secret
    QString from;
    QStringList to;

    friend bool operator==(const MailServer &, const MailServer &) = default;
};

/// A way by which people hear of alerts. The URL of a webhook is its secret, as services make them.
struct AlertChannel
{
    qint64 id = 0;
    QString name;
    ChannelKind kind = ChannelKind::Json;
    QUrl url;              ///< secret; of every kind but e-mail
    QString signingSecret; ///< secret; signs JSON, when there is one
    QString token;         ///< secret; shown to ntfy, when there is one
    MailServer mail;
    std::optional<QuietHours> quietHours;
    bool sendResolved = true;
    bool enabled = true;

    /// Reads {name, kind, url, signing_secret, token, smtp: {host, port, security: "none"|"starttls"|"tls",
    /// username, password, from, to}, quiet_hours, send_resolved, enabled}. A secret that is missing is that
    /// of `before`, unless what it is shown to has changed. InvalidInput with the member at fault.
    [[nodiscard]] static Result<AlertChannel> fromJson(const QJsonObject &json,
                                                       const AlertChannel *before = nullptr);
    /// With its secrets: for the database alone.
    [[nodiscard]] QJsonObject toSecretJson() const;
    /// Of each secret {"set": true} or {"set": false}.
    [[nodiscard]] QJsonObject toJson() const;

    friend bool operator==(const AlertChannel &, const AlertChannel &) = default;
};

} // namespace fairlead::store
