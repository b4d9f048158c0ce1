// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/livestream.h"
#include "core/docker/types.h"
#include "tests/docker/fixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::Event;

/// Events of both engines in one vocabulary: Docker's.
class EventsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void captured_data();
    void captured();
    void action_data();
    void action();
    void withoutOldMembers();
    void malformed_data();
    void malformed();
};

void EventsTest::captured_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("actions");
    QTest::newRow("Docker") << u"docker20-events.jsonl"_s
                            << QStringList{u"start"_s,      u"create"_s,   u"top"_s,    u"exec_create"_s,
                                           u"exec_start"_s, u"exec_die"_s, u"pause"_s,  u"top"_s,
                                           u"unpause"_s,    u"rename"_s,   u"rename"_s, u"kill"_s,
                                           u"kill"_s,       u"die"_s,      u"stop"_s,   u"start"_s,
                                           u"restart"_s,    u"kill"_s,     u"kill"_s,   u"die"_s,
                                           u"stop"_s,       u"destroy"_s,  u"destroy"_s};
    QTest::newRow("Podman") << u"podman5-events.jsonl"_s
                            << QStringList{u"init"_s,     u"start"_s,   u"create"_s,  u"exec_create"_s,
                                           u"exec_die"_s, u"pause"_s,   u"unpause"_s, u"rename"_s,
                                           u"rename"_s,   u"restart"_s, u"die"_s,     u"init"_s,
                                           u"start"_s,    u"stop"_s,    u"die"_s,     u"cleanup"_s,
                                           u"destroy"_s,  u"destroy"_s};
}

void EventsTest::captured()
{
    QFETCH(QString, file);
    QFETCH(QStringList, actions);
    docker::JsonLines lines;
    const auto objects = lines.feed(fixture(file));
    QVERIFY(objects);
    QStringList seen;
    for (const QJsonObject &object : *objects) {
        const auto event = Event::fromJson(object);
        QVERIFY(event);
        QCOMPARE(event->type, u"container"_s);
        QCOMPARE(event->actorId.size(), 64);
        QCOMPARE(event->time.date(), QDate(2026, 11, 21));
        QVERIFY(!event->attributes.value(u"name"_s).isEmpty());
        seen += event->action;
        if (event->action == "exec_die"_L1)
            QCOMPARE(event->attributes.value(u"exitCode"_s), u"7"_s);
        if (event->action == "die"_L1)
            QCOMPARE(event->attributes.value(u"exitCode"_s), u"137"_s);
    }
    QCOMPARE(seen, actions);
}

void EventsTest::action_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("detail");
    QTest::newRow("plain") << u"start"_s << u"start"_s << QString();
    QTest::newRow("command") << u"exec_create: sh -c echo a: b"_s << u"exec_create"_s << u"sh -c echo a: b"_s;
    QTest::newRow("no blank") << u"exec_start:ls"_s << u"exec_start"_s << u"ls"_s;
    QTest::newRow("health") << u"health_status: healthy"_s << u"health_status"_s << u"healthy"_s;
    QTest::newRow("nothing behind the colon") << u"health_status: "_s << u"health_status"_s << QString();
    QTest::newRow("Podman's words") << u"died"_s << u"die"_s << QString();
    QTest::newRow("a command with Podman's word")
        << u"exec_create: remove"_s << u"exec_create"_s << u"remove"_s;
}

void EventsTest::action()
{
    QFETCH(QString, text);
    const auto event = Event::fromJson({{u"Type"_s, u"container"_s}, {u"Action"_s, text}});
    QVERIFY(event);
    QTEST(event->action, "action");
    QTEST(event->actionDetail, "detail");
}

/// status, id and from are gone in API 1.52; nothing of them is needed.
void EventsTest::withoutOldMembers()
{
    const auto event = Event::fromJson(
        json(R"({"Type":"image","Action":"remove","Actor":{"ID":"sha256:1","Attributes":{"name":"x"}},
        "scope":"local","time":1795254391,"timeNano":1795254391981193656})"));
    QVERIFY(event);
    QCOMPARE(event->type, u"image"_s);
    QCOMPARE(event->action, u"remove"_s); // the word of a container's end is "destroy", an image's is this
    QCOMPARE(event->actorId, u"sha256:1"_s);
    QCOMPARE(event->time.toMSecsSinceEpoch(), 1795254391981);
}

void EventsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no action") << R"({"Type":"container"})"_ba;
    QTest::newRow("empty action") << R"({"Type":"container","Action":""})"_ba;
    QTest::newRow("action is a number") << R"({"Action":1})"_ba;
    QTest::newRow("type is a list") << R"({"Action":"x","Type":[]})"_ba;
    QTest::newRow("actor is a string") << R"({"Action":"x","Actor":"y"})"_ba;
    QTest::newRow("actor's id is a number") << R"({"Action":"x","Actor":{"ID":5}})"_ba;
    QTest::newRow("attributes are a list") << R"({"Action":"x","Actor":{"Attributes":[]}})"_ba;
    QTest::newRow("time is a string") << R"({"Action":"x","timeNano":"now"})"_ba;
}

void EventsTest::malformed()
{
    QFETCH(QByteArray, text);
    const auto event = Event::fromJson(json(text));
    QVERIFY(!event);
    QCOMPARE(event.error().code, ErrorCode::ProtocolError);
}

QTEST_GUILESS_MAIN(EventsTest)
#include "events.moc"
