// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/samplesender.h"

#include "tests/link/fakeport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::agent;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Samples on their way to the hub: in order, without gaps, whatever the connection does.
class SampleSenderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlineSamplesGoAtOnce();
    void offlineSamplesWait();
    void unconfirmedComeAgain();
    void answeredComeAgainForAWhile();
    void windowIsBounded();
    void fullConnectionHolds();
    void hubWithoutPong();
    void pongTooManyConfirmsNothing();
    void fullDiskStillSends();
};

namespace {

const QByteArray pong = R"({"type":"pong"})";

// A port that can be full.
class NarrowPort : public FakePort
{
public:
    net::MessageChannel::SendResult send(QByteArrayView text) override
    {
        (void)FakePort::send(text);
        return isFull ? net::MessageChannel::SendResult::Full : net::MessageChannel::SendResult::Sent;
    }

    bool isFull = false;
};

struct Fixture
{
    Fixture() : link({.hub = u"hub"_s}, port), spool({.folder = folder.filePath(u"spool"_s)})
    {
        good = spool.open(now).has_value();
    }

    void goOnline()
    {
        link.start();
        if (link.state() == link::AgentLink::State::Waiting)
            link.retry();
        link.onConnected();
        link.onText(R"({"type":"auth_success","server_id":"s1","message":""})");
    }
    void lose() { link.onClosed(1006, {}); }
    void add(int from, int to)
    {
        for (int i = from; i < to; ++i)
            sender.add("{\"i\":" + QByteArray::number(i) + "}", now += 5s);
    }
    // The numbers of the samples that were sent since the last call.
    QList<int> takeSent()
    {
        QList<int> numbers;
        for (const QByteArray &text : std::exchange(port.sent, {})) {
            const QByteArray head = R"({"type":"metrics","server_id":"s1","i":)";
            if (text.startsWith(head))
                numbers += text.sliced(head.size()).chopped(1).toInt();
        }
        return numbers;
    }
    // The numbers of those that would come again.
    QList<int> kept()
    {
        QList<int> numbers;
        spool.rewind();
        while (const auto sample = spool.next())
            numbers += sample->sliced(5).chopped(1).toInt();
        return numbers;
    }
    void answerPings(int count)
    {
        for (int i = 0; i < count; ++i)
            link.onText(pong);
    }

    NarrowPort port;
    link::AgentLink link;
    QTemporaryDir folder;
    SampleSpool::Time now{1'767'225'600s};
    SampleSpool spool;
    SampleSender sender{spool, link};
    bool good = false;
};

} // namespace

void SampleSenderTest::onlineSamplesGoAtOnce()
{
    Fixture fixture;
    QVERIFY(fixture.good);
    fixture.goOnline();
    for (int i = 0; i < 10; ++i) {
        fixture.add(i, i + 1);
        QCOMPARE(fixture.port.lastSent(), R"({"type":"ping"})");
        QCOMPARE(fixture.takeSent(), QList{i});
        fixture.answerPings(1);
    }
    QCOMPARE(fixture.kept(), (QList{8, 9}));
}

void SampleSenderTest::offlineSamplesWait()
{
    Fixture fixture;
    fixture.add(0, 5);
    QVERIFY(fixture.port.sent.isEmpty());
    fixture.goOnline();
    QCOMPARE(fixture.takeSent(), (QList{0, 1, 2, 3, 4}));
    fixture.answerPings(1);
    fixture.add(5, 7);
    QCOMPARE(fixture.kept(), (QList{5, 6}));
}

void SampleSenderTest::unconfirmedComeAgain()
{
    Fixture fixture;
    fixture.goOnline();
    fixture.add(0, 4);
    fixture.answerPings(2);
    fixture.add(4, 6);
    (void)fixture.takeSent();
    fixture.lose();
    fixture.add(6, 8);
    QVERIFY(fixture.port.sent.isEmpty());
    fixture.goOnline();
    QCOMPARE(fixture.takeSent(), (QList{2, 3, 4, 5, 6, 7}));
}

// A hub that was killed had read them, and nothing more.
void SampleSenderTest::answeredComeAgainForAWhile()
{
    Fixture fixture;
    fixture.goOnline();
    for (int i = 0; i < 4; ++i) {
        fixture.add(i, i + 1);
        fixture.answerPings(1);
    }
    (void)fixture.takeSent();
    fixture.lose();
    fixture.goOnline();
    QCOMPARE(fixture.takeSent(), (QList{2, 3}));
}

void SampleSenderTest::windowIsBounded()
{
    Fixture fixture;
    fixture.add(0, 200);
    fixture.goOnline();
    QList<int> sent = fixture.takeSent();
    QCOMPARE(sent.size(), SampleSender::maxUnconfirmed);
    for (int i = 0; i < 4; ++i) {
        fixture.answerPings(1);
        sent += fixture.takeSent();
    }
    QCOMPARE(sent.size(), 200);
    QVERIFY(std::ranges::is_sorted(sent));
}

void SampleSenderTest::fullConnectionHolds()
{
    Fixture fixture;
    fixture.add(0, 5);
    fixture.port.isFull = true;
    fixture.goOnline();
    QCOMPARE(fixture.takeSent(), QList{0}); // was taken, but no more
    fixture.answerPings(1);
    QCOMPARE(fixture.takeSent(), QList<int>());
    fixture.port.isFull = false;
    fixture.sender.resume();
    QCOMPARE(fixture.takeSent(), (QList{1, 2, 3, 4}));
}

void SampleSenderTest::hubWithoutPong()
{
    Fixture fixture;
    fixture.goOnline();
    fixture.add(0, 100);
    QCOMPARE(fixture.takeSent().size(), 100);
    fixture.lose();
    fixture.goOnline();
    const QList<int> again = fixture.takeSent();
    QCOMPARE(again, (QList{96, 97, 98, 99})); // the interval of the last one was not over
}

void SampleSenderTest::pongTooManyConfirmsNothing()
{
    Fixture fixture;
    fixture.goOnline();
    fixture.answerPings(5);
    fixture.add(0, 3);
    QCOMPARE(fixture.kept(), (QList{0, 1, 2}));
    fixture.add(3, 5);
    fixture.answerPings(5);
    fixture.add(5, 7);
    QCOMPARE(fixture.kept(), (QList{5, 6}));
}

void SampleSenderTest::fullDiskStillSends()
{
    Fixture fixture;
    fixture.goOnline();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be stored"_s));
    const QByteArray tooBig = "{\"a\":\"" + QByteArray(SpoolSegment::maxPayload, 'x') + "\"}";
    fixture.sender.add(tooBig, fixture.now);
    QCOMPARE(fixture.port.sent.size(), 2); // auth, and the sample
    QVERIFY(fixture.spool.isEmpty());
}

QTEST_GUILESS_MAIN(SampleSenderTest)
#include "samplesender.moc"
