// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/authservice.h"

#include "core/auth/apikey.h"
#include "tests/store/teststore.h"

#include <QSignalSpy>

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

class AuthServiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void loginAndIdentify();
    void refusalsAreAlike_data();
    void refusalsAreAlike();
    void guessesAreSlowedDown();
    void manyAtOnceCountEach();
    void ownSuccessDoesNotFreeTheAddress();
    void refreshAndReuse();
    void logoutCountsAtOnce();
    void roleIsNotInTheToken();
    void agents();
    void wrongAgentKeysAreSlowedDown();
    void firstStart();
    void passwordIsChangedByItsOwner();
    void passwordIsReset();

private:
    Result<Tokens> login(const QString &name, const QString &with, const QHostAddress &from = here)
    {
        return await(m_auth->login(name, with, from));
    }
    template<typename Work>
    auto inDatabase(Work work)
    {
        return await(m_database->run(work));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Database> m_database;
    std::unique_ptr<AuthService> m_auth;
    User m_ann;
    Time m_now;
};

void AuthServiceTest::init()
{
    m_now = start;
    m_directory = std::make_unique<QTemporaryDir>();
    m_database = std::make_unique<store::Database>(store::Database::Options{m_directory->path()});
    AuthService::Options options;
    options.cost = PasswordCost::least();
    m_auth = std::make_unique<AuthService>(
        *m_database, QByteArray(32, 'k'), [this] { return m_now; }, options, nullptr);
    m_ann = await(m_auth->accounts().add({.name = u"ann"_s, .role = Role::Operator}, password)).value();
}

void AuthServiceTest::cleanup()
{
    m_auth.reset();
    m_database.reset();
}

void AuthServiceTest::loginAndIdentify()
{
    const auto tokens = login(u"Ann"_s, password);
    QVERIFY2(tokens, why(tokens).constData());
    QCOMPARE(tokens->expiresIn, 15min);
    const auto identity = await(m_auth->identify(tokens->access));
    QVERIFY2(identity, why(identity).constData());
    QCOMPARE(identity->user, m_ann.id);
    QCOMPARE(identity->name, u"ann"_s);
    QCOMPARE(identity->role, Role::Operator);
    QCOMPARE(await(m_auth->identifyAgain(identity->user, identity->session)), identity);
    QCOMPARE(codeOf(await(m_auth->identify(tokens->refresh))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_auth->refresh(tokens->access))), ErrorCode::PermissionDenied);
    m_now += 15min;
    QCOMPARE(codeOf(await(m_auth->identify(tokens->access))), ErrorCode::PermissionDenied);
}

void AuthServiceTest::refusalsAreAlike_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("password");
    QTest::newRow("wrong password") << u"ann"_s << u"wrong password"_s;
    QTest::newRow("unknown user") << u"nobody"_s << password;
    QTest::newRow("disabled user") << u"bob"_s << password;
    QTest::newRow("no password") << u"ann"_s << QString();
    QTest::newRow("no name") << QString() << password;
    QTest::newRow("quote") << u"' OR 1=1 --"_s << password;
    QTest::newRow("huge") << QString(1'000'000, u'a') << QString(1'000'000, u'a');
}

void AuthServiceTest::refusalsAreAlike()
{
    QFETCH(QString, name);
    QVERIFY(await(m_auth->accounts().add({.name = u"bob"_s, .disabled = true}, password)));
    QFETCH(QString, password);
    const auto refused = login(name, password);
    QCOMPARE(refused.error(), login(u"ann"_s, u"other wrong one"_s, there).error());
    QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
}

