// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/journalentry.h"

#include "core/base/jsonreader.h"
#include "core/logs/leveldetector.h"
#include "core/logs/linereader.h"
#include "core/logs/linesplitter.h"

using namespace Qt::StringLiterals;

namespace fairlead::logs {

namespace {

QByteArray bytesOf(const QJsonArray &numbers)
{
    QByteArray bytes;
    bytes.reserve(numbers.size());
    for (const QJsonValue &number : numbers)
        bytes += char(number.toInt());
    return bytes;
}

QByteArray fieldOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toUtf8();
    const QJsonArray array = value.toArray();
    if (array.isEmpty())
        return {};
    return array.first().isDouble() ? bytesOf(array) : fieldOf(array.first());
}

} // namespace

Result<LogLine> parseJournalEntry(const QByteArray &json)
{
    const auto object = parseJsonObject(json, u"journalctl"_s);
    if (!object)
        return std::unexpected(object.error());
    const auto field = [&object](QLatin1StringView key) { return fieldOf(object->value(key)); };
    bool isNumber = false;
    const qint64 micros = field("__REALTIME_TIMESTAMP"_L1).toLongLong(&isNumber);
    if (!isNumber || micros < 0 || micros > std::numeric_limits<qint64>::max() / 1000)
        return failure(ErrorCode::ProtocolError, u"journalctl"_s, u"an entry has no time"_s);
    LogLine line{.time = LogTime(std::chrono::microseconds(micros))};
    QByteArray text = field("MESSAGE"_L1);
    line.isCut = text.size() > LineSplitter::maxLine;
    text.truncate(LineSplitter::maxLine);
    line.text = toValidUtf8(std::move(text), line.isCut);
    const int priority = field("PRIORITY"_L1).toInt(&isNumber);
    line.level = isNumber ? levelOfPriority(priority) : detectLevel(line.text);
    for (const auto key : {"_SYSTEMD_UNIT"_L1, "SYSLOG_IDENTIFIER"_L1, "_COMM"_L1}) {
        line.unit = QString::fromUtf8(field(key));
        if (!line.unit.isEmpty())
            break;
    }
    return line;
}

} // namespace fairlead::logs
