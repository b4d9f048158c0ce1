// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr bool isAlphanumeric(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

constexpr bool isLowerHex(QChar c)
{
    return (c >= u'a' && c <= u'f') || (c >= u'0' && c <= u'9');
}

} // namespace

bool isContainerReference(QStringView text)
{
    const auto isInner = [](QChar c) { return isAlphanumeric(c) || c == u'_' || c == u'.' || c == u'-'; };
    return !text.isEmpty() && text.size() <= 255 && isAlphanumeric(text.front())
           && std::ranges::all_of(text, isInner);
}

bool isExecId(QStringView text)
{
    return text.size() >= 12 && text.size() <= 64 && std::ranges::all_of(text, isLowerHex);
}

Result<QByteArray> containerPath(const QString &reference, QByteArrayView suffix)
{
    if (!isContainerReference(reference))
        return failure(ErrorCode::InvalidInput, reference,
                       u"a container's id or name has letters, digits, '_', '.' and '-' only"_s);
    return "/containers/" + reference.toLatin1() + suffix.toByteArray();
}

Result<QByteArray> execPath(const QString &id, QByteArrayView suffix)
{
    if (!isExecId(id))
        return failure(ErrorCode::ProtocolError, u"engine"_s, u"it gave an exec id that is not one"_s);
    return "/exec/" + id.toLatin1() + suffix.toByteArray();
}

} // namespace fairlead::docker
