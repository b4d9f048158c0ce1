// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/apiversion.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

/// Digits and nothing else: QByteArrayView::toInt() takes signs and blanks too.
std::optional<int> number(QByteArrayView text)
{
    constexpr qsizetype maxDigits = 4;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.isEmpty() || text.size() > maxDigits || !std::ranges::all_of(text, isDigit))
        return {};
    return text.toInt();
}

} // namespace

Result<ApiVersion> ApiVersion::parse(QByteArrayView text)
{
    const qsizetype dot = text.indexOf('.');
    const auto major = number(text.first(qMax<qsizetype>(0, dot)));
    const auto minor = number(text.sliced(dot + 1));
    if (dot > 0 && major && *major > 0 && minor)
        return ApiVersion{*major, *minor};
    return failure(ErrorCode::ProtocolError, u"engine"_s, u"it does not tell its API version"_s);
}

Result<ApiVersion> negotiate(ApiVersion engineNewest)
{
    if (engineNewest < oldestKnownApi) {
        return failure(
            ErrorCode::Unsupported, u"engine"_s,
            u"its API is %1, Fairlead needs %2 or newer (Docker 19.03, Podman 3)"_s.arg(
                QLatin1StringView(engineNewest.toString()), QLatin1StringView(oldestKnownApi.toString())));
    }
    return std::min(engineNewest, newestKnownApi);
}

} // namespace fairlead::docker
