// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/passwords.h"

#include "core/auth/secrets.h"

#include <QtConcurrent/QtConcurrentRun>

#include <sodium.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::auth {

namespace {

constexpr qsizetype minCharacters = 10;
constexpr qsizetype maxBytes = 256;
constexpr int maxThreads = 2;
// At 0.1 s each, with two threads: who is last waits for 3 s.
constexpr int maxWaiting = 64;

/// What a verification costs, for a user that is not there.
void wasteTime(const QByteArray &password, PasswordCost cost)
{
    const QByteArray salt = randomBytes(crypto_pwhash_SALTBYTES);
    QByteArray out(32, '\0');
    std::ignore = crypto_pwhash(reinterpret_cast<unsigned char *>(out.data()), quint64(out.size()),
                                password.constData(), quint64(password.size()),
                                reinterpret_cast<const unsigned char *>(salt.constData()), cost.operations,
                                cost.memory, crypto_pwhash_ALG_ARGON2ID13);
}

} // namespace

PasswordCost PasswordCost::interactive()
{
    return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}

PasswordCost PasswordCost::least()
{
    return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
}

Result<> checkPassword(const QString &password, const QString &userName)
{
    const auto bad = [](const QString &why) {
        return failure(ErrorCode::InvalidInput, u"the password"_s, why);
    };
    if (password.size() < minCharacters)
        return bad(u"use %1 characters or more"_s.arg(minCharacters));
    if (password.toUtf8().size() > maxBytes)
        return bad(u"use no more than %1 bytes"_s.arg(maxBytes));
    if (password.contains(QChar(u'\0')))
        return bad(u"it holds a character that cannot be typed"_s);
    if (std::ranges::all_of(password, [&](QChar c) { return c == password.front(); }))
        return bad(u"it is one character repeated"_s);
    if (password.compare(userName, Qt::CaseInsensitive) == 0)
        return bad(u"it is the user's name"_s);
    return {};
}

Result<QString> hashPassword(const QString &password, PasswordCost cost)
{
    std::ignore = randomBytes(1); // starts the library
    const QByteArray bytes = password.toUtf8();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), bytes.constData(), quint64(bytes.size()), cost.operations, cost.memory)
        != 0)
        return failure(ErrorCode::LimitReached, u"the memory for hashing passwords"_s);
    return QString::fromLatin1(hash.data());
}

bool verifyPassword(const QString &hash, const QString &password, PasswordCost cost)
{
    std::ignore = randomBytes(1);
    const QByteArray bytes = password.toUtf8().first(qMin(password.toUtf8().size(), maxBytes + 1));
    const QByteArray text = hash.toLatin1();
    // Another form, such as the one that stands for a locked account, must not be quicker either.
    if (!text.startsWith(crypto_pwhash_STRPREFIX) || text.size() >= qsizetype(crypto_pwhash_STRBYTES)) {
        wasteTime(bytes, cost);
        return false;
    }
    return crypto_pwhash_str_verify(text.constData(), bytes.constData(), quint64(bytes.size())) == 0;
}

Passwords::Passwords(PasswordCost cost) : m_cost(cost), m_waiting(std::make_shared<std::atomic<int>>(0))
{
    m_pool.setMaxThreadCount(maxThreads);
}

template<typename T>
Future<T> Passwords::run(std::function<Result<T>()> work)
{
    if (m_waiting->load() >= maxWaiting)
        return readyFuture<T>(failure(ErrorCode::LimitReached, u"the queue of logins"_s));
    m_waiting->fetch_add(1);
    return QtConcurrent::run(&m_pool, [waiting = m_waiting, work = std::move(work)] {
        Result<T> result = work();
        waiting->fetch_sub(1);
        return result;
    });
}

Future<QString> Passwords::hash(const QString &password)
{
    return run<QString>([password, cost = m_cost] { return hashPassword(password, cost); });
}

Future<bool> Passwords::verify(const QString &hash, const QString &password)
{
    return run<bool>(
        [hash, password, cost = m_cost] { return Result<bool>(verifyPassword(hash, password, cost)); });
}

} // namespace fairlead::auth
