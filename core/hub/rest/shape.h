// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace fairlead::hub {

/// What a JSON object has to look like, as one line: "name:string,labels?:string[]". A `?` marks a member
/// that may be missing. Types: string, integer, number, boolean, object, any, and each with [] for a list.
///
/// The same line checks what clients send and describes it in the OpenAPI document, so that the two agree.
class Shape
{
public:
    struct Member
    {
        QString name;
        QString type; ///< without []
        bool isList = false;
        bool isRequired = true;
    };

    Shape() = default;
    // Implicit, so that a table of routes stays readable.
    Shape(const char *line);

    [[nodiscard]] bool isEmpty() const { return m_members.isEmpty(); }
    [[nodiscard]] const QList<Member> &members() const { return m_members; }
    /// InvalidInput names the member that is missing or wrong. Members that are not known are ignored.
    [[nodiscard]] Result<> check(const QJsonObject &object) const;
    /// As JSON Schema (2020-12).
    [[nodiscard]] QJsonObject schema() const;
    [[nodiscard]] static QJsonObject schemaOf(const Member &member);

private:
    QList<Member> m_members;
};

} // namespace fairlead::hub
