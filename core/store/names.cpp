// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr qsizetype maxShortName = 64;
constexpr qsizetype maxServerName = 128;

bool isLetterOrDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool consistsOf(const QString &name, QStringView signs)
{
    return !name.isEmpty() && name.size() <= maxShortName
           && std::ranges::all_of(name, [&](QChar c) { return isLetterOrDigit(c) || signs.contains(c); });
}

// Also what moves or hides text on a terminal, such as the bidirectional overrides.
bool isInvisible(QChar c)
{
    return !c.isPrint();
}

} // namespace

Result<> checkUserName(const QString &name)
{
    if (!consistsOf(name, u"._-@") || std::ranges::all_of(name, [](QChar c) { return c == u'.'; }))
        return failure(ErrorCode::InvalidInput, u"the user name"_s, u"use 1 to 64 of A-Z a-z 0-9 . _ - @"_s);
    return {};
}

Result<> checkServerName(const QString &name)
{
    if (name.isEmpty() || name.size() > maxServerName || name != name.trimmed()
        || (!name.isValidUtf16() || std::ranges::any_of(name, isInvisible)))
        return failure(ErrorCode::InvalidInput, u"the server name"_s, u"use 1 to 128 printable characters"_s);
    return {};
}

Result<> checkLabels(const QStringList &labels)
{
    if (labels.size() > maxLabels)
        return failure(ErrorCode::InvalidInput, u"the list of labels"_s,
                       u"there are more than %1"_s.arg(maxLabels));
    for (const QString &label : labels) {
        if (!consistsOf(label, u"._:=/-"))
            return failure(ErrorCode::InvalidInput, u"the label"_s,
                           u"use 1 to 64 of A-Z a-z 0-9 . _ : = / -"_s);
    }
    return {};
}

} // namespace fairlead::store
