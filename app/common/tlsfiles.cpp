// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/tlsfiles.h"

#include "core/net/pem.h"
#include "core/net/selfsigned.h"
#include "core/store/datadirectory.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSslCertificate>
#include <QSslKey>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

// Agents know a hub by the fingerprint: each new certificate has all of them enrolled again.
constexpr std::chrono::days lifetime{3650};
constexpr std::chrono::days renewBefore{30};

bool isWorn(const QString &certificateFile, Time now)
{
    const auto pem = net::readPemFile(certificateFile);
    const QSslCertificate certificate = QSslCertificate(pem.value_or(QByteArray()), QSsl::Pem);
    const auto end = (now + renewBefore).time_since_epoch().count();
    return !certificate.isNull() && certificate.expiryDate().toMSecsSinceEpoch() < end;
}

Result<> write(const QString &name, const QByteArray &pem, QFile::Permissions permissions)
{
    QSaveFile file(name);
    // Before the key is in it.
    const bool isReady = file.open(QIODevice::WriteOnly) && file.setPermissions(permissions);
    if (!isReady || file.write(pem) != pem.size() || !file.commit())
        return failure(ErrorCode::Unavailable, name, file.errorString());
    return {};
}

/// The certificate goes first and comes last: one that is there always has its key.
Result<> makePair(const TlsFiles &files, const QStringList &names, Time now)
{
    const auto pair = net::makeSelfSigned(names, now, lifetime);
    if (!pair)
        return std::unexpected(pair.error());
    if (QFile::exists(files.certificate) && !QFile::remove(files.certificate))
        return failure(ErrorCode::PermissionDenied, files.certificate, u"it cannot be replaced"_s);
    constexpr QFile::Permissions owner = QFile::ReadOwner | QFile::WriteOwner;
    return write(files.key, pair->key, owner).and_then([&] {
        return write(files.certificate, pair->certificate, owner | QFile::ReadGroup | QFile::ReadOther);
    });
}

Result<QSslKey> toKey(const QByteArray &pem, const QString &name)
{
    if (QSslKey key = net::privateKeyFromPem(pem); !key.isNull())
        return key;
    return failure(ErrorCode::InvalidInput, name,
                   u"it holds no RSA or EC private key in PEM form without a passphrase"_s);
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
    if (!net::belongTogether(*certificatePem, *keyPem))
        return failure(ErrorCode::InvalidInput, keyFile, u"it is not the key of %1"_s.arg(certificateFile));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(*key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // clients need no certificate
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return configuration;
}

TlsFiles selfSignedFiles(const QString &directory)
{
    return {QDir(directory).filePath(u"tls.crt"_s), QDir(directory).filePath(u"tls.key"_s)};
}

Result<TlsFiles> ensureSelfSigned(const QString &directory, const QStringList &names, Time now)
{
    if (auto made = store::prepareDirectory(directory); !made)
        return std::unexpected(std::move(made).error());
    const TlsFiles files = selfSignedFiles(directory);
    const bool isThere = QFile::exists(files.certificate) && QFile::exists(files.key);
    if (!isThere || isWorn(files.certificate, now)) {
        if (auto made = makePair(files, names, now); !made)
            return std::unexpected(std::move(made).error());
    }
    return store::preparePrivateFile(files.key).transform([&] { return files; });
}

QByteArray fingerprintOf(const QSslConfiguration &tls)
{
    return tls.localCertificate().digest(QCryptographicHash::Sha256);
}

QStringList missingNames(const QSslConfiguration &tls, const QStringList &names)
{
    QStringList missing;
    const auto known = tls.localCertificate().subjectAlternativeNames().values();
    for (const QString &name : names) {
        if (!known.contains(name, Qt::CaseInsensitive))
            missing += name;
    }
    return missing;
}

} // namespace fairlead
