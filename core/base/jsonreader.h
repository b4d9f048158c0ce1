// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace fairlead {

/// Parses `bytes` as one JSON object; `subject` names its origin in the error.
[[nodiscard]] Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &subject);
/// Parses `bytes` as one JSON array (`null` counts as empty: Go writes nil slices so).
[[nodiscard]] Result<QJsonArray> parseJsonArray(const QByteArray &bytes, const QString &subject);

/// Reads typed members of a JSON object. A member that is absent or null gives the default; one of the wrong
/// type gives the default and is remembered, so that a fromJson() reads everything first and asks once at its
/// end.
class JsonReader
{
public:
    explicit JsonReader(QJsonObject object) : m_object(std::move(object)) {}

    [[nodiscard]] QString string(QLatin1StringView key);
    /// As string(), but absence is an error too.
    [[nodiscard]] QString requiredString(QLatin1StringView key);
    /// Numbers with a fraction are cut, those beyond 64 bits clamped: engines write them.
    [[nodiscard]] qint64 integer(QLatin1StringView key, qint64 fallback = 0);
    [[nodiscard]] std::optional<qint64> optionalInteger(QLatin1StringView key);
    [[nodiscard]] bool boolean(QLatin1StringView key, bool fallback = false);
    [[nodiscard]] QJsonObject object(QLatin1StringView key);
    [[nodiscard]] QJsonArray array(QLatin1StringView key);
    [[nodiscard]] QStringList strings(QLatin1StringView key);
    /// A reader of the object `key`, empty when absent. Its problems are this one's too; it must not outlive
    /// this one.
    [[nodiscard]] JsonReader child(QLatin1StringView key);
    /// The same for every element of the array or object `key`.
    [[nodiscard]] QList<JsonReader> children(QLatin1StringView key);
    [[nodiscard]] bool has(QLatin1StringView key) const { return m_object.contains(key); }

    /// The first member that was missing or of the wrong type.
    [[nodiscard]] bool isValid() const { return m_problem.isEmpty(); }
    [[nodiscard]] Error error(const QString &subject) const
    {
        return {ErrorCode::ProtocolError, subject, m_problem};
    }

private:
    JsonReader(JsonReader *parent, const QString &name, const QJsonValue &value);
    /// The member when it is there and `isType` holds; a null otherwise.
    QJsonValue member(QLatin1StringView key, bool (QJsonValue::*isType)() const, QLatin1StringView typeName);
    void remember(const QString &problem);

    QJsonObject m_object;
    JsonReader *m_parent = nullptr;
    QString m_path; ///< of the object in the outermost one: "State." or empty
    QString m_problem;
};

} // namespace fairlead
