// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertchannel.h"

#include "core/base/jsonreader.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr std::array kinds{"json"_L1, "slack"_L1, "discord"_L1, "ntfy"_L1, "email"_L1};
constexpr std::array securities{"none"_L1, "starttls"_L1, "tls"_L1};
constexpr qsizetype maxName = 128;
constexpr qsizetype maxSecret = 1024;
constexpr qsizetype maxUrl = 2048;
constexpr qsizetype maxRecipients = 50;
constexpr quint16 submissionPort = 587;  // RFC 6409
constexpr quint16 submissionsPort = 465; // RFC 8314

std::unexpected<Error> bad(QLatin1StringView member, const QString &why)
{
    return failure(ErrorCode::InvalidInput, u"the member %1 of the channel"_s.arg(member), why);
}

bool isPrintable(const QString &text, qsizetype most)
{
    return text.size() <= most && std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
}

/// What can stand between < and > in the dialogue with a mail server, and nothing more.
bool isMailAddress(const QString &text)
{
    static const QRegularExpression pattern(
        u"\\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}\\z"_s);
    return pattern.match(text).hasMatch();
}

bool isHostName(const QString &text)
{
    static const QRegularExpression pattern(u"\\A([A-Za-z0-9.-]{1,255}|[0-9A-Fa-f:.]{2,45})\\z"_s);
    return pattern.match(text).hasMatch();
}

bool isThisMachine(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

Result<QString> secretFrom(JsonReader &reader, QLatin1StringView member, const QString &before)
{
    const QString secret = reader.has(member) ? reader.string(member) : before;
    return isPrintable(secret, maxSecret)
               ? Result<QString>(secret)
               : bad(member, u"use up to %1 printable characters"_s.arg(maxSecret));
}

Result<QUrl> urlFrom(JsonReader &reader, ChannelKind kind, const QUrl &before)
{
    if (!reader.has("url"_L1) && !before.isEmpty())
        return before;
    const QString text = reader.string("url"_L1);
    const QUrl url(text, QUrl::StrictMode);
    if (!isPrintable(text, maxUrl) || !url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty()
        || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1))
        return bad("url"_L1, u"use an address that begins with https:// or http://, without a login in it"_s);
    if (kind == ChannelKind::Ntfy && url.fileName().isEmpty())
        return bad("url"_L1, u"it has to end with the topic"_s);
    return url;
}

Result<> readWebhook(JsonReader &reader, AlertChannel &channel, const AlertChannel &before)
{
    const auto url = urlFrom(reader, channel.kind, before.url);
    if (!url)
        return std::unexpected(url.error());
    channel.url = *url;
    const auto signing = secretFrom(reader, "signing_secret"_L1, before.signingSecret);
    if (!signing)
        return std::unexpected(signing.error());
    channel.signingSecret = *signing;
    // A token that is kept goes to nobody else.
    const bool isSameHost =
        url->authority() == before.url.authority() && url->scheme() == before.url.scheme();
    return secretFrom(reader, "token"_L1, isSameHost ? before.token : QString())
        .transform([&](const QString &token) { channel.token = token; });
}

Result<> checkMail(const MailServer &mail)
{
    if (!isHostName(mail.host))
        return bad("smtp.host"_L1, u"it is not the name or address of a server"_s);
    if (mail.port == 0)
        return bad("smtp.port"_L1, u"use 1 to 65535"_s);
    if (!isMailAddress(mail.from))
        return bad("smtp.from"_L1, u"it is not an e-mail address"_s);
    if (mail.to.isEmpty() || mail.to.size() > maxRecipients || !std::ranges::all_of(mail.to, isMailAddress))
        return bad("smtp.to"_L1, u"use 1 to %1 e-mail addresses"_s.arg(maxRecipients));
    if (!isPrintable(mail.username, maxName))
        return bad("smtp.username"_L1, u"use up to %1 printable characters"_s.arg(maxName));
    if (mail.username.isEmpty() != mail.password.isEmpty())
        return bad("smtp.password"_L1, u"username and password are needed together"_s);
    if (mail.security == MailSecurity::None && !mail.username.isEmpty() && !isThisMachine(mail.host))
        return bad("smtp.security"_L1, u"a password needs starttls or tls"_s);
    return {};
}

