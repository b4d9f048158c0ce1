// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/channelqueue.h"

#include "tests/hub/fakecourier.h"
#include "tests/support/await.h"

#include <QDateTime>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using hub::ChannelQueue;
using hub::Notice;
using hub::ToldAlert;

/// What a channel tells, when, and what happens when nobody takes it.
class ChannelQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsBoth();
    void triesAgain();
    void givesUp_data();
    void givesUp();
    void oldOnesAreGivenUp();
    void manyBecomeOne();
    void isBounded();
    void quietHours();
    void overInQuietHours();
    void beganBeforeQuietHours();
    void heldAgainAfterRestart();
    void disabledTellsNothing();
    void withoutResolved();
    void test();
};

namespace {

const Error away{ErrorCode::NotReachable, u"the channel ops"_s, u"nothing answers"_s};
const Error refused{ErrorCode::Refused, u"the channel ops"_s, u"it answered with HTTP status 404"_s};

Time utc(const QString &text)
{
    return Time(std::chrono::milliseconds(QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch()));
}

/// A queue at noon; its quiet hours are from 22:00 to 07:00 UTC.
struct Scene
{
    ToldAlert firing(const QString &id) const
    {
        return {{.id = id, .rule = 1, .ruleName = id, .server = u"s"_s, .since = now}, u"web-1"_s};
    }
    ToldAlert resolved(const QString &id) const
    {
        ToldAlert told = firing(id);
        told.alert.resolved = now;
        return told;
    }
    static store::AlertChannel channel()
    {
        const QJsonObject hours{{u"from"_s, u"22:00"_s}, {u"to"_s, u"07:00"_s}, {u"time_zone"_s, u"UTC"_s}};
        return {.id = 1, .name = u"ops"_s, .quietHours = store::QuietHours::fromJson(hours).value()};
    }
    /// The titles so far, once `count` of them are there and nothing more comes.
    QStringList titles(qsizetype count)
    {
        std::ignore = eventually([&] { return courier.titles.size() >= count; });
        QCoreApplication::processEvents();
        return courier.titles;
    }

    FakeCourier courier;
    Time now = utc(u"2026-03-14T12:00:00Z"_s);
    ChannelQueue queue{channel(), courier, [this] { return now; }, {.firstRetry = 1ms, .longestRetry = 2ms}};
};

} // namespace

void ChannelQueueTest::tellsBoth()
{
    Scene scene;
    scene.queue.tell(scene.firing(u"disk"_s));
    scene.queue.tell(scene.resolved(u"disk"_s));
    QCOMPARE(scene.titles(2), (QStringList{u"ops|FIRING: disk: web-1"_s, u"ops|RESOLVED: disk: web-1"_s}));
    QCOMPARE(scene.queue.status().delivered, 2);
    QCOMPARE(scene.queue.status().waiting, 0);
}

void ChannelQueueTest::triesAgain()
{
    Scene scene;
    QSignalSpy failed(&scene.queue, &ChannelQueue::failed);
    scene.courier.answers = {std::unexpected(away), std::unexpected(away)};
    scene.queue.tell(scene.firing(u"a"_s));
    scene.queue.tell(scene.firing(u"b"_s));
    QCOMPARE(scene.queue.status().lastError, toSentence(away));
    const QString a = u"ops|FIRING: a: web-1"_s;
    QCOMPARE(scene.titles(4), (QStringList{a, a, a, u"ops|FIRING: b: web-1"_s}));
    QCOMPARE(failed.size(), 2);
    QCOMPARE(failed.at(0).at(1).toBool(), true); // the first
    QCOMPARE(failed.at(1).at(1).toBool(), false);
    QCOMPARE(failed.at(1).at(2).toBool(), false); // not the last
    QCOMPARE(scene.queue.status().failed, 2);
    QCOMPARE(scene.queue.status().lastError, QString());
    QVERIFY(scene.queue.status().lastFailed);
}

void ChannelQueueTest::givesUp_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("isTriedAgain");
    QTest::newRow("refused") << ErrorCode::Refused << false;
    QTest::newRow("login") << ErrorCode::PermissionDenied << false;
    QTest::newRow("no TLS") << ErrorCode::TlsFailed << false;
    QTest::newRow("too large") << ErrorCode::TooLarge << false;
    QTest::newRow("away") << ErrorCode::NotReachable << true;
    QTest::newRow("too slow") << ErrorCode::Timeout << true;
    QTest::newRow("lost") << ErrorCode::ConnectionLost << true;
    QTest::newRow("too much at once") << ErrorCode::LimitReached << true;
}

void ChannelQueueTest::givesUp()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const bool, isTriedAgain);
    Scene scene;
    QSignalSpy failed(&scene.queue, &ChannelQueue::failed);
    scene.courier.answers = {failure(code)};
    scene.queue.tell(scene.firing(u"a"_s));
    scene.queue.tell(scene.firing(u"b"_s));
    QCOMPARE(scene.titles(isTriedAgain ? 3 : 2).size(), isTriedAgain ? 3 : 2);
    QCOMPARE(failed.first().at(2).toBool(), !isTriedAgain);
    QCOMPARE(scene.queue.status().dropped, isTriedAgain ? 0 : 1);
}

