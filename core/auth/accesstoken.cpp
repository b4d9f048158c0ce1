// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accesstoken.h"

#include <jwt.h>

#include <cerrno>
#include <memory>

using namespace Qt::StringLiterals;

namespace fairlead::auth {

namespace {

// Ours have some 250 bytes.
constexpr qsizetype maxToken = 2048;

struct FreeJwt
{
    void operator()(jwt_t *jwt) const { jwt_free(jwt); }
    void operator()(char *text) const { jwt_free_str(text); }
};
using Jwt = std::unique_ptr<jwt_t, FreeJwt>;

std::unexpected<Error> refuse(const QString &why)
{
    return failure(ErrorCode::PermissionDenied, u"the access token"_s, why);
}

long toSeconds(Time time)
{
    return long(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

/// A NumericDate that is there and whole.
std::optional<Time> timeOf(const Jwt &jwt, const char *name)
{
    errno = 0;
    const long seconds = jwt_get_grant_int(jwt.get(), name);
    // Beyond this, milliseconds would overflow.
    constexpr long most = 1L << 40;
    if (errno != 0 || seconds <= 0 || seconds > most)
        return std::nullopt;
    return Time(std::chrono::seconds(seconds));
}

Jwt parse(const QByteArray &token, const QByteArray &key)
{
    jwt_t *jwt = nullptr;
    const auto *keyBytes = key.isEmpty() ? nullptr : reinterpret_cast<const unsigned char *>(key.constData());
    if (jwt_decode(&jwt, token.constData(), keyBytes, int(key.size())) != 0)
        return nullptr;
    return Jwt(jwt);
}

/// The header alone decides, before any key is used: a key whose use depends on what a token says about
/// itself is how "none" and RS256-as-HS256 got in elsewhere.
bool hasOurAlgorithm(const QByteArray &token)
{
    const Jwt jwt = parse(token, {});
    // Not jwt_get_alg(), which is "none" as long as there is no key.
    const char *algorithm = jwt ? jwt_get_header(jwt.get(), "alg") : nullptr;
    return QByteArrayView(algorithm) == "HS256";
}

Result<> checkTimes(const Jwt &jwt, Time now)
{
    const auto issued = timeOf(jwt, "iat");
    const auto notBefore = timeOf(jwt, "nbf");
    const auto expires = timeOf(jwt, "exp");
    if (!issued || !notBefore || !expires)
        return refuse(u"iat, nbf or exp is missing"_s);
    if (*issued > now + AccessTokens::skew || *notBefore > now + AccessTokens::skew)
        return refuse(u"it is not valid yet"_s);
    if (*expires <= now)
        return refuse(u"it has expired"_s);
    if (*expires > *issued + AccessTokens::lifetime)
        return refuse(u"it would live longer than any of ours"_s);
    return {};
}

Result<Claims> readClaims(const Jwt &jwt)
{
    const char *subject = jwt_get_grant(jwt.get(), "sub");
    const char *session = jwt_get_grant(jwt.get(), "sid");
    bool isNumber = false;
    const qint64 user = QByteArray(subject).toLongLong(&isNumber);
    if (!isNumber || user <= 0 || !session || *session == '\0')
        return refuse(u"sub or sid is missing"_s);
    return Claims{
        .user = user, .session = QString::fromUtf8(session), .expires = timeOf(jwt, "exp").value_or(Time())};
}

} // namespace

AccessTokens::AccessTokens(QByteArray key, Clock clock) : m_key(std::move(key)), m_clock(std::move(clock)) {}

QByteArray AccessTokens::issue(qint64 user, const QString &session) const
{
    jwt_t *made = nullptr;
    if (jwt_new(&made) != 0)
        qBadAlloc();
    const Jwt jwt(made);
    const Time now = m_clock();
    const bool good =
        jwt_set_alg(made, JWT_ALG_HS256, reinterpret_cast<const unsigned char *>(m_key.constData()),
                    int(m_key.size()))
            == 0
        && jwt_add_grant(made, "sub", QByteArray::number(user).constData()) == 0
        && jwt_add_grant(made, "sid", session.toUtf8().constData()) == 0
        && jwt_add_grant_int(made, "iat", toSeconds(now)) == 0
        && jwt_add_grant_int(made, "nbf", toSeconds(now)) == 0
        && jwt_add_grant_int(made, "exp", toSeconds(now + lifetime)) == 0;
    const std::unique_ptr<char, FreeJwt> text(good ? jwt_encode_str(made) : nullptr);
    return QByteArray(text.get());
}

Result<Claims> AccessTokens::verify(const QByteArray &token) const
{
    // A byte 0 would hide what follows from the library.
    if (token.isEmpty() || token.size() > maxToken || token.contains('\0'))
        return refuse(u"it is malformed"_s);
    if (!hasOurAlgorithm(token))
        return refuse(u"it is malformed, or not signed with HS256"_s);
    const Jwt jwt = parse(token, m_key);
    if (!jwt || jwt_get_alg(jwt.get()) != JWT_ALG_HS256)
        return refuse(u"its signature is wrong"_s);
    return checkTimes(jwt, m_clock()).and_then([&] { return readClaims(jwt); });
}

} // namespace fairlead::auth
