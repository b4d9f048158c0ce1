// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/scrapekey.h"

#include "core/auth/apikey.h"
#include "core/store/scrapekeys.h"
#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

class ScrapeKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void life();
    void readsStatisticsAndNothingElse();
    void keysOfOthersAreNone_data();
    void keysOfOthersAreNone();
    void names_data();
    void names();
};

void ScrapeKeyTest::life()
{
    const TestStore store;
    const auto key = auth::addScrapeKey(*store, u"prometheus"_s, start);
    QVERIFY2(key, why(key).constData());
    QVERIFY(auth::isScrapeKey(*key));
    QVERIFY(!auth::isApiKey(*key));
    QCOMPARE(auth::identityOfScrapeKey(*store, *key)->name, u"prometheus"_s);
    QCOMPARE(number(*store, "SELECT count(*) FROM scrape_keys WHERE instr(hash, 'fls_') > 0"), 0);
    QCOMPARE(codeOf(auth::addScrapeKey(*store, u"prometheus"_s, start)), ErrorCode::Conflict);
    QCOMPARE(store::ScrapeKeys(*store).all().value(), (QList<store::ScrapeKey>{{u"prometheus"_s, start}}));
    QVERIFY(store::ScrapeKeys(*store).remove(u"prometheus"_s));
    QCOMPARE(codeOf(auth::identityOfScrapeKey(*store, *key)), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(store::ScrapeKeys(*store).remove(u"prometheus"_s)), ErrorCode::NotFound);
}

void ScrapeKeyTest::readsStatisticsAndNothingElse()
{
    // Whatever else an identity of that kind were filled with.
    const auth::Identity scraper{.kind = auth::Identity::Kind::ScrapeKey,
                                 .user = 1,
                                 .name = u"prometheus"_s,
                                 .role = store::Role::Admin,
                                 .access = {{u"s"_s}, {}}};
    for (int i = 0; i < auth::actionCount; ++i) {
        const auto action = auth::Action(i);
        const bool allowed = action == auth::Action::ReadStatistics;
        for (const auth::Target &target : {auth::Target::hub(), auth::Target{u"s"_s, {}}})
            QCOMPARE(auth::authorize(scraper, action, target) == auth::Decision::Allowed, allowed);
    }
}

void ScrapeKeyTest::keysOfOthersAreNone_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prefix alone") << QByteArray("fls_");
    QTest::newRow("an agent's") << auth::newApiKey();
    QTest::newRow("unknown") << auth::newScrapeKey();
    QTest::newRow("too short") << auth::newScrapeKey().chopped(1);
    QTest::newRow("too long") << auth::newScrapeKey() + 'a';
    QTest::newRow("upper case") << auth::newScrapeKey().replace("fls_", "FLS_");
    QTest::newRow("foreign sign") << auth::newScrapeKey().chopped(1) + '+';
}

void ScrapeKeyTest::keysOfOthersAreNone()
{
    QFETCH(const QByteArray, key);
    const TestStore store;
    QVERIFY(auth::addScrapeKey(*store, u"prometheus"_s, start));
    QCOMPARE(codeOf(auth::identityOfScrapeKey(*store, key)), ErrorCode::PermissionDenied);
}

void ScrapeKeyTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("space") << u"a b"_s;
    QTest::newRow("path") << u"../a"_s;
    QTest::newRow("dots") << u".."_s;
    QTest::newRow("too long") << QString(65, u'a');
}

void ScrapeKeyTest::names()
{
    QFETCH(const QString, name);
    const TestStore store;
    QCOMPARE(codeOf(auth::addScrapeKey(*store, name, start)), ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(ScrapeKeyTest)
#include "scrapekey.moc"
