// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/jsonreader.h"

#include <QJsonDocument>

#include <limits>

using namespace Qt::StringLiterals;

namespace fairlead {

Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &subject)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(ErrorCode::ProtocolError, subject, problem.errorString());
    if (!document.isObject())
        return failure(ErrorCode::ProtocolError, subject, u"a JSON object was expected"_s);
    return document.object();
}

Result<QJsonArray> parseJsonArray(const QByteArray &bytes, const QString &subject)
{
    if (bytes.trimmed() == "null")
        return QJsonArray();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(ErrorCode::ProtocolError, subject, problem.errorString());
    if (!document.isArray())
        return failure(ErrorCode::ProtocolError, subject, u"a JSON array was expected"_s);
    return document.array();
}

QJsonValue JsonReader::member(QLatin1StringView key, bool (QJsonValue::*isType)() const,
                              QLatin1StringView typeName)
{
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined() || value.isNull())
        return {};
    if ((value.*isType)())
        return value;
    remember(u"the member %1%2 is not %3"_s.arg(m_path, key, typeName));
    return {};
}

void JsonReader::remember(const QString &problem)
{
    if (m_problem.isEmpty())
        m_problem = problem;
    if (m_parent)
        m_parent->remember(problem);
}

JsonReader::JsonReader(JsonReader *parent, const QString &name, const QJsonValue &value)
    : m_object(value.toObject())
    , m_parent(parent)
    , m_path(parent->m_path + name + u'.')
{
    if (!value.isObject() && !value.isNull() && !value.isUndefined())
        remember(u"the member %1%2 is not an object"_s.arg(parent->m_path, name));
}

JsonReader JsonReader::child(QLatin1StringView key)
{
    return {this, key, m_object.value(key)};
}

QList<JsonReader> JsonReader::children(QLatin1StringView key)
{
    const QJsonValue value = m_object.value(key);
    QList<JsonReader> readers;
    if (value.isObject()) {
        const QJsonObject all = value.toObject();
        for (auto it = all.begin(); it != all.end(); ++it)
            readers += JsonReader(this, key + u'.' + it.key(), it.value());
    } else {
        for (const QJsonValue &element : array(key))
            readers += JsonReader(this, key + u'.' + QString::number(readers.size()), element);
    }
    return readers;
}

QString JsonReader::string(QLatin1StringView key)
{
    return member(key, &QJsonValue::isString, "a string"_L1).toString();
}

QString JsonReader::requiredString(QLatin1StringView key)
{
    const QString value = string(key);
    if (value.isEmpty() && m_problem.isEmpty())
        remember(u"the member %1%2 is missing"_s.arg(m_path, key));
    return value;
}

std::optional<qint64> JsonReader::optionalInteger(QLatin1StringView key)
{
    const QJsonValue value = member(key, &QJsonValue::isDouble, "a number"_L1);
    if (value.isNull())
        return {};
    constexpr auto limit = double(std::numeric_limits<qint64>::max());
    const double number = value.toDouble();
    if (number >= limit)
        return std::numeric_limits<qint64>::max();
    if (number <= -limit)
        return std::numeric_limits<qint64>::min();
    return value.toInteger(qint64(number));
}

qint64 JsonReader::integer(QLatin1StringView key, qint64 fallback)
{
    return optionalInteger(key).value_or(fallback);
}

bool JsonReader::boolean(QLatin1StringView key, bool fallback)
{
    return member(key, &QJsonValue::isBool, "true or false"_L1).toBool(fallback);
}

QJsonObject JsonReader::object(QLatin1StringView key)
{
    return member(key, &QJsonValue::isObject, "an object"_L1).toObject();
}

QJsonArray JsonReader::array(QLatin1StringView key)
{
    return member(key, &QJsonValue::isArray, "an array"_L1).toArray();
}

QStringList JsonReader::strings(QLatin1StringView key)
{
    QStringList list;
    for (const QJsonValue &value : array(key)) {
        if (value.isString())
            list += value.toString();
        else
            remember(u"the member %1%2 holds something else than strings"_s.arg(m_path, key));
    }
    return list;
}

} // namespace fairlead