void ChannelQueueTest::oldOnesAreGivenUp()
{
    Scene scene;
    scene.courier.answers = {std::unexpected(away), std::unexpected(away)};
    scene.queue.tell(scene.firing(u"a"_s));
    scene.now += 7h;
    scene.queue.tell(scene.firing(u"b"_s));
    QCOMPARE(scene.titles(3).last(), u"ops|FIRING: b: web-1"_s);
    QCOMPARE(scene.queue.status().dropped, 1);
}

void ChannelQueueTest::manyBecomeOne()
{
    Scene scene;
    scene.courier.answers = {std::unexpected(away)};
    for (int i = 0; i < 30; ++i)
        scene.queue.tell(scene.firing(QString::number(i)));
    QCOMPARE(scene.titles(3).last(), u"ops|29 alerts firing, 0 resolved"_s);
    QVERIFY(hub::textOf(scene.courier.notices.last()).endsWith("and 9 more"_L1));
}

void ChannelQueueTest::isBounded()
{
    Scene scene;
    scene.courier.answers = {std::unexpected(away)};
    for (int i = 0; i < 2 * ChannelQueue::maxWaiting; ++i)
        scene.queue.tell(scene.firing(QString::number(i)));
    QCOMPARE(scene.queue.status().waiting, ChannelQueue::maxWaiting + 1); // with that which is on its way
    QCOMPARE(scene.queue.status().dropped, ChannelQueue::maxWaiting - 1);
    QVERIFY(!scene.queue.status().lastError.isEmpty());
}

void ChannelQueueTest::quietHours()
{
    Scene scene;
    scene.now = utc(u"2026-03-14T23:00:00Z"_s);
    scene.queue.tell(scene.firing(u"a"_s));
    scene.queue.tell(scene.firing(u"b"_s));
    scene.now = utc(u"2026-03-15T06:59:59Z"_s);
    scene.queue.tick();
    QCOMPARE(scene.queue.status().held, 2);
    QVERIFY(scene.courier.titles.isEmpty());
    scene.now += 1s;
    scene.queue.tick();
    scene.queue.tick();
    QCOMPARE(scene.titles(1), QStringList{u"ops|2 alerts firing, 0 resolved"_s});
}

void ChannelQueueTest::overInQuietHours()
{
    Scene scene;
    scene.now = utc(u"2026-03-14T23:00:00Z"_s);
    scene.queue.tell(scene.firing(u"a"_s));
    scene.queue.tell(scene.firing(u"b"_s));
    scene.queue.tell(scene.resolved(u"a"_s));
    scene.now += 9h;
    scene.queue.tick();
    QCOMPARE(scene.titles(1), QStringList{u"ops|1 alerts firing, 0 resolved"_s});
    QCOMPARE(scene.courier.notices.first().alerts.first().alert.id, u"b"_s);
}

void ChannelQueueTest::beganBeforeQuietHours()
{
    Scene scene;
    scene.queue.tell(scene.firing(u"a"_s));
    QCOMPARE(scene.titles(1).size(), 1);
    scene.now = utc(u"2026-03-14T23:00:00Z"_s);
    scene.queue.tell(scene.resolved(u"a"_s));
    QCOMPARE(scene.titles(1).size(), 1);
    scene.now += 9h;
    scene.queue.tick();
    QCOMPARE(scene.titles(2).last(), u"ops|0 alerts firing, 1 resolved"_s);
}

void ChannelQueueTest::heldAgainAfterRestart()
{
    Scene scene;
    scene.now = utc(u"2026-03-14T23:00:00Z"_s);
    ToldAlert before = scene.firing(u"told"_s);
    before.alert.since = utc(u"2026-03-14T21:00:00Z"_s); // it was told then
    scene.queue.holdAgain(before);
    scene.queue.holdAgain(scene.firing(u"held"_s));
    QCOMPARE(scene.queue.status().held, 1);
    scene.now += 12h;
    scene.queue.holdAgain(scene.firing(u"day"_s));
    QCOMPARE(scene.queue.status().held, 1);
}

void ChannelQueueTest::disabledTellsNothing()
{
    Scene scene;
    store::AlertChannel channel = Scene::channel();
    channel.enabled = false;
    scene.queue.setChannel(channel);
    scene.queue.tell(scene.firing(u"a"_s));
    QVERIFY(scene.titles(0).isEmpty());
    QCOMPARE(scene.queue.status().waiting, 0);
}

void ChannelQueueTest::withoutResolved()
{
    Scene scene;
    store::AlertChannel channel = Scene::channel();
    channel.sendResolved = false;
    scene.queue.setChannel(channel);
    scene.queue.tell(scene.firing(u"a"_s));
    scene.queue.tell(scene.resolved(u"a"_s));
    QCOMPARE(scene.titles(1).size(), 1);
    scene.now = utc(u"2026-03-14T23:00:00Z"_s);
    scene.queue.tell(scene.resolved(u"a"_s));
    QCOMPARE(scene.queue.status().held, 0);
}

void ChannelQueueTest::test()
{
    Scene scene;
    scene.courier.answers = {std::unexpected(refused)};
    QCOMPARE(await(scene.queue.test()).error(), refused);
    QCOMPARE(scene.queue.status().lastError, toSentence(refused));
    QVERIFY(await(scene.queue.test())); // and it is not tried again by itself
    QCOMPARE(scene.courier.titles.size(), 2);
}

QTEST_GUILESS_MAIN(ChannelQueueTest)
#include "channelqueue.moc"