Result<> readMail(JsonReader reader, AlertChannel &channel, const MailServer &before)
{
    const QString security = reader.has("security"_L1) ? reader.string("security"_L1) : securities[1];
    const auto found = std::ranges::find(securities, security);
    if (found == securities.end())
        return bad("smtp.security"_L1, u"use none, starttls or tls"_s);
    MailServer &mail = channel.mail;
    mail.security = MailSecurity(found - securities.begin());
    mail.host = reader.string("host"_L1);
    const qint64 port =
        reader.integer("port"_L1, mail.security == MailSecurity::Tls ? submissionsPort : submissionPort);
    mail.port = port > 0 && port <= std::numeric_limits<quint16>::max() ? quint16(port) : quint16(0);
    mail.username = reader.string("username"_L1);
    mail.from = reader.string("from"_L1);
    mail.to = reader.strings("to"_L1);
    const bool isSame = mail.host == before.host && mail.port == before.port
                        && mail.security >= before.security && mail.username == before.username;
    return secretFrom(reader, "password"_L1, isSame ? before.password : QString())
        .and_then([&](const QString &password) {
            mail.password = password;
            return checkMail(mail);
        });
}

Result<> readQuietHours(JsonReader &reader, AlertChannel &channel)
{
    const QJsonObject json = reader.object("quiet_hours"_L1);
    if (json.isEmpty())
        return {};
    return QuietHours::fromJson(json).transform([&](const QuietHours &hours) { channel.quietHours = hours; });
}

QJsonObject isSet(bool value)
{
    return {{"set"_L1, value}};
}

QJsonObject openMembers(const AlertChannel &channel)
{
    QJsonObject json{{"id"_L1, channel.id},
                     {"name"_L1, channel.name},
                     {"kind"_L1, nameOf(channel.kind)},
                     {"send_resolved"_L1, channel.sendResolved},
                     {"enabled"_L1, channel.enabled}};
    if (channel.quietHours)
        json.insert("quiet_hours"_L1, channel.quietHours->toJson());
    return json;
}

QJsonObject openMembers(const MailServer &mail)
{
    return {{"host"_L1, mail.host},
            {"port"_L1, mail.port},
            {"security"_L1, securities.at(size_t(mail.security))},
            {"username"_L1, mail.username},
            {"from"_L1, mail.from},
            {"to"_L1, QJsonArray::fromStringList(mail.to)}};
}

} // namespace

QLatin1StringView nameOf(ChannelKind kind)
{
    return kinds.at(size_t(kind));
}

Result<AlertChannel> AlertChannel::fromJson(const QJsonObject &json, const AlertChannel *before)
{
    JsonReader reader(json);
    AlertChannel channel;
    channel.name = reader.requiredString("name"_L1);
    const auto kind = std::ranges::find(kinds, reader.requiredString("kind"_L1));
    channel.sendResolved = reader.boolean("send_resolved"_L1, true);
    channel.enabled = reader.boolean("enabled"_L1, true);
    if (channel.name.isEmpty() || !isPrintable(channel.name, maxName))
        return bad("name"_L1, u"use 1 to %1 printable characters"_s.arg(maxName));
    if (kind == kinds.end())
        return bad("kind"_L1, u"use json, slack, discord, ntfy or email"_s);
    channel.kind = ChannelKind(kind - kinds.begin());
    const AlertChannel old = before && before->kind == channel.kind ? *before : AlertChannel();
    const auto target = channel.kind == ChannelKind::Email
                            ? readMail(reader.child("smtp"_L1), channel, old.mail)
                            : readWebhook(reader, channel, old);
    if (!target)
        return std::unexpected(target.error());
    if (const auto hours = readQuietHours(reader, channel); !hours)
        return std::unexpected(hours.error());
    if (!reader.isValid())
        return failure(ErrorCode::InvalidInput, u"the channel"_s, reader.error({}).detail);
    channel.id = before ? before->id : 0;
    return channel;
}

QJsonObject AlertChannel::toSecretJson() const
{
    QJsonObject json = openMembers(*this);
    if (kind == ChannelKind::Email) {
        QJsonObject smtp = openMembers(mail);
        smtp.insert("password"_L1, mail.password);
        json.insert("smtp"_L1, smtp);
        return json;
    }
    json.insert("url"_L1, url.toString(QUrl::FullyEncoded));
    json.insert("signing_secret"_L1, signingSecret);
    json.insert("token"_L1, token);
    return json;
}

QJsonObject AlertChannel::toJson() const
{
    QJsonObject json = openMembers(*this);
    if (kind == ChannelKind::Email) {
        QJsonObject smtp = openMembers(mail);
        smtp.insert("password"_L1, isSet(!mail.password.isEmpty()));
        json.insert("smtp"_L1, smtp);
        return json;
    }
    json.insert("url"_L1, isSet(!url.isEmpty()));
    if (kind == ChannelKind::Json)
        json.insert("signing_secret"_L1, isSet(!signingSecret.isEmpty()));
    if (kind == ChannelKind::Ntfy)
        json.insert("token"_L1, isSet(!token.isEmpty()));
    return json;
}

} // namespace fairlead::store
