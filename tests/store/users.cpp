// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/users.h"

#include "core/store/names.h"
#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using store::Access;
using store::Role;
using store::User;
using store::Users;

class UsersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addAndFind();
    void namesAreTakenOnce();
    void accessIsKept();
    void accessGoesWithTheServer();
    void idsNeverComeBack();
    void lastAdminStays_data();
    void lastAdminStays();
    void names_data();
    void names();
    void roles();
};

void UsersTest::addAndFind()
{
    const TestStore store;
    Users users(*store);
    QCOMPARE(users.isEmpty().value(), true);
    const User ann =
        users.add({.name = u"ann"_s, .passwordHash = u"h"_s, .role = Role::Operator, .created = start})
            .value();
    QCOMPARE(users.isEmpty().value(), false);
    const auto found = users.byName(u"ANN"_s).value();
    QVERIFY(found);
    QCOMPARE(found->id, ann.id);
    QCOMPARE(found->name, u"ann"_s);
    QCOMPARE(found->passwordHash, u"h"_s);
    QCOMPARE(found->role, Role::Operator);
    QCOMPARE(found->created, start);
    QVERIFY(!found->disabled && !found->mustChangePassword);
    QVERIFY(!users.byName(u"an%"_s).value());
    QVERIFY(!users.byId(ann.id + 1).value());
}

void UsersTest::namesAreTakenOnce()
{
    const TestStore store;
    Users users(*store);
    QVERIFY(users.add({.name = u"ann"_s}));
    User bob = users.add({.name = u"bob"_s}).value();
    QCOMPARE(codeOf(users.add({.name = u"Ann"_s})), ErrorCode::Conflict);
    bob.name = u"ANN"_s;
    QCOMPARE(codeOf(users.update(bob)), ErrorCode::Conflict);
    bob.id = 99;
    bob.name = u"carl"_s;
    QCOMPARE(codeOf(users.update(bob)), ErrorCode::NotFound);
    QCOMPARE(codeOf(users.remove(99)), ErrorCode::NotFound);
}

void UsersTest::accessIsKept()
{
    const TestStore store;
    const QString server = store.addServer(u"one"_s);
    Users users(*store);
    User ann = users.add({.name = u"ann"_s, .access = {{server}, {u"env=prod"_s, u"db"_s}}}).value();
    QCOMPARE(users.byId(ann.id).value()->access, (Access{{server}, {u"db"_s, u"env=prod"_s}}));
    ann.access = {};
    QVERIFY(users.update(ann));
    QCOMPARE(users.all().value().constFirst().access, Access());
    ann.access.servers = {u"no-such-server"_s};
    QCOMPARE(codeOf(users.update(ann)), ErrorCode::NotFound);
    ann.access = {{}, {u"two words"_s}};
    QCOMPARE(codeOf(users.update(ann)), ErrorCode::InvalidInput);
}

/// What is left when the only server goes is nothing, not everything.
void UsersTest::accessGoesWithTheServer()
{
    const TestStore store;
    const QString server = store.addServer(u"one"_s);
    Users users(*store);
    const User ann = users.add({.name = u"ann"_s, .access = {{server}, {}}}).value();
    QVERIFY(store::Servers(*store).remove(server));
    QCOMPARE(users.byId(ann.id).value()->access, Access());
}

void UsersTest::idsNeverComeBack()
{
    const TestStore store;
    Users users(*store);
    const qint64 first = users.add({.name = u"ann"_s}).value().id;
    QVERIFY(users.remove(first));
    QVERIFY(users.add({.name = u"ann"_s}).value().id > first);
}

void UsersTest::lastAdminStays_data()
{
    QTest::addColumn<bool>("other");         // another admin
    QTest::addColumn<bool>("otherDisabled"); // who cannot log in
    QTest::addColumn<bool>("stays");
    QTest::newRow("the only one") << false << false << true;
    QTest::newRow("beside a disabled one") << true << true << true;
    QTest::newRow("one of two") << true << false << false;
}

void UsersTest::lastAdminStays()
{
    QFETCH(bool, other);
    QFETCH(bool, otherDisabled);
    QFETCH(bool, stays);
    const TestStore store;
    Users users(*store);
    const User admin = users.add({.name = u"ann"_s, .role = Role::Admin}).value();
    if (other)
        QVERIFY(users.add({.name = u"bob"_s, .role = Role::Admin, .disabled = otherDisabled}));
    const auto expected = stays ? std::optional(ErrorCode::Conflict) : std::nullopt;
    User changed = admin;
    changed.role = Role::Operator;
    QCOMPARE(codeOf(users.update(changed)), expected);
    QVERIFY(users.update(admin));
    changed = admin;
    changed.disabled = true;
    QCOMPARE(codeOf(users.update(changed)), expected);
    QVERIFY(users.update(admin));
    QCOMPARE(codeOf(users.remove(admin.id)), expected);
}

void UsersTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("user");
    QTest::addColumn<bool>("server");
    QTest::newRow("plain") << u"ann"_s << true << true;
    QTest::newRow("all signs") << u"a.B_9-x@y"_s << true << true;
    QTest::newRow("64") << QString(64, u'a') << true << true;
    QTest::newRow("65") << QString(65, u'a') << false << true;
    QTest::newRow("129") << QString(129, u'a') << false << false;
    QTest::newRow("empty") << QString() << false << false;
    QTest::newRow("dots") << u".."_s << false << true;
    QTest::newRow("inner space") << u"my server"_s << false << true;
    QTest::newRow("outer space") << u" a"_s << false << false;
    QTest::newRow("umlaut") << u"jürgen"_s << false << true;
    QTest::newRow("line end") << u"a\nb"_s << false << false;
    QTest::newRow("escape") << u"a\x1b[2Jb"_s << false << false;
    QTest::newRow("bidi override") << u"a\u202eb"_s << false << false;
    QTest::newRow("half a surrogate pair") << QString(QChar(0xd800)) << false << false;
    QTest::newRow("byte 0") << QString(u"a"_s + QChar(0)) << false << false;
    QTest::newRow("slash") << u"a/b"_s << false << true;
}

void UsersTest::names()
{
    QFETCH(QString, name);
    QTEST(store::checkUserName(name).has_value(), "user");
    QTEST(store::checkServerName(name).has_value(), "server");
}

void UsersTest::roles()
{
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin})
        QCOMPARE(store::roleFrom(store::nameOf(role)), role);
    for (const QString &name : {u""_s, u"root"_s, u"Admin"_s, u"admin "_s})
        QCOMPARE(store::roleFrom(name), std::nullopt);
}

QTEST_GUILESS_MAIN(UsersTest)
#include "users.moc"
