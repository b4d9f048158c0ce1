// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/link/messages.h"

#include <simdjson.h>

#include <initializer_list>
#include <string_view>

namespace fairlead::link {

[[nodiscard]] QString toQString(std::string_view text);
/// What is no message, and why.
[[nodiscard]] std::unexpected<Error> invalidMessage(const QString &detail);

/// Reads typed members of a validated message; remembers the first that is missing or wrong.
class MessageFields
{
public:
    /// `text` is what `object` was parsed from.
    MessageFields(simdjson::dom::object object, QByteArrayView text) : m_object(object), m_text(text) {}

    /// At most `maxSize` characters, or it is wrong.
    [[nodiscard]] QString string(std::string_view key, qsizetype maxSize);
    /// Absent or null: empty.
    [[nodiscard]] QString optionalString(std::string_view key, qsizetype maxSize);
    /// The UTF-8 of a string of at most `maxSize` bytes; anything else is not wrong, and gives nothing.
    [[nodiscard]] QByteArray textIfAny(std::string_view key, qsizetype maxSize) const;
    /// Rounded: other implementations write whole numbers as 12.0, and durations with a fraction.
    [[nodiscard]] qint64 integer(std::string_view key);
    [[nodiscard]] int shortInteger(std::string_view key);
    [[nodiscard]] std::optional<int> optionalInteger(std::string_view key);
    [[nodiscard]] bool boolean(std::string_view key);
    /// Absent: empty. At most `maxCount` of at most `maxSize` bytes each.
    [[nodiscard]] QStringList strings(std::string_view key, qsizetype maxCount, qsizetype maxSize);
    /// The object `key` as errorObject() writes it. Nothing when it is absent, or of no shape or code that is
    /// known: the message says the same in words.
    [[nodiscard]] std::optional<Error> optionalError(std::string_view key) const;
    /// The object `key` as its sender wrote it.
    [[nodiscard]] RawJson rawObject(std::string_view key);
    /// The string `key` in the object `outer`; empty when there is none, or it is longer.
    [[nodiscard]] std::string_view innerString(std::string_view outer, std::string_view key,
                                               qsizetype maxSize) const;
    /// The whole message as its sender wrote it, but for these members.
    [[nodiscard]] RawJson without(std::initializer_list<std::string_view> keys) const;
    /// It is there, and not null.
    [[nodiscard]] bool has(std::string_view key) const;

    /// `message` when nothing was missing or wrong.
    template<typename Message>
    [[nodiscard]] Result<Message> result(Message message) const
    {
        if (m_problem.empty())
            return message;
        return invalidMessage(QStringLiteral("the member %1 is missing or wrong").arg(toQString(m_problem)));
    }

private:
    QString fail(std::string_view key);

    simdjson::dom::object m_object;
    QByteArrayView m_text;
    std::string_view m_problem;
};

} // namespace fairlead::link
