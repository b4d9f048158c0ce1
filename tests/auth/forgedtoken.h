// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

namespace fairlead::test {

/// A JWT made by hand, whatever its header says: signed with HMAC-SHA-256; not signed when there is no key.
inline QByteArray forge(const QByteArray &header, const QByteArray &claims, const QByteArray &key)
{
    constexpr auto url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray content = header.toBase64(url) + '.' + claims.toBase64(url);
    const QByteArray signature =
        key.isEmpty() ? QByteArray()
                      : QMessageAuthenticationCode::hash(content, key, QCryptographicHash::Sha256);
    return content + '.' + signature.toBase64(url);
}

} // namespace fairlead::test
