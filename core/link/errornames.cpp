// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/errornames.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::link {

namespace {

struct CodeName
{
    ErrorCode code;
    QLatin1StringView name;
};

constexpr std::array codeNames{
    CodeName{ErrorCode::InvalidInput, "invalid_input"_L1},
    CodeName{ErrorCode::NotReachable, "not_reachable"_L1},
    CodeName{ErrorCode::PermissionDenied, "permission_denied"_L1},
    CodeName{ErrorCode::NotFound, "not_found"_L1},
    CodeName{ErrorCode::NotRunning, "not_running"_L1},
    CodeName{ErrorCode::Conflict, "conflict"_L1},
    CodeName{ErrorCode::Refused, "refused"_L1},
    CodeName{ErrorCode::Unavailable, "unavailable"_L1},
    CodeName{ErrorCode::Unsupported, "unsupported"_L1},
    CodeName{ErrorCode::Timeout, "timeout"_L1},
    CodeName{ErrorCode::ConnectionLost, "connection_lost"_L1},
    CodeName{ErrorCode::ProtocolError, "protocol_error"_L1},
    CodeName{ErrorCode::TooLarge, "too_large"_L1},
    CodeName{ErrorCode::TlsFailed, "tls_failed"_L1},
    CodeName{ErrorCode::LimitReached, "limit_reached"_L1},
    CodeName{ErrorCode::Cancelled, "cancelled"_L1},
};

} // namespace

QLatin1StringView nameOf(ErrorCode code)
{
    const auto found = std::ranges::find(codeNames, code, &CodeName::code);
    return found == codeNames.end() ? "refused"_L1 : found->name;
}

std::optional<ErrorCode> errorCodeOf(QStringView name)
{
    const auto found =
        std::ranges::find_if(codeNames, [name](const CodeName &row) { return name == row.name; });
    return found == codeNames.end() ? std::nullopt : std::optional(found->code);
}

} // namespace fairlead::link
