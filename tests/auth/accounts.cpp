// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accounts.h"

#include "core/auth/secrets.h"
#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Role;
using store::User;
using store::Users;

class AccountsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refreshTokensRotate();
    void reuseEndsTheSession();
    void refreshTokensExpire();
    void sessionEndsWhateverIsRefreshed();
    void unknownTokens_data();
    void unknownTokens();
    void logoutEndsOneSession();
    void disabledUserIsNobody();
    void identityIsLookedUp();
    void sessionBelongsToItsUser();
    void passwordChangeEndsOtherSessions();
    void usersAreChecked();

private:
    OpenedSession login(Time at = start) { return openSession(**m_store, m_ann, u"::1"_s, at).value(); }
    std::expected<OpenedSession, RefreshRefusal> refresh(const QByteArray &token, Time at = start)
    {
        return refreshSession(**m_store, token, at).value();
    }
    bool lives(const OpenedSession &session, Time at = start)
    {
        return identityOf(**m_store, m_ann.id, session.session, at).has_value();
    }

    std::unique_ptr<TestStore> m_store;
    User m_ann;
};

void AccountsTest::init()
{
    m_store = std::make_unique<TestStore>();
    m_ann = Users(**m_store).add({.name = u"ann"_s, .role = Role::Operator}).value();
}

void AccountsTest::refreshTokensRotate()
{
    OpenedSession opened = login();
    QByteArrayList seen{opened.refreshToken};
    for (int i = 0; i < 5; ++i) {
        const auto next = refresh(opened.refreshToken, start + std::chrono::minutes(i));
        QVERIFY(next);
        QCOMPARE(next->session, opened.session);
        QCOMPARE(next->user, m_ann.id);
        QVERIFY(!seen.contains(next->refreshToken));
        seen += next->refreshToken;
        opened = *next;
    }
    QCOMPARE(number(**m_store, "SELECT count(*) FROM refresh_tokens WHERE used IS NULL"), 1);
}

void AccountsTest::reuseEndsTheSession()
{
    const OpenedSession stolen = login();
    const OpenedSession other = login();
    const auto thief = refresh(stolen.refreshToken);
    QVERIFY(thief);
    QVERIFY(lives(stolen));
    QCOMPARE(refresh(stolen.refreshToken).error(), RefreshRefusal::Reused);
    QVERIFY(!lives(stolen)); // access tokens too
    QCOMPARE(refresh(thief->refreshToken).error(), RefreshRefusal::Invalid);
    QVERIFY(lives(other));
    QVERIFY(refresh(other.refreshToken));
}

void AccountsTest::refreshTokensExpire()
{
    const OpenedSession one = login();
    const OpenedSession two = login();
    QVERIFY(refresh(one.refreshToken, start + refreshLifetime - 1ms));
    QCOMPARE(refresh(two.refreshToken, start + refreshLifetime).error(), RefreshRefusal::Invalid);
}

void AccountsTest::sessionEndsWhateverIsRefreshed()
{
    OpenedSession opened = login();
    for (Time now = start; now < start + sessionLifetime; now += std::chrono::days(10)) {
        const auto next = refresh(opened.refreshToken, now);
        QVERIFY(next);
        opened = *next;
    }
    QVERIFY(lives(opened, start + sessionLifetime - 1ms));
    QVERIFY(!lives(opened, start + sessionLifetime));
    QCOMPARE(refresh(opened.refreshToken, start + sessionLifetime).error(), RefreshRefusal::Invalid);
}

void AccountsTest::unknownTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("random") << randomToken();
    QTest::newRow("quote") << "' OR ''='"_ba;
    QTest::newRow("byte 0") << QByteArray(1, '\0');
    QTest::newRow("huge") << QByteArray(1'000'000, 'a');
}

void AccountsTest::unknownTokens()
{
    QFETCH(QByteArray, token);
    const OpenedSession opened = login();
    QCOMPARE(refresh(token).error(), RefreshRefusal::Invalid);
    // Its hash, as it could be read from a stolen file, is no token.
    QCOMPARE(refresh(sha256(opened.refreshToken)).error(), RefreshRefusal::Invalid);
    QVERIFY(closeSession(**m_store, token));
    QVERIFY(lives(opened));
}

