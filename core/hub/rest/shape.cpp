// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/shape.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

bool isOf(const QString &type, const QJsonValue &value)
{
    if (type == "string"_L1)
        return value.isString();
    if (type == "boolean"_L1)
        return value.isBool();
    if (type == "object"_L1)
        return value.isObject();
    if (type == "number"_L1)
        return value.isDouble();
    if (type == "integer"_L1)
        return value.isDouble() && std::trunc(value.toDouble()) == value.toDouble();
    return type == "any"_L1;
}

bool isOf(const Shape::Member &member, const QJsonValue &value)
{
    if (!member.isList)
        return isOf(member.type, value);
    const QJsonArray list = value.toArray();
    return value.isArray()
           && std::ranges::all_of(list, [&](const QJsonValue &each) { return isOf(member.type, each); });
}

std::unexpected<Error> wrong(const QString &member, const QString &detail)
{
    return failure(ErrorCode::InvalidInput, u"the member %1"_s.arg(member), detail);
}

} // namespace

Shape::Shape(const char *line)
{
    const QStringList parts = QString::fromLatin1(line).split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const qsizetype colon = part.indexOf(u':');
        Member member{part.first(colon).trimmed(), part.sliced(colon + 1).trimmed()};
        if (member.name.endsWith(u'?')) {
            member.name.chop(1);
            member.isRequired = false;
        }
        if (member.type.endsWith("[]"_L1)) {
            member.type.chop(2);
            member.isList = true;
        }
        m_members.append(member);
    }
}

Result<> Shape::check(const QJsonObject &object) const
{
    for (const Member &member : m_members) {
        const QJsonValue value = object.value(member.name);
        if (value.isUndefined() && member.isRequired)
            return wrong(member.name, u"it is missing"_s);
        if (!value.isUndefined() && !isOf(member, value))
            return wrong(member.name, member.isList ? u"it must be a list of type %1"_s.arg(member.type)
                                                    : u"it must be of type %1"_s.arg(member.type));
    }
    return {};
}

QJsonObject Shape::schemaOf(const Member &member)
{
    QJsonObject schema;
    if (member.type != "any"_L1)
        schema.insert("type"_L1, member.type);
    if (member.isList)
        return {{u"type"_s, u"array"_s}, {u"items"_s, schema}};
    return schema;
}

QJsonObject Shape::schema() const
{
    QJsonObject properties;
    QJsonArray required;
    for (const Member &member : m_members) {
        properties.insert(member.name, schemaOf(member));
        if (member.isRequired)
            required.append(member.name);
    }
    QJsonObject schema{{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    if (!required.isEmpty())
        schema.insert("required"_L1, required);
    return schema;
}

} // namespace fairlead::hub
