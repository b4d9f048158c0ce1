// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/noticebody.h"

#include "core/hub/rest/replies.h"

#include <QDateTime>
#include <QMessageAuthenticationCode>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr qsizetype maxDiscord = 2000; // characters of a message
constexpr qsizetype maxJsonAlerts = 200;

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray jsonBody(const Notice &notice)
{
    QJsonArray alerts;
    for (const ToldAlert &told : notice.alerts.first(qMin(maxJsonAlerts, notice.alerts.size())))
        alerts.append(told.toJson());
    return compact({{u"version"_s, 1},
                    {u"event"_s, nameOf(notice.event)},
                    {u"at"_s, toText(notice.at)},
                    {u"title"_s, titleOf(notice)},
                    {u"text"_s, textOf(notice)},
                    {u"alerts"_s, alerts}});
}

/// Slack reads three characters (https://api.slack.com/reference/surfaces/formatting#escaping); escaped,
/// nothing in a name can call a whole channel.
QByteArray slackBody(const Notice &notice)
{
    QString text = titleOf(notice) + u'\n' + textOf(notice);
    text.replace(u'&', "&amp;"_L1).replace(u'<', "&lt;"_L1).replace(u'>', "&gt;"_L1);
    return compact({{u"text"_s, text}});
}

QByteArray discordBody(const Notice &notice)
{
    const QString text = titleOf(notice) + u'\n' + textOf(notice);
    return compact({{u"content"_s, text.left(maxDiscord)},
                    {u"allowed_mentions"_s, QJsonObject{{u"parse"_s, QJsonArray()}}}});
}

/// https://docs.ntfy.sh/publish/#publish-as-json: header fields would need an encoding of their own.
QByteArray ntfyBody(const QUrl &url, const Notice &notice)
{
    constexpr std::array priorities{3, 4, 5};
    int priority = priorities.front();
    for (const ToldAlert &told : notice.alerts) {
        if (told.alert.isFiring())
            priority = std::max(priority, priorities.at(size_t(told.alert.severity)));
    }
    return compact({{u"topic"_s, url.fileName()},
                    {u"title"_s, titleOf(notice)},
                    {u"message"_s, textOf(notice)},
                    {u"priority"_s, priority}});
}

void sign(net::WebPost &post, const QString &secret, Time at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    const QByteArray timestamp = QByteArray::number(qint64(seconds));
    const QByteArray code = QMessageAuthenticationCode::hash(timestamp + '.' + post.body, secret.toUtf8(),
                                                             QCryptographicHash::Sha256);
    post.headers.append("X-Fairlead-Timestamp: " + timestamp);
    post.headers.append("X-Fairlead-Signature: sha256=" + code.toHex());
}

/// RFC 2047: words of base64, each short enough for a line of its own and cut between characters.
QByteArray encodedWords(const QString &text)
{
    constexpr qsizetype piece = 12; // characters: 48 bytes at most, 64 in base64
    QByteArrayList words;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype length = qMin(piece, text.size() - at);
        if (text.at(at + length - 1).isHighSurrogate())
            --length;
        if (length == 0) // half a character at the very end
            break;
        words.append("=?UTF-8?B?" + text.sliced(at, length).toUtf8().toBase64() + "?=");
        at += length;
    }
    return words.join("\r\n ");
}

QByteArray wrapped(const QByteArray &base64)
{
    constexpr qsizetype line = 76; // RFC 2045 §6.8
    QByteArray text;
    for (qsizetype at = 0; at < base64.size(); at += line)
        text += base64.mid(at, line) + "\r\n";
    return text;
}

/// RFC 5322 §3.3, in English whatever the locale.
QByteArray mailDate(Time at)
{
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), QTimeZone::UTC)
        .toString(Qt::RFC2822Date)
        .toLatin1();
}

} // namespace

net::WebPost webPostFor(const store::AlertChannel &channel, const Notice &notice)
{
    net::WebPost post{.url = channel.url, .headers = {"Content-Type: application/json"}};
    switch (channel.kind) {
    case store::ChannelKind::Slack:
        post.body = slackBody(notice);
        break;
    case store::ChannelKind::Discord:
        post.body = discordBody(notice);
        break;
    case store::ChannelKind::Ntfy:
        post.body = ntfyBody(channel.url, notice);
        post.url = channel.url.adjusted(QUrl::RemoveFilename | QUrl::RemoveQuery);
        if (!channel.token.isEmpty())
            post.headers.append("Authorization: Bearer " + channel.token.toUtf8());
        break;
    case store::ChannelKind::Json:
    case store::ChannelKind::Email:
        post.body = jsonBody(notice);
        if (!channel.signingSecret.isEmpty())
            sign(post, channel.signingSecret, notice.at);
        break;
    }
    return post;
}

net::SmtpMail mailFor(const store::AlertChannel &channel, const Notice &notice)
{
    const store::MailServer &mail = channel.mail;
    const auto address = [](const QString &text) { return text.toLatin1(); };
    QByteArrayList to;
    std::ranges::transform(mail.to, std::back_inserter(to), address);
    const QByteArray from = address(mail.from);
    const QByteArray host = from.sliced(from.indexOf('@') + 1);
    QByteArray message =
        "From: Fairlead <" + from + ">\r\nTo: " + to.join(",\r\n ") + "\r\nSubject: "
        + encodedWords(u"[Fairlead] "_s + titleOf(notice)) + "\r\nDate: " + mailDate(notice.at)
        + "\r\nMessage-ID: <" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces) + '@' + host
        + ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const QString text =
        titleOf(notice) + u"\r\n\r\n"_s + textOf(notice).replace(u'\n', "\r\n"_L1) + u"\r\n"_s;
    message += wrapped(text.toUtf8().toBase64());
    return {.host = mail.host,
            .port = mail.port,
            .security = mail.security == store::MailSecurity::Tls        ? net::SmtpMail::Security::Tls
                        : mail.security == store::MailSecurity::StartTls ? net::SmtpMail::Security::StartTls
                                                                         : net::SmtpMail::Security::None,
            .username = mail.username,
            .password = mail.password,
            .from = from,
            .to = to,
            .message = message};
}

} // namespace fairlead::hub