void AccountsTest::logoutEndsOneSession()
{
    const OpenedSession one = login();
    const OpenedSession two = login();
    QVERIFY(closeSession(**m_store, one.refreshToken));
    QVERIFY(!lives(one));
    QCOMPARE(refresh(one.refreshToken).error(), RefreshRefusal::Invalid);
    QVERIFY(lives(two));
}

void AccountsTest::disabledUserIsNobody()
{
    const OpenedSession opened = login();
    m_ann.disabled = true;
    QVERIFY(Users(**m_store).update(m_ann));
    QVERIFY(!lives(opened));
    QCOMPARE(refresh(opened.refreshToken).error(), RefreshRefusal::Invalid);
    // Whoever has a stolen token does not come back with the user.
    m_ann.disabled = false;
    QVERIFY(Users(**m_store).update(m_ann));
    QVERIFY(!lives(opened));
    QCOMPARE(refresh(opened.refreshToken).error(), RefreshRefusal::Invalid);
    const OpenedSession anew = login();
    QVERIFY(lives(anew));
    QVERIFY(Users(**m_store).remove(m_ann.id));
    QVERIFY(!lives(anew));
    QCOMPARE(refresh(anew.refreshToken).error(), RefreshRefusal::Invalid);
}

void AccountsTest::identityIsLookedUp()
{
    const OpenedSession opened = login();
    const QString server = m_store->addServer(u"one"_s);
    m_ann.role = Role::Viewer;
    m_ann.access = {{server}, {u"prod"_s}};
    m_ann.mustChangePassword = true;
    QVERIFY(Users(**m_store).update(m_ann));
    const Identity expected{.user = m_ann.id,
                            .name = u"ann"_s,
                            .role = Role::Viewer,
                            .access = m_ann.access,
                            .session = opened.session,
                            .mustChangePassword = true};
    QCOMPARE(identityOf(**m_store, m_ann.id, opened.session, start), expected);
}

void AccountsTest::sessionBelongsToItsUser()
{
    const OpenedSession opened = login();
    const User admin = Users(**m_store).add({.name = u"root"_s, .role = Role::Admin}).value();
    QCOMPARE(codeOf(identityOf(**m_store, admin.id, opened.session, start)), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(identityOf(**m_store, m_ann.id, {}, start)), ErrorCode::PermissionDenied);
}

void AccountsTest::passwordChangeEndsOtherSessions()
{
    const OpenedSession own = login();
    const OpenedSession other = login();
    QVERIFY(setPasswordHash(**m_store, m_ann.id, u"new"_s, true, own.session));
    QVERIFY(lives(own));
    QVERIFY(!lives(other));
    const User changed = Users(**m_store).byId(m_ann.id).value().value();
    QCOMPARE(changed.passwordHash, u"new"_s);
    QVERIFY(changed.mustChangePassword);
    QVERIFY(setPasswordHash(**m_store, m_ann.id, u"newer"_s, false));
    QVERIFY(!lives(own));
    QCOMPARE(codeOf(setPasswordHash(**m_store, 99, u"x"_s, false)), ErrorCode::NotFound);
}

void AccountsTest::usersAreChecked()
{
    const auto create = [&](const QString &name, const QString &password) {
        return createUser(**m_store, {.name = name}, password, PasswordCost::least());
    };
    const auto bob = create(u"bob"_s, u"long enough"_s);
    QVERIFY(bob);
    QVERIFY(verifyPassword(bob->passwordHash, u"long enough"_s));
    QCOMPARE(codeOf(create(u"carl"_s, u"short"_s)), ErrorCode::InvalidInput);
    QCOMPARE(codeOf(create(u"bob"_s, u"long enough"_s)), ErrorCode::Conflict);
    QCOMPARE(codeOf(create(u"a b"_s, u"long enough"_s)), ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(AccountsTest)
#include "accounts.moc"
