// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/selfsigned.h"

#include <QHostAddress>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <memory>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

template<auto release>
struct Release
{
    void operator()(auto *pointer) const { release(pointer); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;

constexpr std::chrono::hours slowClocks{1};

bool isDnsName(const QString &name)
{
    constexpr qsizetype longest = 253;
    const auto isPart = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'-'
               || c == u'.' || c == u'_';
    };
    return !name.isEmpty() && name.size() <= longest && std::ranges::all_of(name, isPart);
}

/// As OpenSSL's configuration writes it: "DNS:a,IP:::1". The names are checked, so that none adds another.
Result<QByteArray> alternativeNames(const QStringList &names)
{
    QByteArrayList entries;
    for (const QString &name : names) {
        const QHostAddress address(name);
        if (!address.isNull() && address.scopeId().isEmpty())
            entries.append("IP:" + address.toString().toLatin1());
        else if (isDnsName(name))
            entries.append("DNS:" + name.toLatin1());
        else
            return failure(ErrorCode::InvalidInput, u"the name \"%1\""_s.arg(name),
                           u"a certificate needs a host name or an address"_s);
    }
    if (entries.isEmpty())
        return failure(ErrorCode::InvalidInput, u"the certificate"_s, u"it needs a name"_s);
    return entries.join(',');
}

bool addExtension(X509 *certificate, int kind, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.constData()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool setSerial(X509 *certificate)
{
    // RFC 5280 §4.1.2.2: positive, at most 20 bytes.
    std::array<unsigned char, 16> random{};
    if (RAND_bytes(random.data(), int(random.size())) != 1)
        return false;
    random.front() = (random.front() & 0x7f) | 0x40;
    const std::unique_ptr<BIGNUM, Release<BN_free>> number(
        BN_bin2bn(random.data(), int(random.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool fill(X509 *certificate, EVP_PKEY *key, const QByteArray &names, Time now, std::chrono::days lifetime)
{
    const auto begin = std::chrono::system_clock::to_time_t(now - slowClocks);
    const auto end = std::chrono::system_clock::to_time_t(now + lifetime);
    X509_NAME *subject = X509_get_subject_name(certificate);
    const auto *commonName = reinterpret_cast<const unsigned char *>("Fairlead");
    return X509_set_version(certificate, X509_VERSION_3) == 1 && setSerial(certificate)
           && ASN1_TIME_set(X509_getm_notBefore(certificate), begin)
           && ASN1_TIME_set(X509_getm_notAfter(certificate), end)
           && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, commonName, -1, -1, 0) == 1
           && X509_set_issuer_name(certificate, subject) == 1 && X509_set_pubkey(certificate, key) == 1
           && addExtension(certificate, NID_basic_constraints, "critical,CA:FALSE")
           && addExtension(certificate, NID_key_usage, "critical,digitalSignature")
           && addExtension(certificate, NID_ext_key_usage, "serverAuth")
           && addExtension(certificate, NID_subject_alt_name, names)
           && X509_sign(certificate, key, EVP_sha256()) > 0;
}

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

Bio toBio(const QByteArray &text)
{
    return Bio(BIO_new_mem_buf(text.constData(), int(text.size())));
}

/// Instead of OpenSSL's own, which asks at the terminal.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

} // namespace

Result<PemPair> makeSelfSigned(const QStringList &names, Time now, std::chrono::days lifetime)
{
    const auto entries = alternativeNames(names);
    if (!entries)
        return std::unexpected(entries.error());
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    const Bio certificateText(BIO_new(BIO_s_mem()));
    const Bio keyText(BIO_new(BIO_s_secmem()));
    const bool made =
        key && certificate && certificateText && keyText
        && fill(certificate.get(), key.get(), *entries, now, lifetime)
        && PEM_write_bio_X509(certificateText.get(), certificate.get()) == 1
        && PEM_write_bio_PKCS8PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
               == 1;
    ERR_clear_error();
    if (!made)
        return failure(ErrorCode::TlsFailed, u"the certificate"_s, u"OpenSSL cannot make it"_s);
    return PemPair{contentOf(certificateText.get()), contentOf(keyText.get())};
}

bool belongTogether(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    const Certificate certificate(
        PEM_read_bio_X509(toBio(certificatePem).get(), nullptr, noPassphrase, nullptr));
    const Key key(PEM_read_bio_PrivateKey(toBio(keyPem).get(), nullptr, noPassphrase, nullptr));
    const bool together = certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
    ERR_clear_error(); // or the next TLS connection would take what is left for its own
    return together;
}

} // namespace fairlead::net
