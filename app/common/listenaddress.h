// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QHostAddress>

namespace fairlead {

/// Where a server listens, as given on the command line.
struct ListenAddress
{
    QHostAddress address = QHostAddress(QHostAddress::LocalHost);
    quint16 port = 0; ///< 0: any free one

    /// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; names other than localhost are not looked up.
    /// InvalidInput otherwise.
    [[nodiscard]] static Result<ListenAddress> parse(const QString &text);

    /// Other machines can connect.
    [[nodiscard]] bool isPublic() const { return !address.isLoopback(); }
    /// Every address of this machine.
    [[nodiscard]] bool isWildcard() const;
    /// The host part of a URL that leads here; a wildcard address is reached by loopback.
    [[nodiscard]] QString urlHost() const;
};

} // namespace fairlead
