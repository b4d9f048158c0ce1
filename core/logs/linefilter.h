// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/logs/logline.h"

#include <QRegularExpression>
#include <QSet>

#include <optional>

namespace fairlead::logs {

/// Which lines somebody wants to see.
class LineFilter
{
public:
    struct Settings
    {
        QString text; ///< empty: any
        bool isRegex = false;
        bool caseSensitive = false;
        /// Lines of at least this level, and those whose level is not known; Unknown: any.
        Level level = Level::Unknown;
        std::optional<Stream> stream;
    };

    static constexpr qsizetype maxText = 1000;

    /// Everything passes.
    LineFilter() = default;
    /// InvalidInput for an expression that is none (`detail` tells where), or too long.
    [[nodiscard]] static Result<LineFilter> create(const Settings &settings);

    /// Escape sequences of the line are not looked at. An expression whose search takes too many steps, which
    /// a nested repetition can make endless, counts as not found.
    [[nodiscard]] bool accepts(const LogLine &line) const;
    /// Searches that were given up.
    [[nodiscard]] qint64 givenUp() const { return m_givenUp; }

private:
    [[nodiscard]] bool findsText(const QString &text) const;

    Settings m_settings;
    QRegularExpression m_expression;
    mutable qint64 m_givenUp = 0;
};

} // namespace fairlead::logs
