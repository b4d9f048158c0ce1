// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArrayView>
#include <QStringList>

namespace fairlead::exec {

/// What a client asks for in the query of its opening request: `?tty=true&command=ls&command=-l`.
struct Opening
{
    bool tty = false;
    QStringList command; ///< argv, never empty

    friend bool operator==(const Opening &, const Opening &) = default;
};

/// Reads a query as sent, still encoded. Percent sequences and '+' are decoded as Node's querystring does, a
/// malformed sequence stands for itself; `tty` is compared without case; other keys are ignored. InvalidInput
/// when there is no command, or one that is not UTF-8, holds a NUL, or has too many arguments; the error's
/// sentence is fit for the client.
[[nodiscard]] Result<Opening> parseOpening(QByteArrayView query);

/// The values of another key of such a query, decoded in the same way, in order. InvalidInput names the key.
[[nodiscard]] Result<QStringList> valuesOf(QByteArrayView query, QByteArrayView key);

/// The query for an opening, encoded.
[[nodiscard]] QByteArray encodeOpening(const Opening &opening);

} // namespace fairlead::exec
