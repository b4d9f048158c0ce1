// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/linefilter.h"

#include "core/logs/ansi.h"

using namespace Qt::StringLiterals;

namespace fairlead::logs {

namespace {

// PCRE2 counts its steps; this many take some milliseconds.
constexpr auto limits = "(*LIMIT_MATCH=100000)(*LIMIT_DEPTH=10000)"_L1;

} // namespace

Result<LineFilter> LineFilter::create(const Settings &settings)
{
    if (settings.text.size() > maxText)
        return failure(ErrorCode::InvalidInput, u"the filter"_s,
                       u"it has more than %1 characters"_s.arg(maxText));
    LineFilter filter;
    filter.m_settings = settings;
    if (!settings.isRegex || settings.text.isEmpty())
        return filter;
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption, !settings.caseSensitive);
    filter.m_expression = QRegularExpression(limits + settings.text, options);
    if (!filter.m_expression.isValid())
        return failure(ErrorCode::InvalidInput, u"the filter"_s,
                       u"%1, at character %2"_s.arg(filter.m_expression.errorString())
                           .arg(filter.m_expression.patternErrorOffset() - limits.size() + 1));
    filter.m_expression.optimize();
    return filter;
}

bool LineFilter::findsText(const QString &text) const
{
    if (!m_settings.isRegex)
        return text.contains(m_settings.text,
                             m_settings.caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive);
    const auto match = m_expression.match(text);
    m_givenUp += match.isValid() ? 0 : 1;
    return match.hasMatch();
}

bool LineFilter::accepts(const LogLine &line) const
{
    if (line.level != Level::Unknown && line.level < m_settings.level)
        return false;
    if (m_settings.stream && line.stream != *m_settings.stream)
        return false;
    if (m_settings.text.isEmpty())
        return true;
    const bool isPlain = !line.text.contains('\x1b');
    return findsText(QString::fromUtf8(isPlain ? line.text : stripAnsi(line.text)));
}

} // namespace fairlead::logs
