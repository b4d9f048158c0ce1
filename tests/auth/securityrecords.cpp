// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accesstoken.h"
#include "core/auth/accounts.h"
#include "core/auth/apikey.h"
#include "core/auth/authorize.h"
#include "core/auth/secrets.h"
#include "core/auth/tickets.h"
#include "tests/auth/forgedtoken.h"
#include "tests/store/teststore.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;
using store::Role;
using store::User;
using store::Users;

/// What went wrong in products of this kind, by the number of its record. The other tests of this folder say
/// more of each; this one keeps the list.
class SecurityRecordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void CVE_2026_62283_sessionIsBoundToUserAndServer();
    void CVE_2026_46716_emptyTargetSetIsDenied();
    void CVE_2026_53519_keyFileIsForItsOwnerAlone();
    void GHSA_m5q5_8mfw_p2hr_noneAndOtherAlgorithms_data();
    void GHSA_m5q5_8mfw_p2hr_noneAndOtherAlgorithms();
    void GHSA_m5q5_8mfw_p2hr_expiryIsRequired();
    void dozzle_simple_signingKeyIsIndependentOfUsers();
    void GHSA_m855_r557_5rc5_execIsFilteredAsTheList_data();
    void GHSA_m855_r557_5rc5_execIsFilteredAsTheList();
    void CVE_2026_40077_serverOfAnotherIsHidden();
    void dozzle_agent_everyInstallHasItsOwnKey();
    void dockge_agentManager_noSecretIsKeptInClear();
};

/// Nezha: whoever knew a stream's id had it.
void SecurityRecordsTest::CVE_2026_62283_sessionIsBoundToUserAndServer()
{
    Tickets tickets([] { return start; });
    const TicketHolder ann{1, u"s"_s};
    const QByteArray ticket = tickets.issue(ann, u"server-1"_s, u"exec"_s).value();
    QCOMPARE(codeOf(tickets.redeem(ticket, u"server-2"_s, u"exec"_s)), ErrorCode::PermissionDenied);
    const TestStore store;
    const User bob = Users(*store).add({.name = u"bob"_s}).value();
    const User eve = Users(*store).add({.name = u"eve"_s}).value();
    const auto session = openSession(*store, bob, {}, start).value();
    QCOMPARE(codeOf(identityOf(*store, eve.id, session.session, start)), ErrorCode::PermissionDenied);
}

/// Nezha: a loop over no servers found none that was forbidden.
void SecurityRecordsTest::CVE_2026_46716_emptyTargetSetIsDenied()
{
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin}) {
        const Identity identity{.user = 1, .role = role};
        for (const Action action :
             {Action::Exec, Action::HostCommand, Action::ContainerAction, Action::ViewLogs}) {
            QVERIFY(authorizeAll(identity, action, {}) != Decision::Allowed);
            QVERIFY(authorize(identity, action, Target::hub()) != Decision::Allowed);
            if (role != Role::Admin)
                QVERIFY(authorize(identity, action, {u"server"_s, {}}) != Decision::Allowed);
        }
    }
}

/// Nezha: the key lay in a configuration that could be read, so tokens could be forged.
void SecurityRecordsTest::CVE_2026_53519_keyFileIsForItsOwnerAlone()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"jwt.key"_s);
    QVERIFY(loadOrMakeKey(file));
    QVERIFY(!(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::ReadOther));
    QCOMPARE(codeOf(loadOrMakeKey(file)), ErrorCode::PermissionDenied);
}

void SecurityRecordsTest::GHSA_m5q5_8mfw_p2hr_noneAndOtherAlgorithms_data()
{
    QTest::addColumn<QByteArray>("algorithm");
    for (const QByteArray algorithm : {"none", "nOnE", "RS256", "HS512", "ES256"})
        QTest::newRow(algorithm.constData()) << algorithm;
}

/// CasaOS: a token's signature was not what was checked.
void SecurityRecordsTest::GHSA_m5q5_8mfw_p2hr_noneAndOtherAlgorithms()
{
    QFETCH(QByteArray, algorithm);
    const QByteArray key(32, 'k');
    const AccessTokens tokens(key, [] { return start; });
    const QByteArray good = tokens.issue(1, u"s"_s);
    const QByteArray claims = QByteArray::fromBase64(good.split('.').at(1), QByteArray::Base64UrlEncoding);
    QVERIFY(tokens.verify(forge(R"({"alg":"HS256","typ":"JWT"})", claims, key)));
    const QByteArray header = R"({"alg":")" + algorithm + R"(","typ":"JWT"})";
    QVERIFY(!tokens.verify(forge(header, claims, key)));
    QVERIFY(!tokens.verify(forge(header, claims, {})));
}

