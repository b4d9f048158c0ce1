// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/authorize.h"

namespace fairlead::auth {

// A key for a program that collects the hub's own numbers, such as Prometheus, which cannot log in again
// every quarter of an hour. It stands for nobody: authorize() lets it read these numbers and nothing else.

/// "fls_" and 256 random bits in base64url: shown once, kept as a hash.
[[nodiscard]] QByteArray newScrapeKey();
/// Whether it can be one at all.
[[nodiscard]] bool isScrapeKey(QByteArrayView text);

/// Adds a key and returns it. Errors as store::ScrapeKeys::add().
[[nodiscard]] Result<QByteArray> addScrapeKey(store::Connection &connection, const QString &name, Time now);
/// What the key stands for. PermissionDenied for every key that is malformed, unknown or removed.
[[nodiscard]] Result<Identity> identityOfScrapeKey(store::Connection &connection, QByteArrayView key);

} // namespace fairlead::auth
