// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <QUrl>

namespace fairlead::hub {

/// How agents find the hub. A hub writes it into its directory when it starts, so that commands on that
/// directory know it, too. Never made of a Host header, which the client writes.
struct Enrollment
{
    QUrl url;               ///< http:// or https://, without a path; empty: not known yet
    QByteArray fingerprint; ///< SHA-256 of a certificate that the hub signed itself; empty: there is none

    /// The command to paste on the server that shows `key`; empty while the URL is not known.
    [[nodiscard]] QString command(QByteArrayView key) const;

    /// What the last start wrote; an empty one before the first.
    [[nodiscard]] static Result<Enrollment> load(store::Connection &connection);
    [[nodiscard]] Result<> save(store::Connection &connection) const;

    friend bool operator==(const Enrollment &, const Enrollment &) = default;
};

} // namespace fairlead::hub
