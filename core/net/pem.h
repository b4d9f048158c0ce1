// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QSslKey>
#include <QString>

namespace fairlead::net {

/// The content of a file of certificates or keys (PEM, RFC 7468), not looked at yet. NotFound,
/// PermissionDenied, Unavailable; TooLarge beyond 1 MiB.
[[nodiscard]] Result<QByteArray> readPemFile(const QString &path);

/// An RSA or EC private key without a passphrase; null when the text holds none.
[[nodiscard]] QSslKey privateKeyFromPem(const QByteArray &pem);

} // namespace fairlead::net
