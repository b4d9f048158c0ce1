// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <chrono>

namespace fairlead::net {

/// A certificate and its private key, both PEM (RFC 7468).
struct PemPair
{
    QByteArray certificate;
    QByteArray key; ///< PKCS #8, not encrypted
};

/// A new P-256 key with a certificate that it signed itself, for a server that its clients know by the
/// certificate's fingerprint. `names` are its DNS names and addresses; at least one. It is valid from an hour
/// before `now`, for clocks that are behind. InvalidInput for a name that cannot stand in a certificate.
[[nodiscard]] Result<PemPair> makeSelfSigned(const QStringList &names, Time now, std::chrono::days lifetime);

/// Whether the first private key in one text belongs to the first certificate in the other. A key with a
/// passphrase does not.
[[nodiscard]] bool belongTogether(const QByteArray &certificatePem, const QByteArray &keyPem);

} // namespace fairlead::net
