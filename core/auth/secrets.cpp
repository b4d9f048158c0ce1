// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/secrets.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <sodium.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace fairlead::auth {

namespace {

constexpr qsizetype keySize = 32;
// 31 signs: no 0 O 1 l I and no i o, which one reads out wrongly.
constexpr QLatin1StringView passwordSigns{"abcdefghjkmnpqrstuvwxyz23456789"};
constexpr int passwordLength = 20;
constexpr int passwordGroup = 5;

/// Safe to call again, and from several threads.
void startSodium()
{
    if (sodium_init() < 0)
        qFatal("libsodium found no source of random numbers");
}

/// Writes the key beside `name` and gives it that name unless somebody else was quicker: link() never
/// replaces.
Result<> makeKey(const QString &name)
{
    QTemporaryFile file(name + ".XXXXXX"_L1); // 0600
    const QByteArray key = randomBytes(keySize);
    if (!file.open() || file.write(key) != key.size() || !file.flush() || ::fsync(file.handle()) != 0)
        return failure(ErrorCode::PermissionDenied, name, file.errorString());
    if (::link(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(name).constData()) != 0
        && errno != EEXIST)
        return failure(ErrorCode::PermissionDenied, name, qt_error_string(errno));
    return {};
}

Result<QByteArray> readKey(QFile &file)
{
    // Of the open file: the name may mean another one by now.
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                          | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    if (file.permissions() & others)
        return failure(
            ErrorCode::PermissionDenied, file.fileName(),
            u"others may read this secret; make a new one, or take that right from them with chmod 600"_s);
    const QByteArray key = file.read(keySize + 1);
    if (key.size() != keySize)
        return failure(ErrorCode::InvalidInput, file.fileName(), u"it does not hold %1 bytes"_s.arg(keySize));
    return key;
}

} // namespace

QByteArray randomBytes(qsizetype size)
{
    startSodium();
    QByteArray bytes(size, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(size));
    return bytes;
}

QByteArray randomToken()
{
    return randomBytes(keySize).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QString randomPassword()
{
    startSodium();
    QString password;
    for (int i = 0; i < passwordLength; ++i) {
        if (i > 0 && i % passwordGroup == 0)
            password += u'-';
        password += passwordSigns[qsizetype(randombytes_uniform(quint32(passwordSigns.size())))];
    }
    return password;
}

QByteArray sha256(QByteArrayView bytes)
{
    QByteArray hash(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    crypto_hash_sha256(reinterpret_cast<unsigned char *>(hash.data()),
                       reinterpret_cast<const unsigned char *>(bytes.data()), quint64(bytes.size()));
    return hash;
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    // The length may show; that of our secrets is known.
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), size_t(a.size())) == 0;
}

Result<QByteArray> loadOrMakeKey(const QString &name)
{
    QFile file(name);
    if (!file.exists()) {
        if (auto made = makeKey(name); !made)
            return std::unexpected(std::move(made).error());
    }
    if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(ErrorCode::PermissionDenied, name, file.errorString());
    return readKey(file);
}

} // namespace fairlead::auth