void AuthServiceTest::guessesAreSlowedDown()
{
    for (int i = 0; i < 5; ++i)
        QCOMPARE(codeOf(login(u"ann"_s, u"guess"_s)), ErrorCode::PermissionDenied);
    const auto refused = login(u"ann"_s, password); // even the right one
    QCOMPARE(codeOf(refused), ErrorCode::LimitReached);
    QVERIFY(toSentence(refused.error()).contains("1 s"_L1));
    QCOMPARE(codeOf(login(u"ANN"_s, password, there)),
             ErrorCode::LimitReached);                                     // the account, from elsewhere
    QCOMPARE(codeOf(login(u"carl"_s, password)), ErrorCode::LimitReached); // the address, for another
    QCOMPARE(codeOf(login(u"carl"_s, password, there)), ErrorCode::PermissionDenied);
    m_now += 1s;
    QVERIFY(login(u"ann"_s, password));
}

void AuthServiceTest::manyAtOnceCountEach()
{
    QList<Future<Tokens>> all;
    for (int i = 0; i < 50; ++i)
        all += m_auth->login(u"ann"_s, u"guess %1"_s.arg(i), here);
    int tried = 0;
    for (const auto &one : all)
        tried += codeOf(await(one)) == ErrorCode::PermissionDenied ? 1 : 0;
    QCOMPARE(tried, 5);
}

void AuthServiceTest::ownSuccessDoesNotFreeTheAddress()
{
    QVERIFY(await(m_auth->accounts().add({.name = u"eve"_s}, password)));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(codeOf(login(u"victim%1"_s.arg(i), u"guess"_s)), ErrorCode::PermissionDenied);
        if (i < 4)
            QVERIFY(login(u"eve"_s, password));
    }
    QCOMPARE(codeOf(login(u"eve"_s, password)), ErrorCode::LimitReached);
}

void AuthServiceTest::refreshAndReuse()
{
    QSignalSpy reused(m_auth.get(), &AuthService::tokenReused);
    const auto first = login(u"ann"_s, password).value();
    const auto second = await(m_auth->refresh(first.refresh));
    QVERIFY2(second, why(second).constData());
    QVERIFY(await(m_auth->identify(second->access)));
    QVERIFY(reused.isEmpty());
    QCOMPARE(codeOf(await(m_auth->refresh(first.refresh))), ErrorCode::PermissionDenied);
    QCOMPARE(reused.size(), 1);
    QCOMPARE(codeOf(await(m_auth->refresh(second->refresh))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_auth->identify(second->access))), ErrorCode::PermissionDenied);
}

void AuthServiceTest::logoutCountsAtOnce()
{
    const auto tokens = login(u"ann"_s, password).value();
    QVERIFY(await(m_auth->logout(tokens.refresh)));
    QCOMPARE(codeOf(await(m_auth->identify(tokens.access))), ErrorCode::PermissionDenied);
    QVERIFY(await(m_auth->logout(tokens.refresh)));
}

void AuthServiceTest::roleIsNotInTheToken()
{
    const auto tokens = login(u"ann"_s, password).value();
    User changed = inDatabase([id = m_ann.id](Connection &c) { return Users(c).byId(id); }).value().value();
    changed.role = Role::Viewer;
    QVERIFY(inDatabase([changed](Connection &c) { return Users(c).update(changed); }));
    QCOMPARE(await(m_auth->identify(tokens.access)).value().role, Role::Viewer);
    changed.disabled = true;
    QVERIFY(inDatabase([changed](Connection &c) { return Users(c).update(changed); }));
    QCOMPARE(codeOf(await(m_auth->identify(tokens.access))), ErrorCode::PermissionDenied);
}

void AuthServiceTest::agents()
{
    const auto one = inDatabase([](Connection &c) { return registerServer(c, u"one"_s, {}, start); }).value();
    QCOMPARE(await(m_auth->agentLogin(one.key, here)), one.server.id);
    QVERIFY(inDatabase([id = one.server.id](Connection &c) { return revokeApiKeys(c, id, start); }));
    QCOMPARE(codeOf(await(m_auth->agentLogin(one.key, here))), ErrorCode::PermissionDenied);
}

