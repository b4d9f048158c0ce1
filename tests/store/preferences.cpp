// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/preferences.h"

#include "tests/store/teststore.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using store::Preferences;

/// What an admin can set.
class PreferencesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBack();
    void changes_data();
    void changes();
};

void PreferencesTest::comeBack()
{
    const TestStore store;
    QCOMPARE(Preferences::load(*store).value(), Preferences());
    const Preferences set{.retention = {.samples = 2h, .minutes = 48h, .quarterHours = 96h}, .offline = 30s};
    QVERIFY(set.save(*store));
    QCOMPARE(Preferences::load(*store).value(), set);
    QVERIFY(!Preferences{.offline = 0s}.save(*store));
    QCOMPARE(Preferences::load(*store).value(), set);
}

void PreferencesTest::changes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    QTest::newRow("none") << QByteArray("{}") << true;
    QTest::newRow("one") << QByteArray(R"({"offline_seconds":30})") << true;
    QTest::newRow("all") << QByteArray(
        R"({"samples_hours":1,"minutes_hours":2,"quarter_hours_hours":3,"offline_seconds":5})")
                         << true;
    QTest::newRow("too short") << QByteArray(R"({"offline_seconds":4})") << false;
    QTest::newRow("too long") << QByteArray(R"({"offline_seconds":86401})") << false;
    QTest::newRow("zero") << QByteArray(R"({"samples_hours":0})") << false;
    QTest::newRow("shorter than the finer") << QByteArray(R"({"minutes_hours":23})") << false;
    QTest::newRow("fraction") << QByteArray(R"({"samples_hours":1.5})") << false;
    QTest::newRow("text") << QByteArray(R"({"samples_hours":"24"})") << false;
    QTest::newRow("null") << QByteArray(R"({"samples_hours":null})") << false;
    QTest::newRow("negative") << QByteArray(R"({"samples_hours":-1})") << false;
    QTest::newRow("huge") << QByteArray(R"({"samples_hours":1e300})") << false;
    QTest::newRow("misspelt") << QByteArray(R"({"sample_hours":24})") << false;
}

void PreferencesTest::changes()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, good);
    const QJsonObject wanted = QJsonDocument::fromJson(json).object();
    const auto changed = Preferences().changed(wanted);
    QCOMPARE(changed.has_value(), good);
    if (!good) {
        QCOMPARE(changed.error().code, ErrorCode::InvalidInput);
        return;
    }
    const QJsonObject after = changed->toJson();
    for (const QString &name : wanted.keys())
        QCOMPARE(after.value(name), wanted.value(name));
}

QTEST_GUILESS_MAIN(PreferencesTest)
#include "preferences.moc"
