// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/opening.h"

#include "core/exec/protocol.h"

#include <QStringDecoder>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fairlead::exec {

namespace {

// The byte of a percent sequence at the beginning of the text, or -1.
int percentByte(QByteArrayView text)
{
    if (text.size() < 3 || text[0] != '%')
        return -1;
    const auto isHex = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (!isHex(text[1]) || !isHex(text[2])) // toUInt() would take signs and spaces
        return -1;
    return text.sliced(1, 2).toInt(nullptr, 16);
}

QByteArray unescape(QByteArrayView encoded)
{
    QByteArray bytes;
    bytes.reserve(encoded.size());
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        if (const int byte = percentByte(encoded.sliced(i)); byte >= 0) {
            bytes += char(byte);
            i += 2;
        } else {
            bytes += encoded[i] == '+' ? ' ' : encoded[i];
        }
    }
    return bytes;
}

Result<QString> decode(QByteArrayView encoded, QByteArrayView key)
{
    const QString subject = u"the "_s + QString::fromLatin1(key);
    QStringDecoder utf8{QStringDecoder::Utf8, QStringDecoder::Flag::Stateless};
    QString text = utf8(unescape(encoded));
    if (utf8.hasError())
        return failure(ErrorCode::InvalidInput, subject, u"it is not UTF-8"_s);
    if (text.contains(u'\0'))
        return failure(ErrorCode::InvalidInput, subject, u"it holds a NUL character"_s);
    return text;
}

struct Field
{
    QByteArrayView key;
    QByteArrayView value;
};

/// Takes the first field off the query.
Field takeField(QByteArrayView &query)
{
    const qsizetype end = query.indexOf('&');
    const QByteArrayView field = end < 0 ? query : query.first(end);
    query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
    const qsizetype equals = field.indexOf('=');
    return {equals < 0 ? field : field.first(equals),
            equals < 0 ? QByteArrayView() : field.sliced(equals + 1)};
}

} // namespace

Result<QStringList> valuesOf(QByteArrayView query, QByteArrayView key)
{
    QStringList values;
    while (!query.isEmpty()) {
        const Field field = takeField(query);
        if (field.key != key)
            continue;
        const auto value = decode(field.value, key);
        if (!value)
            return std::unexpected(value.error());
        values.append(*value);
    }
    return values;
}

Result<Opening> parseOpening(QByteArrayView query)
{
    Opening opening;
    const auto command = valuesOf(query, "command");
    if (!command)
        return std::unexpected(command.error());
    opening.command = *command;
    while (!query.isEmpty()) {
        const Field field = takeField(query);
        if (field.key == "tty")
            opening.tty = field.value.compare("true", Qt::CaseInsensitive) == 0;
    }
    if (opening.command.isEmpty() || opening.command.first().isEmpty())
        return failure(ErrorCode::InvalidInput, u"the request"_s, u"no command was given"_s);
    if (opening.command.size() > maxArguments)
        return failure(ErrorCode::InvalidInput, u"the command"_s,
                       u"it has more than %1 arguments"_s.arg(maxArguments));
    return opening;
}

QByteArray encodeOpening(const Opening &opening)
{
    QByteArray query = opening.tty ? "tty=true" : "tty=false";
    for (const QString &argument : opening.command)
        query += "&command=" + QUrl::toPercentEncoding(argument);
    return query;
}

} // namespace fairlead::exec
