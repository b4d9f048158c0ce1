// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakehost.h"
#include "widgets/models/containertext.h"

#include <QTest>

using namespace fairlead;
using namespace fairlead::ui;
using namespace Qt::StringLiterals;

namespace {
const QDateTime kNow(QDate(2026, 3, 1), QTime(12, 0), QTimeZone::UTC);
} // namespace

class TestContainerText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void span_data();
    void span();
    void port_data();
    void port();
    void image_data();
    void image();
    void secondLine();
    void toolTipEscapes();
    void everyStateHasGlyphAndWord();
};

void TestContainerText::span_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("clock behind") << qint64(-500) << u"under a minute"_s;
    QTest::newRow("now") << qint64(0) << u"under a minute"_s;
    QTest::newRow("59 s") << qint64(59) << u"under a minute"_s;
    QTest::newRow("1 min") << qint64(60) << u"1 min"_s;
    QTest::newRow("119 min") << qint64(119 * 60 + 59) << u"119 min"_s;
    QTest::newRow("2 h") << qint64(120 * 60) << u"2 h"_s;
    QTest::newRow("47 h") << qint64(48 * 3600 - 1) << u"47 h"_s;
    QTest::newRow("2 d") << qint64(48 * 3600) << u"2 d"_s;
    QTest::newRow("400 d") << qint64(400) * 86400 << u"400 d"_s;
}

void TestContainerText::span()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, text);
    QCOMPARE(ContainerText::span(kNow.addSecs(-seconds), kNow), text);
}

void TestContainerText::port_data()
{
    QTest::addColumn<PublishedPort>("port");
    QTest::addColumn<QString>("text");
    QTest::newRow("anywhere") << PublishedPort{u"0.0.0.0"_s, 8080, 80, u"tcp"_s} << u"8080 → 80/tcp"_s;
    QTest::newRow("anywhere v6") << PublishedPort{u"::"_s, 8080, 80, u"tcp"_s} << u"8080 → 80/tcp"_s;
    QTest::newRow("bound") << PublishedPort{u"127.0.0.1"_s, 53, 53, u"udp"_s} << u"127.0.0.1:53 → 53/udp"_s;
    QTest::newRow("exposed") << PublishedPort{{}, 0, 443, u"tcp"_s} << u"443/tcp"_s;
    QTest::newRow("no protocol") << PublishedPort{{}, 0, 443, {}} << u"443/tcp"_s;
}

void TestContainerText::port()
{
    QFETCH(PublishedPort, port);
    QFETCH(QString, text);
    QCOMPARE(ContainerText::port(port), text);
}

void TestContainerText::image_data()
{
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"nginx:1.27"_s << u"nginx:1.27"_s;
    QTest::newRow("digest") << u"nginx@sha256:0123456789abcdef"_s << u"nginx"_s;
    QTest::newRow("Podman's official one") << u"docker.io/library/nginx:1.27"_s << u"nginx:1.27"_s;
    QTest::newRow("Podman's of a user") << u"docker.io/me/web@sha256:01"_s << u"me/web"_s;
    QTest::newRow("another registry") << u"quay.io/library/nginx"_s << u"quay.io/library/nginx"_s;
    QTest::newRow("registry alone") << u"docker.io/"_s << u"docker.io/"_s;
    QTest::newRow("id only") << u"sha256:0123456789abcdef"_s << u"0123456789ab"_s;
    QTest::newRow("short id") << u"sha256:01"_s << u"01"_s;
    QTest::newRow("empty") << QString() << QString();
}

void TestContainerText::image()
{
    QFETCH(QString, reference);
    QFETCH(QString, text);
    QCOMPARE(ContainerText::image(reference), text);
}

void TestContainerText::secondLine()
{
    Container container = test::makeContainer(u"web"_s);
    container.startedAt = kNow.addSecs(-7200);
    QCOMPARE(ContainerText::secondLine(container, kNow), u"up 2 h · nginx:1.27"_s);
    container.health = Health::Unhealthy;
    QCOMPARE(ContainerText::secondLine(container, kNow), u"unhealthy · up 2 h · nginx:1.27"_s);
    container.state = ContainerState::Exited;
    container.exitCode = 137;
    QCOMPARE(ContainerText::secondLine(container, kNow), u"stopped (137) · nginx:1.27"_s);
    container = test::makeContainer(u"web"_s);
    container.startedAt = {};
    QCOMPARE(ContainerText::secondLine(container, kNow), u"nginx:1.27"_s);
}

void TestContainerText::toolTipEscapes()
{
    Container container =
        test::makeContainer(u"<img src=x>"_s, ContainerState::Running, u"<b>bold</b>"_s, u"<i>p</i>"_s);
    container.command = u"sh -c 'echo <script>'"_s;
    const QString tip = ContainerText::toolTip(container, kNow);
    for (const QLatin1StringView tag : {"<img"_L1, "<b>bold"_L1, "<i>"_L1, "<script"_L1})
        QVERIFY2(!tip.contains(tag), tag.data());
}

void TestContainerText::everyStateHasGlyphAndWord()
{
    for (int state = int(ContainerState::Created); state <= int(ContainerState::Unknown); ++state) {
        Container container = test::makeContainer(u"web"_s, ContainerState(state));
        QVERIFY(!ContainerText::state(container).isEmpty());
        (void)ContainerText::glyph(container);
        QVERIFY(ContainerText::spoken(container, kNow).startsWith(u"web, "_s));
    }
}

QTEST_GUILESS_MAIN(TestContainerText)

#include "tst_containertext.moc"
