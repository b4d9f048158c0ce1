// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/servers.h"

#include "core/store/apikeys.h"
#include "core/store/sessions.h"
#include "core/store/settings.h"
#include "core/store/users.h"
#include "tests/store/teststore.h"

#include <QUuid>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::ApiKeys;
using store::Server;
using store::Servers;
using store::Session;
using store::Sessions;

class ServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addChangeRemove();
    void whatIsNotThere();
    void malformedIsRefused_data();
    void malformedIsRefused();
    void disconnectCauseIsKept();
    void keys();
    void sessionsEnd();
    void oldestSessionsGiveWay();
    void settings();
};

void ServersTest::addChangeRemove()
{
    const TestStore store;
    Servers servers(*store);
    const Server one = servers.add(u"one"_s, {u"b"_s, u"a"_s, u"a"_s}, start).value();
    QVERIFY(!QUuid::fromString(one.id).isNull());
    QCOMPARE(one.labels, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(servers.byId(one.id).value(), one);
    QCOMPARE(servers.byName(u"one"_s).value(), one);
    QVERIFY(servers.rename(one.id, u"zwei"_s));
    QVERIFY(servers.setLabels(one.id, {}));
    QVERIFY(!store.addServer(u"one"_s).isEmpty()); // the name is free
    const auto all = servers.all().value();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.at(1), (Server{.id = one.id, .name = u"zwei"_s, .created = start}));
    QVERIFY(servers.remove(one.id));
    QCOMPARE(servers.byId(one.id).value(), std::nullopt);
}

void ServersTest::whatIsNotThere()
{
    const TestStore store;
    Servers servers(*store);
    QCOMPARE(codeOf(servers.rename(u"x"_s, u"name"_s)), ErrorCode::NotFound);
    QCOMPARE(codeOf(servers.setLabels(u"x"_s, {u"a"_s})), ErrorCode::NotFound);
    QCOMPARE(codeOf(servers.remove(u"x"_s)), ErrorCode::NotFound);
    QVERIFY(servers.noteSeen(u"x"_s, start)); // its agent may just be leaving
    QCOMPARE(codeOf(ApiKeys(*store).add(u"x"_s, "hash", start)), ErrorCode::NotFound);
}

void ServersTest::malformedIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("taken") << u"taken"_s << QStringList() << ErrorCode::Conflict;
    QTest::newRow("no name") << u""_s << QStringList() << ErrorCode::InvalidInput;
    QTest::newRow("empty label") << u"a"_s << QStringList{u""_s} << ErrorCode::InvalidInput;
    QTest::newRow("space in a label") << u"a"_s << QStringList{u"a b"_s} << ErrorCode::InvalidInput;
    QTest::newRow("long label") << u"a"_s << QStringList{QString(65, u'a')} << ErrorCode::InvalidInput;
    QTest::newRow("many labels") << u"a"_s << QStringList(33, u"a"_s) << ErrorCode::InvalidInput;
}

void ServersTest::malformedIsRefused()
{
    QFETCH(QString, name);
    QFETCH(QStringList, labels);
    const TestStore store;
    QVERIFY(!store.addServer(u"taken"_s).isEmpty());
    const auto added = Servers(*store).add(name, labels, start);
    QVERIFY(!added);
    QTEST(added.error().code, "code");
}

void ServersTest::disconnectCauseIsKept()
{
    const TestStore store;
    Servers servers(*store);
    const QString id = store.addServer(u"one"_s);
    QVERIFY(servers.noteDisconnect(id, start + 1s, QString(10'000, u'x')));
    QVERIFY(servers.noteSeen(id, start + 2s));
    const Server server = servers.byId(id).value().value();
    QCOMPARE(server.lastSeen, start + 2s);
    QCOMPARE(server.disconnectCause.size(), 512);
}

void ServersTest::keys()
{
    const TestStore store;
    const QString id = store.addServer(u"one"_s);
    ApiKeys keys(*store);
    QVERIFY(keys.add(id, "first", start));
    QVERIFY(keys.add(id, "second", start + 1s));
    QCOMPARE(keys.revokeAll(id, start + 2s), 2);
    QCOMPARE(keys.revokeAll(id, start + 3s), 0); // the time of the first revocation stays
    QVERIFY(keys.add(id, "third", start + 4s));
    const auto all = keys.ofServer(id).value();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(0).revoked, std::nullopt);
    QCOMPARE(all.at(1).revoked, start + 2s);
    QCOMPARE(keys.byHash("second").value()->server, id);
    QVERIFY(Servers(*store).remove(id));
    QVERIFY(!keys.byHash("third").value());
}

void ServersTest::sessionsEnd()
{
    const TestStore store;
    const qint64 user = store::Users(*store).add({.name = u"ann"_s}).value().id;
    Sessions sessions(*store);
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s}) {
        QVERIFY(sessions.add({.id = id, .user = user, .created = start, .expires = start + 10s}));
        QVERIFY(sessions.addToken({.hash = id.toLatin1(), .session = id, .expires = start + 5s}));
    }
    QVERIFY(sessions.end(u"a"_s));
    QVERIFY(!sessions.token("a").value()); // goes with it
    QVERIFY(sessions.endAll(user, u"b"_s));
    QVERIFY(sessions.live(u"b"_s, start + 9s).value());
    QVERIFY(!sessions.live(u"b"_s, start + 10s).value());
    QVERIFY(!sessions.live(u"c"_s, start).value());
    QVERIFY(sessions.prune(start + 5s));
    QVERIFY(!sessions.token("b").value());
    QCOMPARE(number(*store, "SELECT count(*) FROM sessions"), 1);
    QVERIFY(store::Users(*store).remove(user));
    QCOMPARE(number(*store, "SELECT count(*) FROM sessions"), 0);
}

void ServersTest::oldestSessionsGiveWay()
{
    const TestStore store;
    const qint64 user = store::Users(*store).add({.name = u"ann"_s}).value().id;
    Sessions sessions(*store);
    for (int i = 0; i < 6; ++i)
        QVERIFY(sessions.add({.id = QString::number(i),
                              .user = user,
                              .created = start + std::chrono::seconds(i),
                              .expires = start + 1h},
                             3));
    QCOMPARE(number(*store, "SELECT count(*) FROM sessions"), 3);
    QVERIFY(sessions.live(u"5"_s, start).value());
    QVERIFY(!sessions.live(u"2"_s, start).value());
}

void ServersTest::settings()
{
    const TestStore store;
    store::Settings settings(*store);
    QCOMPARE(settings.value(u"a"_s).value(), std::nullopt);
    QVERIFY(settings.set(u"a"_s, u"1"_s));
    QVERIFY(settings.set(u"a"_s, QString()));
    QCOMPARE(settings.value(u"a"_s).value(), QString());
    QVERIFY(settings.remove(u"a"_s));
    QCOMPARE(settings.value(u"a"_s).value(), std::nullopt);
}

QTEST_GUILESS_MAIN(ServersTest)
#include "servers.moc"
