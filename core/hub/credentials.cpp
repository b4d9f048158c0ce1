// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/credentials.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

QByteArray bearerToken(const net::RequestHead &head)
{
    const QByteArray value = head.value("authorization");
    constexpr QByteArrayView scheme = "bearer ";
    const QByteArrayView start = QByteArrayView(value).first(qMin(value.size(), scheme.size()));
    if (start.compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    return value.sliced(scheme.size()).trimmed();
}

bool isContainerReference(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}\\z"_s);
    return pattern.match(text).hasMatch();
}

} // namespace fairlead::hub