void SecurityRecordsTest::GHSA_m5q5_8mfw_p2hr_expiryIsRequired()
{
    const QByteArray key(32, 'k');
    const AccessTokens tokens(key, [] { return start; });
    const QByteArray now = QByteArray::number(start.time_since_epoch().count() / 1000);
    const QByteArray claims = R"({"sub":"1","sid":"s","iat":)" + now + R"(,"nbf":)" + now + '}';
    QVERIFY(!tokens.verify(forge(R"({"alg":"HS256","typ":"JWT"})", claims, key)));
}

/// Dozzle: the key was a hash over all users, so each change ended every session.
void SecurityRecordsTest::dozzle_simple_signingKeyIsIndependentOfUsers()
{
    const TestStore store;
    const QString file = store.file("jwt.key"_L1);
    const QByteArray key = loadOrMakeKey(file).value();
    User ann = Users(*store).add({.name = u"ann"_s}).value();
    const auto session = openSession(*store, ann, {}, start).value();
    const QByteArray token = AccessTokens(key, [] { return start; }).issue(ann.id, session.session);
    ann.role = Role::Operator;
    QVERIFY(Users(*store).update(ann));
    const auto claims = AccessTokens(loadOrMakeKey(file).value(), [] { return start; }).verify(token);
    QVERIFY(claims);
    QCOMPARE(identityOf(*store, claims->user, claims->session, start).value().role, Role::Operator);
}

void SecurityRecordsTest::GHSA_m855_r557_5rc5_execIsFilteredAsTheList_data()
{
    QTest::addColumn<int>("action");
    for (const Action action :
         {Action::ViewServer, Action::ViewContainers, Action::ViewLogs, Action::ViewMetrics,
          Action::ContainerAction, Action::Exec, Action::HostCommand})
        QTest::addRow("%d", int(action)) << int(action);
}

/// Dozzle: the list was filtered by labels, exec was not.
void SecurityRecordsTest::GHSA_m855_r557_5rc5_execIsFilteredAsTheList()
{
    QFETCH(int, action);
    const Identity identity{.user = 1, .role = Role::Operator, .access = {{}, {u"prod"_s}}};
    QCOMPARE(authorize(identity, Action(action), {u"a"_s, {u"prod"_s}}), Decision::Allowed);
    QCOMPARE(authorize(identity, Action(action), {u"b"_s, {u"test"_s}}), Decision::NoAccess);
}

/// Beszel: the id in the URL was believed.
void SecurityRecordsTest::CVE_2026_40077_serverOfAnotherIsHidden()
{
    const Identity identity{.user = 1, .role = Role::Viewer, .access = {{u"mine"_s}, {}}};
    for (const Action action : {Action::ViewMetrics, Action::ViewLogs}) {
        QCOMPARE(authorize(identity, action, {u"mine"_s, {}}), Decision::Allowed);
        QCOMPARE(authorize(identity, action, {u"foreign"_s, {}}), Decision::NoAccess);
        QCOMPARE(authorize(identity, action, {u"unknown"_s, {}}), Decision::NoAccess); // the same answer
    }
}

void SecurityRecordsTest::dozzle_agent_everyInstallHasItsOwnKey()
{
    const TestStore one;
    const TestStore two;
    QVERIFY(loadOrMakeKey(one.file("jwt.key"_L1)).value() != loadOrMakeKey(two.file("jwt.key"_L1)).value());
    const QByteArray key = registerServer(*one, u"a"_s, {}, start).value().key;
    QVERIFY(registerServer(*two, u"a"_s, {}, start));
    QCOMPARE(codeOf(serverOfKey(*two, key)), ErrorCode::PermissionDenied);
}

/// Dockge: passwords were stored as they were.
void SecurityRecordsTest::dockge_agentManager_noSecretIsKeptInClear()
{
    TestStore store;
    const QString password = u"correct horse"_s;
    const User ann = createUser(*store, {.name = u"ann"_s}, password, PasswordCost::least()).value();
    const QByteArrayList secrets{password.toUtf8(), registerServer(*store, u"a"_s, {}, start).value().key,
                                 openSession(*store, ann, {}, start).value().refreshToken};
    store.connection.reset();
    int files = 0;
    for (const QString &name : QDir(store.directory.path()).entryList(QDir::Files)) {
        QFile file(store.directory.filePath(name));
        QVERIFY(file.open(QFile::ReadOnly));
        const QByteArray content = file.readAll();
        ++files;
        for (const QByteArray &secret : secrets)
            QVERIFY(!content.contains(secret));
    }
    QVERIFY(files > 0);
}

QTEST_GUILESS_MAIN(SecurityRecordsTest)
#include "securityrecords.moc"
