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

/// Reads typed members of a JSON object. A member that is absent or null gives the default; one of the wrong type gives the
/// default and is remembered, so that a fromJson() reads everything first and asks once at its end.
class JsonReader
{
public:
    explicit JsonReader(QJsonObject object) : m_object(std::move(object)) {}

    [[nodiscard]] QString string(QLatin1StringView key);
    /// As string(), but absence is an error too.
    [[nodiscard]] QString requiredString(QLatin1StringView key);
    /// Numbers with a fraction, beyond 2^53 or negative where `minimum` is 0 are clamped, not errors: engines write them.
    [[nodiscard]] qint64 integer(QLatin1StringView key, qint64 fallback = 0);
    [[nodiscard]] std::optional<qint64> optionalInteger(QLatin1StringView key);
    [[nodiscard]] bool boolean(QLatin1StringView key, bool fallback = false);
    [[nodiscard]] QJsonObject object(QLatin1StringView key);
    [[nodiscard]] QJsonArray array(QLatin1StringView key);
    [[nodiscard]] QStringList strings(QLatin1StringView key);

    /// The first member that was missing or of the wrong type.
    [[nodiscard]] bool isValid() const { return m_problem.isEmpty(); }
    [[nodiscard]] Error error(const QString &subject) const { return {ErrorCode::ProtocolError, subject, m_problem}; }

private:
    /// The member when it is there and `isType` holds; a null otherwise.
    QJsonValue member(QLatin1StringView key, bool (QJsonValue::*isType)() const, QLatin1StringView typeName);

    QJsonObject m_object;
    QString m_problem;
};

} // namespace fairlead
