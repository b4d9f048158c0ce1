// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/authservice.h"

#include "tests/auth/authfixture.h"

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
    void init() { m_fixture = std::make_unique<AuthFixture>(); }
    void loginAndIdentify();
    void refusalsAreAlike_data();
    void refusalsAreAlike();
    void guessesAreSlowedDown();
    void manyAtOnceCountEach();
    void ownSuccessDoesNotFreeTheAddress();
    void refreshAndReuse();
    void logoutCountsAtOnce();
    void roleIsNotInTheToken();

private:
    Result<Tokens> login(const QString &name, const QString &with, const QHostAddress &from = here)
    {
        return m_fixture->login(name, with, from);
    }

    std::unique_ptr<AuthFixture> m_fixture;
};

void AuthServiceTest::loginAndIdentify()
{
    const auto tokens = login(u"Ann"_s, password);
    QVERIFY2(tokens, why(tokens).constData());
    QCOMPARE(tokens->expiresIn, 15min);
    const auto identity = await(m_fixture->service.identify(tokens->access));
    QVERIFY2(identity, why(identity).constData());
    QCOMPARE(identity->user, m_fixture->ann.id);
    QCOMPARE(identity->name, u"ann"_s);
    QCOMPARE(identity->role, Role::Operator);
    QCOMPARE(await(m_fixture->service.identifyAgain(identity->user, identity->session)), identity);
    QCOMPARE(codeOf(await(m_fixture->service.identify(tokens->refresh))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_fixture->service.refresh(tokens->access))), ErrorCode::PermissionDenied);
    m_fixture->now += 15min;
    QCOMPARE(codeOf(await(m_fixture->service.identify(tokens->access))), ErrorCode::PermissionDenied);
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
    QVERIFY(await(m_fixture->service.accounts().add({.name = u"bob"_s, .disabled = true}, password)));
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
    m_fixture->now += 1s;
    QVERIFY(login(u"ann"_s, password));
}

void AuthServiceTest::manyAtOnceCountEach()
{
    QList<Future<Tokens>> all;
    for (int i = 0; i < 50; ++i)
        all += m_fixture->service.login(u"ann"_s, u"guess %1"_s.arg(i), here);
    int tried = 0;
    for (const auto &one : all)
        tried += codeOf(await(one)) == ErrorCode::PermissionDenied ? 1 : 0;
    QCOMPARE(tried, 5);
}

void AuthServiceTest::ownSuccessDoesNotFreeTheAddress()
{
    QVERIFY(await(m_fixture->service.accounts().add({.name = u"eve"_s}, password)));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(codeOf(login(u"victim%1"_s.arg(i), u"guess"_s)), ErrorCode::PermissionDenied);
        if (i < 4)
            QVERIFY(login(u"eve"_s, password));
    }
    QCOMPARE(codeOf(login(u"eve"_s, password)), ErrorCode::LimitReached);
}

void AuthServiceTest::refreshAndReuse()
{
    QSignalSpy reused(&m_fixture->service, &AuthService::tokenReused);
    const auto first = login(u"ann"_s, password).value();
    const auto second = await(m_fixture->service.refresh(first.refresh));
    QVERIFY2(second, why(second).constData());
    QVERIFY(await(m_fixture->service.identify(second->access)));
    QVERIFY(reused.isEmpty());
    QCOMPARE(codeOf(await(m_fixture->service.refresh(first.refresh))), ErrorCode::PermissionDenied);
    QCOMPARE(reused.size(), 1);
    QCOMPARE(codeOf(await(m_fixture->service.refresh(second->refresh))), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(await(m_fixture->service.identify(second->access))), ErrorCode::PermissionDenied);
}

void AuthServiceTest::logoutCountsAtOnce()
{
    const auto tokens = login(u"ann"_s, password).value();
    QVERIFY(await(m_fixture->service.logout(tokens.refresh)).value_or(false));
    QCOMPARE(codeOf(await(m_fixture->service.identify(tokens.access))), ErrorCode::PermissionDenied);
    QVERIFY(!await(m_fixture->service.logout(tokens.refresh)).value_or(true)); // there was nothing to end
}

void AuthServiceTest::roleIsNotInTheToken()
{
    const auto tokens = login(u"ann"_s, password).value();
    User changed =
        m_fixture->inDatabase([id = m_fixture->ann.id](Connection &c) { return Users(c).byId(id); })
            .value()
            .value();
    changed.role = Role::Viewer;
    QVERIFY(m_fixture->inDatabase([changed](Connection &c) { return Users(c).update(changed); }));
    QCOMPARE(await(m_fixture->service.identify(tokens.access)).value().role, Role::Viewer);
    changed.disabled = true;
    QVERIFY(m_fixture->inDatabase([changed](Connection &c) { return Users(c).update(changed); }));
    QCOMPARE(codeOf(await(m_fixture->service.identify(tokens.access))), ErrorCode::PermissionDenied);
}

QTEST_GUILESS_MAIN(AuthServiceTest)
#include "authservice.moc"