void AuthServiceTest::wrongAgentKeysAreSlowedDown()
{
    const auto one = inDatabase([](Connection &c) { return registerServer(c, u"one"_s, {}, start); }).value();
    const auto two = inDatabase([](Connection &c) { return registerServer(c, u"two"_s, {}, start); }).value();
    QVERIFY(await(m_auth->agentLogin(one.key, here)));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(codeOf(await(m_auth->agentLogin(newApiKey(), here))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_auth->agentLogin(newApiKey(), here))), ErrorCode::LimitReached);
    QCOMPARE(codeOf(await(m_auth->agentLogin(two.key, here))), ErrorCode::LimitReached);
    QVERIFY(await(m_auth->agentLogin(two.key, there)));
    QVERIFY(await(m_auth->agentLogin(one.key, here))); // it was right before
    QVERIFY(inDatabase([id = one.server.id](Connection &c) { return revokeApiKeys(c, id, start); }));
    QCOMPARE(codeOf(await(m_auth->agentLogin(one.key, here))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_auth->agentLogin(one.key, here))), ErrorCode::LimitReached);
    m_now += 30s;
    QVERIFY(await(m_auth->agentLogin(two.key, here)));
}

void AuthServiceTest::firstStart()
{
    QCOMPARE(await(m_auth->accounts().ensureAdmin()).value().has_value(), false); // ann is there
    QVERIFY(inDatabase([id = m_ann.id](Connection &c) { return Users(c).remove(id); }));
    const auto admin = await(m_auth->accounts().ensureAdmin()).value();
    QVERIFY(admin);
    QCOMPARE(await(m_auth->accounts().ensureAdmin()).value().has_value(), false);
    const auto tokens = login(admin->name, admin->password);
    QVERIFY2(tokens, why(tokens).constData());
    QVERIFY(tokens->mustChangePassword);
    const Identity identity = await(m_auth->identify(tokens->access)).value();
    QCOMPARE(identity.role, Role::Admin);
    QVERIFY(identity.mustChangePassword);
    QVERIFY(await(m_auth->accounts().changePassword(identity, admin->password, password)));
    QVERIFY(!await(m_auth->identify(tokens->access)).value().mustChangePassword);
    QCOMPARE(codeOf(login(admin->name, admin->password)), ErrorCode::PermissionDenied);
}

void AuthServiceTest::passwordIsChangedByItsOwner()
{
    AccountService &accounts = m_auth->accounts();
    const auto own = login(u"ann"_s, password).value();
    const auto other = login(u"ann"_s, password).value();
    const Identity ann = await(m_auth->identify(own.access)).value();
    QCOMPARE(codeOf(await(accounts.changePassword(ann, password, password))), ErrorCode::InvalidInput);
    QCOMPARE(codeOf(await(accounts.changePassword(ann, password, u"short"_s))), ErrorCode::InvalidInput);
    QVERIFY(await(accounts.changePassword(ann, password, u"battery staple"_s)));
    QVERIFY(await(m_auth->identify(own.access)));
    QCOMPARE(codeOf(await(m_auth->identify(other.access))), ErrorCode::PermissionDenied);
    QVERIFY(login(u"ann"_s, u"battery staple"_s));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(codeOf(await(accounts.changePassword(ann, u"guess"_s, password))),
                 ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(accounts.changePassword(ann, u"battery staple"_s, password))),
             ErrorCode::LimitReached);
}

void AuthServiceTest::passwordIsReset()
{
    const auto tokens = login(u"ann"_s, password).value();
    QCOMPARE(codeOf(await(m_auth->accounts().resetPassword(m_ann, u"short"_s, true))),
             ErrorCode::InvalidInput);
    QVERIFY(await(m_auth->accounts().resetPassword(m_ann, u"battery staple"_s, true)));
    QCOMPARE(codeOf(await(m_auth->identify(tokens.access))), ErrorCode::PermissionDenied);
    QVERIFY(login(u"ann"_s, u"battery staple"_s).value().mustChangePassword);
}

QTEST_GUILESS_MAIN(AuthServiceTest)
#include "authservice.moc"
