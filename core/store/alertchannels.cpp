// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertchannels.h"

#include "core/base/jsonreader.h"
#include "core/base/logging.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

Result<AlertChannel> readChannel(const Row &row)
{
    const qint64 id = row.integer(0);
    return parseJsonObject(row.bytes(1), u"channel %1"_s.arg(id))
        .and_then([](const QJsonObject &json) { return AlertChannel::fromJson(json); })
        .transform([&](AlertChannel channel) {
            channel.id = id;
            return channel;
        });
}

QString definition(const AlertChannel &channel)
{
    return QString::fromUtf8(QJsonDocument(channel.toSecretJson()).toJson(QJsonDocument::Compact));
}

/// Not what SQLite says of it, which is about columns.
Error told(const Error &error, const QString &name)
{
    if (error.code != ErrorCode::Conflict)
        return error;
    return {ErrorCode::Conflict, u"the channel %1"_s.arg(name), u"there is one of that name"_s};
}

Result<> requireOne(const Result<qint64> &changed, qint64 id)
{
    if (!changed)
        return std::unexpected(changed.error());
    return *changed == 0 ? Result<>(failure(ErrorCode::NotFound, u"channel %1"_s.arg(id))) : Result<>();
}

} // namespace

Result<AlertChannel> AlertChannels::add(AlertChannel channel)
{
    const auto count = m_connection.first("SELECT count(*) FROM alert_channels",
                                          [](const Row &row) { return row.integer(0); });
    if (!count)
        return std::unexpected(count.error());
    if (count->value_or(0) >= maxChannels)
        return failure(ErrorCode::LimitReached, u"the list of channels"_s, u"it holds %1"_s.arg(maxChannels));
    return m_connection
        .insert("INSERT INTO alert_channels (name, definition) VALUES (?, ?)", channel.name,
                definition(channel))
        .transform([&](qint64 id) {
            channel.id = id;
            return channel;
        })
        .transform_error([&](const Error &error) { return told(error, channel.name); });
}

Result<> AlertChannels::update(const AlertChannel &channel)
{
    const auto changed = m_connection
                             .execute("UPDATE alert_channels SET name = ?, definition = ? WHERE id = ?",
                                      channel.name, definition(channel), channel.id)
                             .transform_error([&](const Error &error) { return told(error, channel.name); });
    return requireOne(changed, channel.id);
}

Result<> AlertChannels::remove(qint64 id)
{
    return requireOne(m_connection.execute("DELETE FROM alert_channels WHERE id = ?", id), id);
}

Result<QList<AlertChannel>> AlertChannels::all()
{
    const auto read = m_connection.all("SELECT id, definition FROM alert_channels ORDER BY id", readChannel);
    if (!read)
        return std::unexpected(read.error());
    QList<AlertChannel> channels;
    for (const auto &channel : *read) {
        // One that somebody has broken by hand must not stop the others.
        if (channel)
            channels += *channel;
        else
            qCWarning(lcStore) << "a channel is left out:" << toSentence(channel.error());
    }
    return channels;
}

Result<std::optional<AlertChannel>> AlertChannels::byId(qint64 id)
{
    const auto read =
        m_connection.first("SELECT id, definition FROM alert_channels WHERE id = ?", readChannel, id);
    if (!read)
        return std::unexpected(read.error());
    if (!*read)
        return std::nullopt;
    return (*read)->transform([](const AlertChannel &channel) { return std::optional(channel); });
}

} // namespace fairlead::store
