// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/admincommand.h"

#include "core/auth/apikey.h"
#include "core/auth/passwords.h"
#include "core/auth/scrapekey.h"
#include "core/hub/enrollment.h"
#include "core/store/audit.h"
#include "core/store/users.h"
#include "tests/store/teststore.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// An admin's commands on a hub's directory.
class AdminCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servers();
    void keys();
    void enrollLine();
    void scrapeKeys();
    void users();
    void allOrNothing();
    void auditKnowsOfIt();
    void mistakes_data();
    void mistakes();
};

namespace {

Result<QJsonObject> run(const TestStore &store, const QString &line)
{
    const auto request = AdminRequest::parse(QStringList{u"fairleadd"_s} + line.split(u' ')
                                             + QStringList{u"--data-dir"_s, u"d"_s});
    return request ? perform(*request, *store, start) : std::unexpected(request.error());
}

} // namespace

void AdminCommandTest::servers()
{
    const TestStore store;
    const auto added = run(store, u"server add web-1 --label prod"_s);
    QVERIFY2(added, why(added).constData());
    const QByteArray key = added->value("api_key"_L1).toString().toUtf8();
    QCOMPARE(auth::serverOfKey(*store, key).value(), added->value("server_id"_L1).toString());
    QCOMPARE(run(store, u"server list"_s)->value("list"_L1).toArray().size(), 1);
    QCOMPARE(codeOf(run(store, u"server add web-1"_s)), ErrorCode::Conflict);
    QVERIFY(run(store, u"server remove web-1"_s));
    QCOMPARE(codeOf(run(store, u"server remove web-1"_s)), ErrorCode::NotFound);
}

void AdminCommandTest::keys()
{
    const TestStore store;
    const QByteArray first = run(store, u"server add web-1"_s)->value("api_key"_L1).toString().toUtf8();
    const QByteArray second = run(store, u"key rotate web-1"_s)->value("api_key"_L1).toString().toUtf8();
    QCOMPARE(codeOf(auth::serverOfKey(*store, first)), ErrorCode::PermissionDenied);
    QVERIFY(auth::serverOfKey(*store, second));
    QVERIFY(run(store, u"key revoke web-1"_s));
    QCOMPARE(codeOf(auth::serverOfKey(*store, second)), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(run(store, u"key rotate web-2"_s)), ErrorCode::NotFound);
}

void AdminCommandTest::enrollLine()
{
    const TestStore store;
    QVERIFY(!run(store, u"server add web-1"_s)->contains("enroll"_L1)); // no hub has run here yet
    QVERIFY((hub::Enrollment{QUrl(u"https://hub.example:8443"_s), QByteArray(32, '\x0f')}.save(*store)));
    const QString pin = u" --fingerprint sha256:"_s + u"0F:"_s.repeated(32).chopped(1);
    for (const QString &line : {u"server add web-2"_s, u"key rotate web-2"_s}) {
        const auto answer = run(store, line);
        QCOMPARE(answer->value("enroll"_L1).toString(), u"fairleadd agent enroll https://hub.example:8443 "_s
                                                            + answer->value("api_key"_L1).toString() + pin);
    }
}

void AdminCommandTest::scrapeKeys()
{
    const TestStore store;
    const auto added = run(store, u"key add-scrape prometheus"_s);
    QVERIFY2(added, why(added).constData());
    const QByteArray key = added->value("scrape_key"_L1).toString().toUtf8();
    QVERIFY(auth::identityOfScrapeKey(*store, key));
    const auto list = run(store, u"key list-scrape"_s)->value("list"_L1).toArray();
    QCOMPARE(list, (QJsonArray{QJsonObject{{u"name"_s, u"prometheus"_s}}}));
    QCOMPARE(codeOf(run(store, u"key add-scrape prometheus"_s)), ErrorCode::Conflict);
    QCOMPARE(codeOf(run(store, u"key add-scrape ../x"_s)), ErrorCode::InvalidInput);
    QVERIFY(run(store, u"key revoke-scrape prometheus"_s));
    QCOMPARE(codeOf(auth::identityOfScrapeKey(*store, key)), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(run(store, u"key revoke-scrape prometheus"_s)), ErrorCode::NotFound);
}

void AdminCommandTest::users()
{
    const TestStore store;
    const QString server = store.addServer(u"web-1"_s);
    const auto added = run(store, u"user add ann --role operator --server web-1 --label prod"_s);
    QVERIFY2(added, why(added).constData());
    const auto ann = store::Users(*store).byName(u"ann"_s).value();
    QVERIFY(ann && ann->mustChangePassword);
    QCOMPARE(ann->role, store::Role::Operator);
    QCOMPARE(ann->access, (store::Access{{server}, {u"prod"_s}}));
    QVERIFY(auth::verifyPassword(ann->passwordHash, added->value("password"_L1).toString()));
    const auto reset = run(store, u"user password ann"_s);
    const auto after = store::Users(*store).byName(u"ann"_s).value();
    QVERIFY(auth::verifyPassword(after->passwordHash, reset->value("password"_L1).toString()));
    QVERIFY(!auth::verifyPassword(after->passwordHash, added->value("password"_L1).toString()));
    QVERIFY(run(store, u"user remove ann"_s));
    QVERIFY(run(store, u"user list"_s)->value("list"_L1).toArray().isEmpty());
}

void AdminCommandTest::allOrNothing()
{
    const TestStore store;
    QCOMPARE(codeOf(run(store, u"user add ann --label not*a*label"_s)), ErrorCode::InvalidInput);
    QVERIFY(store::Users(*store).all()->isEmpty());
    QCOMPARE(codeOf(run(store, u"user add ann --role king"_s)), ErrorCode::InvalidInput);
    QVERIFY(run(store, u"user add ann"_s));
}

void AdminCommandTest::auditKnowsOfIt()
{
    const TestStore store;
    QVERIFY(run(store, u"server add web-1"_s));
    QVERIFY(!run(store, u"server remove web-2"_s));
    const auto entries = store::Audit(*store).find({}).value();
    QCOMPARE(entries.size(), 2);
    QCOMPARE(entries.last().action, u"server add"_s);
    QCOMPARE(entries.last().outcome, u"ok"_s);
    QCOMPARE(entries.first().target, u"web-2"_s);
    QVERIFY(entries.first().outcome != "ok"_L1);
}

void AdminCommandTest::mistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no verb") << QStringList{u"user"_s};
    QTest::newRow("unknown verb") << QStringList{u"key"_s, u"list"_s};
    QTest::newRow("no name") << QStringList{u"server"_s, u"add"_s};
    QTest::newRow("two names") << QStringList{u"server"_s, u"add"_s, u"a"_s, u"b"_s};
    QTest::newRow("a name for list-scrape") << QStringList{u"key"_s, u"list-scrape"_s, u"p"_s};
    QTest::newRow("no name for add-scrape") << QStringList{u"key"_s, u"add-scrape"_s};
    QTest::newRow("a name for list") << QStringList{u"user"_s, u"list"_s, u"ann"_s};
    QTest::newRow("unknown option") << QStringList{u"user"_s, u"list"_s, u"--force"_s};
}

void AdminCommandTest::mistakes()
{
    QFETCH(const QStringList, words);
    const QStringList line = QStringList{u"fairleadd"_s} + words;
    QCOMPARE(codeOf(AdminRequest::parse(line + QStringList{u"--data-dir"_s, u"d"_s})),
             ErrorCode::InvalidInput);
    QCOMPARE(codeOf(AdminRequest::parse(QStringList{u"fairleadd"_s, u"user"_s, u"list"_s})),
             ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(AdminCommandTest)
#include "admincommand.moc"
