// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

namespace fairlead::auth {

/// From the system's cryptographic source.
[[nodiscard]] QByteArray randomBytes(qsizetype size);
/// 256 random bits as 43 characters of base64url (RFC 4648 §5, without padding).
[[nodiscard]] QByteArray randomToken();
/// A password that a person can type: 20 letters and digits in groups of five, without those that look alike;
/// over 95 bits.
[[nodiscard]] QString randomPassword();

/// For secrets of 256 random bits; passwords need a slow hash.
[[nodiscard]] QByteArray sha256(QByteArrayView bytes);
/// Compares without telling by its duration where the difference is.
[[nodiscard]] bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

/// The 32 bytes in a file that its owner alone may read (0600). Makes it when it is missing, at once whole:
/// two programs that start together end up with the same bytes. PermissionDenied when others may read it,
/// or it cannot be read; InvalidInput when it has another size.
[[nodiscard]] Result<QByteArray> loadOrMakeKey(const QString &file);

} // namespace fairlead::auth
