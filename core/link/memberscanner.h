// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <optional>

namespace fairlead::link {

/// Walks over the members of a JSON object in their raw text. The text must have been validated: nothing is
/// checked here.
class MemberScanner
{
public:
    struct Member
    {
        QByteArrayView text; ///< "name": value
        QByteArrayView value;
    };

    explicit MemberScanner(QByteArrayView object);

    [[nodiscard]] std::optional<Member> next();
    /// The members that next() has not given out yet, as they stand, without the closing brace.
    [[nodiscard]] QByteArrayView rest() const;

private:
    void skipSpace();
    void skipString();
    void skipValue();

    QByteArrayView m_text; // without what follows the closing brace
    qsizetype m_at = 1;
};

} // namespace fairlead::link
