// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountservice.h"

#include "core/auth/apikey.h"
#include "tests/auth/authfixture.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Connection;
using store::Role;
using store::User;
using store::Users;

namespace {

const QString password = u"correct horse"_s;
const QHostAddress here(u"192.0.2.1"_s);
const QHostAddress there(u"192.0.2.2"_s);

} // namespace

/// The users' passwords and the agents' keys.
class AccountServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<AuthFixture>(); }
    void agents();
    void wrongAgentKeysAreSlowedDown();
    void firstStart();
    void passwordIsChangedByItsOwner();
    void passwordIsReset();

private:
    Result<Tokens> login(const QString &name, const QString &with, const QHostAddress &from = here)
    {
        return m_fixture->login(name, with, from);
    }

    std::unique_ptr<AuthFixture> m_fixture;
};

void AccountServiceTest::agents()
{
    const auto one =
        m_fixture->inDatabase([](Connection &c) { return registerServer(c, u"one"_s, {}, start); }).value();
    QCOMPARE(await(m_fixture->service.agentLogin(one.key, here)), one.server.id);
    QVERIFY(
        m_fixture->inDatabase([id = one.server.id](Connection &c) { return revokeApiKeys(c, id, start); }));
    QCOMPARE(codeOf(await(m_fixture->service.agentLogin(one.key, here))), ErrorCode::PermissionDenied);
}

void AccountServiceTest::wrongAgentKeysAreSlowedDown()
{
    const auto one =
        m_fixture->inDatabase([](Connection &c) { return registerServer(c, u"one"_s, {}, start); }).value();
    const auto two =
        m_fixture->inDatabase([](Connection &c) { return registerServer(c, u"two"_s, {}, start); }).value();
    QVERIFY(await(m_fixture->service.agentLogin(one.key, here)));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(codeOf(await(m_fixture->service.agentLogin(newApiKey(), here))),
                 ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_fixture->service.agentLogin(newApiKey(), here))), ErrorCode::LimitReached);
    QCOMPARE(codeOf(await(m_fixture->service.agentLogin(two.key, here))), ErrorCode::LimitReached);
    QVERIFY(await(m_fixture->service.agentLogin(two.key, there)));
    QVERIFY(await(m_fixture->service.agentLogin(one.key, here))); // it was right before
    QVERIFY(
        m_fixture->inDatabase([id = one.server.id](Connection &c) { return revokeApiKeys(c, id, start); }));
    QCOMPARE(codeOf(await(m_fixture->service.agentLogin(one.key, here))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_fixture->service.agentLogin(one.key, here))), ErrorCode::LimitReached);
    m_fixture->now += 30s;
    QVERIFY(await(m_fixture->service.agentLogin(two.key, here)));
}

void AccountServiceTest::firstStart()
{
    QCOMPARE(await(m_fixture->service.accounts().ensureAdmin()).value().has_value(), false); // ann is there
    QVERIFY(m_fixture->inDatabase([id = m_fixture->ann.id](Connection &c) { return Users(c).remove(id); }));
    const auto admin = await(m_fixture->service.accounts().ensureAdmin()).value();
    QVERIFY(admin);
    QCOMPARE(await(m_fixture->service.accounts().ensureAdmin()).value().has_value(), false);
    const auto tokens = login(admin->name, admin->password);
    QVERIFY2(tokens, why(tokens).constData());
    QVERIFY(tokens->mustChangePassword);
    const Identity identity = await(m_fixture->service.identify(tokens->access)).value();
    QCOMPARE(identity.role, Role::Admin);
    QVERIFY(identity.mustChangePassword);
    QVERIFY(await(m_fixture->service.accounts().changePassword(identity, admin->password, password)));
    QVERIFY(!await(m_fixture->service.identify(tokens->access)).value().mustChangePassword);
    QCOMPARE(codeOf(login(admin->name, admin->password)), ErrorCode::PermissionDenied);
}

void AccountServiceTest::passwordIsChangedByItsOwner()
{
    AccountService &accounts = m_fixture->service.accounts();
    const auto own = login(u"ann"_s, password).value();
    const auto other = login(u"ann"_s, password).value();
    const Identity ann = await(m_fixture->service.identify(own.access)).value();
    QCOMPARE(codeOf(await(accounts.changePassword(ann, password, password))), ErrorCode::InvalidInput);
    QCOMPARE(codeOf(await(accounts.changePassword(ann, password, u"short"_s))), ErrorCode::InvalidInput);
    QVERIFY(await(accounts.changePassword(ann, password, u"battery staple"_s)));
    QVERIFY(await(m_fixture->service.identify(own.access)));
    QCOMPARE(codeOf(await(m_fixture->service.identify(other.access))), ErrorCode::PermissionDenied);
    QVERIFY(login(u"ann"_s, u"battery staple"_s));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(codeOf(await(accounts.changePassword(ann, u"guess"_s, password))),
                 ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(accounts.changePassword(ann, u"battery staple"_s, password))),
             ErrorCode::LimitReached);
}

void AccountServiceTest::passwordIsReset()
{
    const auto tokens = login(u"ann"_s, password).value();
    QCOMPARE(codeOf(await(m_fixture->service.accounts().resetPassword(m_fixture->ann, u"short"_s, true))),
             ErrorCode::InvalidInput);
    QVERIFY(await(m_fixture->service.accounts().resetPassword(m_fixture->ann, u"battery staple"_s, true)));
    QCOMPARE(codeOf(await(m_fixture->service.identify(tokens.access))), ErrorCode::PermissionDenied);
    QVERIFY(login(u"ann"_s, u"battery staple"_s).value().mustChangePassword);
}

QTEST_GUILESS_MAIN(AccountServiceTest)
#include "accountservice.moc"
