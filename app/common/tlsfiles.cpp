// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/tlsfiles.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr qint64 maxPem = 1024 * 1024;

Result<QByteArray> readFile(const QString &name)
{
    QFile file(name);
    if (!file.exists())
        return failure(ErrorCode::NotFound, name);
    if (!file.open(QIODevice::ReadOnly)) {
        const bool denied = file.error() == QFile::PermissionsError;
        return failure(denied ? ErrorCode::PermissionDenied : ErrorCode::Unavailable, name,
                       file.errorString());
    }
    QByteArray pem = file.read(maxPem + 1);
    if (pem.size() > maxPem)
        return failure(ErrorCode::TooLarge, name, u"a certificate or key takes at most 1 MiB"_s);
    return pem;
}

Result<QSslKey> toKey(const QByteArray &pem, const QString &name)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return failure(ErrorCode::InvalidInput, name,
                   u"it holds no RSA or EC private key in PEM form without a passphrase"_s);
}

/// An RSA private key holds the modulus that its certificate shows; Qt has no call to compare the two.
bool belongTogether(const QSslCertificate &certificate, const QSslKey &key)
{
    const QSslKey shown = certificate.publicKey();
    if (shown.algorithm() != key.algorithm() || shown.length() != key.length())
        return false;
    if (key.algorithm() != QSsl::Rsa)
        return true;
    constexpr qsizetype sample = 32;
    const QByteArray modulus = shown.toDer();
    return key.toDer().contains(modulus.sliced(modulus.size() / 2, sample));
}

} // namespace

Result<QSslConfiguration> loadServerTls(const QString &certificateFile, const QString &keyFile)
{
    const auto certificatePem = readFile(certificateFile);
    if (!certificatePem)
        return std::unexpected(certificatePem.error());
    const auto keyPem = readFile(keyFile);
    if (!keyPem)
        return std::unexpected(keyPem.error());
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return failure(ErrorCode::InvalidInput, certificateFile, u"it holds no certificate in PEM form"_s);
    const auto key = toKey(*keyPem, keyFile);
    if (!key)
        return std::unexpected(key.error());
    if (!belongTogether(chain.first(), *key))
        return failure(ErrorCode::InvalidInput, keyFile, u"it is not the key of %1"_s.arg(certificateFile));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(*key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // clients need no certificate
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return configuration;
}

} // namespace fairlead
