// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messagefields.h"

#include "core/link/errornames.h"
#include "core/link/limits.h"
#include "core/link/memberscanner.h"

#include <QVarLengthArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace dom = simdjson::dom;

namespace fairlead::link {

std::unexpected<Error> invalidMessage(const QString &detail)
{
    return failure(ErrorCode::ProtocolError, u"message"_s, detail);
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString MessageFields::fail(std::string_view key)
{
    if (m_problem.empty())
        m_problem = key;
    return {};
}

bool MessageFields::has(std::string_view key) const
{
    dom::element value;
    return m_object.at_key(key).get(value) == simdjson::SUCCESS && !value.is_null();
}

QString MessageFields::string(std::string_view key, qsizetype maxSize)
{
    std::string_view value;
    if (m_object.at_key(key).get(value) != simdjson::SUCCESS)
        return fail(key);
    const QString text = toQString(value);
    return text.size() <= maxSize ? text : fail(key);
}

QString MessageFields::optionalString(std::string_view key, qsizetype maxSize)
{
    return has(key) ? string(key, maxSize) : QString();
}

QByteArray MessageFields::textIfAny(std::string_view key, qsizetype maxSize) const
{
    std::string_view value;
    if (m_object.at_key(key).get(value) != simdjson::SUCCESS || qsizetype(value.size()) > maxSize)
        return {};
    return {value.data(), qsizetype(value.size())};
}

qint64 MessageFields::integer(std::string_view key)
{
    double value = 0;
    constexpr double limit = 9'007'199'254'740'992; // 2^53
    if (m_object.at_key(key).get(value) == simdjson::SUCCESS && std::abs(value) <= limit)
        return qint64(std::llround(value));
    (void)fail(key);
    return 0;
}

int MessageFields::shortInteger(std::string_view key)
{
    const qint64 value = integer(key);
    if (value != int(value))
        (void)fail(key);
    return int(value);
}

std::optional<int> MessageFields::optionalInteger(std::string_view key)
{
    return has(key) ? std::optional(shortInteger(key)) : std::nullopt;
}

bool MessageFields::boolean(std::string_view key)
{
    bool value = false;
    if (m_object.at_key(key).get(value) != simdjson::SUCCESS)
        (void)fail(key);
    return value;
}

QStringList MessageFields::strings(std::string_view key, qsizetype maxCount, qsizetype maxSize)
{
    QStringList list;
    dom::array array;
    if (!has(key))
        return list;
    if (m_object.at_key(key).get(array) != simdjson::SUCCESS || qsizetype(array.size()) > maxCount)
        return {fail(key)};
    for (const dom::element element : array) {
        std::string_view value;
        if (element.get(value) != simdjson::SUCCESS || qsizetype(value.size()) > maxSize)
            return {fail(key)};
        list += toQString(value);
    }
    return list;
}

std::optional<Error> MessageFields::optionalError(std::string_view key) const
{
    dom::object object;
    if (m_object.at_key(key).get(object) != simdjson::SUCCESS)
        return {};
    MessageFields fields(object, {});
    const auto code = errorCodeOf(fields.optionalString("code", maxType));
    const Error error{code.value_or(ErrorCode::Refused), fields.optionalString("subject", maxName),
                      fields.optionalString("detail", maxText)};
    return code && fields.m_problem.empty() ? std::optional(error) : std::nullopt;
}

RawJson MessageFields::rawObject(std::string_view key)
{
    MemberScanner scanner(m_text);
    for (const dom::key_value_pair field : m_object) {
        const auto member = scanner.next();
        if (field.key == key && member && field.value.is_object())
            return {member->value.toByteArray()};
        if (field.key == key)
            break;
    }
    (void)fail(key);
    return {};
}

std::string_view MessageFields::innerString(std::string_view outer, std::string_view key,
                                            qsizetype maxSize) const
{
    std::string_view value;
    if (m_object.at_key(outer).at_key(key).get(value) != simdjson::SUCCESS)
        return {};
    return qsizetype(value.size()) <= maxSize ? value : std::string_view();
}

// The tree says which members go; the text is walked no farther than behind the last of them.
RawJson MessageFields::without(std::initializer_list<std::string_view> keys) const
{
    QVarLengthArray<qsizetype, 8> unwanted;
    qsizetype index = 0;
    for (const dom::key_value_pair field : m_object) {
        if (std::ranges::find(keys, field.key) != keys.end())
            unwanted.append(index);
        ++index;
    }
    QByteArray kept;
    kept.reserve(m_text.size() + 1);
    kept += '{';
    const auto append = [&kept](QByteArrayView members) {
        if (kept.size() > 1 && !members.isEmpty())
            kept += ',';
        kept += members;
    };
    MemberScanner scanner(m_text);
    for (qsizetype at = 0, next = 0; next < unwanted.size(); ++at) {
        const auto member = scanner.next();
        if (unwanted.at(next) == at)
            ++next;
        else if (member)
            append(member->text);
    }
    append(scanner.rest());
    return {kept + '}'};
}

} // namespace fairlead::link
