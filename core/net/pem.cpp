// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/pem.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

// A certificate chain has a few KB.
constexpr qint64 maxPem = 1024 * 1024;

} // namespace

Result<QByteArray> readPemFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::NotFound, path);
    if (!file.open(QIODevice::ReadOnly)) {
        const bool denied = file.error() == QFile::PermissionsError;
        return failure(denied ? ErrorCode::PermissionDenied : ErrorCode::Unavailable, path,
                       file.errorString());
    }
    QByteArray pem = file.read(maxPem + 1);
    if (pem.size() > maxPem)
        return failure(ErrorCode::TooLarge, path, u"a certificate or key takes at most 1 MiB"_s);
    return pem;
}

QSslKey privateKeyFromPem(const QByteArray &pem)
{
    // Qt does not tell the algorithm; one that is not the key's gives a null key.
    const QSslKey rsa(pem, QSsl::Rsa);
    return rsa.isNull() ? QSslKey(pem, QSsl::Ec) : rsa;
}

} // namespace fairlead::net
