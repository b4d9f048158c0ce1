// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/tlsfiles.h"

#include "core/net/pem.h"

#include <QSslCertificate>
#include <QSslKey>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

Result<QSslKey> toKey(const QByteArray &pem, const QString &name)
{
    if (QSslKey key = net::privateKeyFromPem(pem); !key.isNull())
        return key;
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
    const auto certificatePem = net::readPemFile(certificateFile);
    if (!certificatePem)
        return std::unexpected(certificatePem.error());
    const auto keyPem = net::readPemFile(keyFile);
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
