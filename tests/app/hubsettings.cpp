// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubsettings.h"

#include <QTest>

using namespace Qt::StringLiterals;
using fairlead::HubSettings;

/// The command line of `fairleadd hub`.
class HubSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everything();
    void defaults();
    void mistakes_data();
    void mistakes();
    void help();
};

namespace {

QStringList line(const QStringList &options)
{
    return QStringList{u"fairleadd"_s, u"hub"_s} + options;
}

} // namespace

void HubSettingsTest::everything()
{
    const auto settings = HubSettings::parse(
        line({u"--listen"_s, u"0.0.0.0:8443"_s, u"--data-dir"_s, u"/data"_s, u"--tls-cert"_s, u"c"_s,
              u"--tls-key"_s, u"k"_s, u"--allow-host"_s, u"hub.example"_s, u"--allow-origin"_s,
              u"https://Hub.Example:443/"_s, u"--json"_s, u"--quiet"_s}));
    QVERIFY(settings);
    QCOMPARE(settings->listen.port, 8443);
    QVERIFY(settings->listen.isPublic());
    QCOMPARE(settings->dataDirectory, u"/data"_s);
    QVERIFY(settings->isSecure());
    QCOMPARE(settings->access.hosts, QStringList{u"hub.example"_s});
    QCOMPARE(settings->access.origins, QStringList{u"https://hub.example"_s});
    QVERIFY(settings->json && settings->quiet);
}

void HubSettingsTest::defaults()
{
    const auto settings = HubSettings::parse(line({u"--data-dir"_s, u"d"_s}));
    QVERIFY(settings);
    QVERIFY(!settings->listen.isPublic());
    QVERIFY(!settings->isSecure() && !settings->json);
    QVERIFY(settings->access.origins.isEmpty());
}

void HubSettingsTest::mistakes_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("subject");
    const QStringList good{u"--data-dir"_s, u"d"_s};
    QTest::newRow("no directory") << QStringList() << u"--data-dir"_s;
    QTest::newRow("two directories") << good + good << u"--data-dir"_s;
    QTest::newRow("certificate alone") << good + QStringList{u"--tls-cert"_s, u"c"_s} << u"TLS"_s;
    QTest::newRow("key alone") << good + QStringList{u"--tls-key"_s, u"k"_s} << u"TLS"_s;
    QTest::newRow("host as an address of a page")
        << good + QStringList{u"--allow-host"_s, u"http://x"_s} << u"--allow-host http://x"_s;
    QTest::newRow("any origin") << good + QStringList{u"--allow-origin"_s, u"*"_s} << u"--allow-origin *"_s;
    QTest::newRow("unknown option") << good + QStringList{u"--path"_s, u"/x"_s} << u"the command line"_s;
    QTest::newRow("a word") << good + QStringList{u"start"_s} << u"the command line"_s;
}

void HubSettingsTest::mistakes()
{
    QFETCH(const QStringList, options);
    QFETCH(const QString, subject);
    const auto settings = HubSettings::parse(line(options));
    QVERIFY(!settings);
    QCOMPARE(settings.error().subject, subject);
}

void HubSettingsTest::help()
{
    const auto settings = HubSettings::parse(line({u"--help"_s}));
    QVERIFY(settings && settings->helpWanted);
    QVERIFY(HubSettings::helpText().startsWith("Usage: fairleadd hub --data-dir DIRECTORY [options]"_L1));
}

QTEST_APPLESS_MAIN(HubSettingsTest)
#include "hubsettings.moc"
