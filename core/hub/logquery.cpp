// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/logquery.h"

#include "core/host/logfollower.h"

#include <QRegularExpression>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

std::unexpected<Error> wrong(QLatin1StringView name, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, u"the parameter %1"_s.arg(name), detail);
}

/// The value of a parameter that may be there once.
Result<std::optional<QString>> single(const QUrlQuery &query, QLatin1StringView name)
{
    const QStringList values = query.allQueryItemValues(name, QUrl::FullyDecoded);
    if (values.size() > 1)
        return wrong(name, u"it is there more than once"_s);
    return values.isEmpty() ? std::nullopt : std::optional(values.first());
}

Result<> readSource(const QUrlQuery &query, LogQuery &wish)
{
    // A container's id, whole or its beginning, or its name.
    static const QRegularExpression reference(u"\\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}\\z"_s);
    wish.containers = query.allQueryItemValues(u"container"_s, QUrl::FullyDecoded);
    wish.containers.removeDuplicates();
    const auto source = single(query, "source"_L1);
    if (!source)
        return std::unexpected(source.error());
    const bool isJournal = *source == u"journal"_s;
    if (*source && !isJournal && *source != u"container"_s)
        return wrong("source"_L1, u"it is container or journal"_s);
    if (isJournal != wish.containers.isEmpty())
        return wrong("container"_L1, u"name containers, or ask for source=journal, not both"_s);
    if (wish.containers.size() > LogQuery::mostContainers)
        return wrong("container"_L1, u"%1 is the most"_s.arg(LogQuery::mostContainers));
    for (const QString &container : std::as_const(wish.containers)) {
        if (!reference.match(container).hasMatch())
            return wrong("container"_L1, u"it has letters, digits, '_', '.' and '-' only"_s);
    }
    return {};
}

Result<> readTail(const QUrlQuery &query, LogQuery &wish)
{
    const auto tail = single(query, "tail"_L1);
    if (!tail)
        return std::unexpected(tail.error());
    if (!*tail)
        return {};
    bool isNumber = false;
    wish.tail = (*tail)->toInt(&isNumber);
    if (!isNumber || wish.tail < 0 || wish.tail > LogQuery::longestTail)
        return wrong("tail"_L1, u"it is a number from 0 to %1"_s.arg(LogQuery::longestTail));
    return {};
}

Result<> readSince(const QUrlQuery &query, LogQuery &wish)
{
    const auto since = single(query, "since"_L1);
    if (!since)
        return std::unexpected(since.error());
    if (!*since)
        return {};
    const auto time = logs::timeFromText(**since);
    if (!time)
        return wrong("since"_L1, u"it is a time as in RFC 3339, or Unix seconds"_s);
    wish.since = QString::fromLatin1(logs::toRfc3339(*time));
    return {};
}

Result<> readFollow(const QUrlQuery &query, LogQuery &wish)
{
    const auto follow = single(query, "follow"_L1);
    if (!follow)
        return std::unexpected(follow.error());
    if (follow->value_or(u"true"_s) != "true"_L1 && **follow != "false"_L1)
        return wrong("follow"_L1, u"it is true or false"_s);
    wish.follow = follow->value_or(u"true"_s) == "true"_L1;
    return {};
}

} // namespace

Result<std::optional<LogQuery>> parseLogQuery(const QByteArray &text)
{
    const QUrlQuery query(QString::fromUtf8(text));
    bool isAsked = false;
    for (const QString &name : {u"container"_s, u"source"_s, u"tail"_s, u"since"_s, u"follow"_s})
        isAsked = isAsked || query.hasQueryItem(name);
    if (!isAsked)
        return std::nullopt;
    LogQuery wish;
    for (const auto read : {readSource, readTail, readSince, readFollow}) {
        if (const auto done = read(query, wish); !done)
            return std::unexpected(done.error());
    }
    return wish;
}

} // namespace fairlead::hub
