// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <compare>

namespace fairlead::docker {

/// A version of the Engine API, "1.41".
struct ApiVersion
{
    int major = 0;
    int minor = 0;

    /// "MAJOR.MINOR", digits only. ProtocolError otherwise: an engine said it.
    [[nodiscard]] static Result<ApiVersion> parse(QByteArrayView text);
    [[nodiscard]] QByteArray toString() const
    {
        return QByteArray::number(major) + '.' + QByteArray::number(minor);
    }

    friend auto operator<=>(const ApiVersion &, const ApiVersion &) = default;
};

/// The newest API whose changes this client knows.
inline constexpr ApiVersion newestKnownApi{1, 51};
/// Docker 19.03 and Podman 3; Docker 29 takes nothing older either.
inline constexpr ApiVersion oldestKnownApi{1, 40};
/// From here on exec takes the terminal's size with create and start.
inline constexpr ApiVersion consoleSizeApi{1, 42};

/// What both sides speak: the older of the two newest. Unsupported when the engine is older than
/// oldestKnownApi.
[[nodiscard]] Result<ApiVersion> negotiate(ApiVersion engineNewest);

} // namespace fairlead::docker
