// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/apiversion.h"

#include "tests/support/errorname.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;

/// Versions of the Engine API, and which one is spoken.
class ApiVersionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void order();
    void negotiation_data();
    void negotiation();
};

void ApiVersionTest::parse_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // empty: an error
    QTest::newRow("Docker 20.10") << "1.41"_ba << "1.41"_ba;
    QTest::newRow("one digit") << "1.9"_ba << "1.9"_ba;
    QTest::newRow("a far future") << "2.0"_ba << "2.0"_ba;
    for (const char *bad : {"",      ".",     "1",     "1.",        ".41",          "1.x",           "x.41",
                            "-1.41", "1.-41", "+1.41", "1.+41",     "0.41",         "1.41.2",        "v1.41",
                            "1. 41", "1 .41", "1,41",  "1.41\r\nX", "1.4294967337", "99999999999.1", "1/41",
                            "../.."})
        QTest::addRow("'%s'", QByteArray(bad).simplified().constData()) << QByteArray(bad) << ""_ba;
    QTest::newRow("blank before") << " 1.41"_ba << ""_ba;
    QTest::newRow("blank after") << "1.41 "_ba << ""_ba;
    QTest::newRow("NUL") << "1.41\0"_ba << ""_ba;
}

void ApiVersionTest::parse()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto version = ApiVersion::parse(text);
    QCOMPARE(version ? version->toString() : QByteArray(), expected);
    if (!version)
        QCOMPARE(version.error().code, ErrorCode::ProtocolError);
}

void ApiVersionTest::order()
{
    QVERIFY((ApiVersion{1, 9} < ApiVersion{1, 41}));
    QVERIFY((ApiVersion{2, 0} > ApiVersion{1, 99}));
    QVERIFY((ApiVersion{1, 41} == ApiVersion{1, 41}));
    QVERIFY(consoleSizeApi > (ApiVersion{1, 41}));
}

void ApiVersionTest::negotiation_data()
{
    QTest::addColumn<QByteArray>("engine");
    QTest::addColumn<QByteArray>("spoken"); // empty: too old
    QTest::newRow("Docker 20.10, Podman 5") << "1.41"_ba << "1.41"_ba;
    QTest::newRow("the oldest") << oldestKnownApi.toString() << oldestKnownApi.toString();
    QTest::newRow("our newest") << newestKnownApi.toString() << newestKnownApi.toString();
    QTest::newRow("newer than we are") << "1.99"_ba << newestKnownApi.toString();
    QTest::newRow("another major") << "2.0"_ba << newestKnownApi.toString();
    QTest::newRow("too old by one") << "1.39"_ba << ""_ba;
    QTest::newRow("ancient") << "1.12"_ba << ""_ba;
}

void ApiVersionTest::negotiation()
{
    QFETCH(QByteArray, engine);
    QFETCH(QByteArray, spoken);
    const auto version = ApiVersion::parse(engine).and_then(&negotiate);
    QCOMPARE(version ? version->toString() : QByteArray(), spoken);
    if (!version) {
        QCOMPARE(version.error().code, ErrorCode::Unsupported);
        QVERIFY2(version.error().detail.contains(QLatin1StringView(engine)),
                 qPrintable(version.error().detail));
    }
}

QTEST_GUILESS_MAIN(ApiVersionTest)
#include "apiversion.moc"
