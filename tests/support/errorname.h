// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QByteArray>

#include <array>

namespace fairlead {

[[nodiscard]] inline QByteArray nameOf(ErrorCode code)
{
    constexpr std::array names = {"InvalidInput", "NotReachable", "PermissionDenied", "NotFound",
                                  "NotRunning",   "Conflict",     "Refused",          "Unavailable",
                                  "Unsupported",  "Timeout",      "ConnectionLost",   "ProtocolError",
                                  "TooLarge",     "TlsFailed",    "LimitReached",     "Cancelled"};
    static_assert(names.size() == size_t(ErrorCode::Cancelled) + 1);
    return size_t(code) < names.size() ? names.at(size_t(code)) : "?";
}

/// For QCOMPARE, which finds it by its argument.
inline char *toString(const ErrorCode &code)
{
    return qstrdup(nameOf(code).constData());
}

} // namespace fairlead
