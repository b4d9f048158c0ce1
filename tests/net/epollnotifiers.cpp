// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/net/dispatcherfixture.h"
#include "tests/support/await.h"

#include <QTemporaryFile>

using namespace fairlead::net;
using namespace fairlead::test;
using namespace std::chrono_literals;

/// Socket notifiers of the server's dispatcher, as QSocketNotifier promises them.
class EpollNotifiersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readComesAgainUntilAllIsRead();
    void disabledIsSilent();
    void threeTypesOfOneDescriptor();
    void writeThatIsTakenBackNeverComes();
    void hangUpReachesReadAndWrite();
    void removalOfAnotherInsideOfACallback();
    void ownDeletionInsideOfACallback();
    void nestedLoopHandlesWhatTheOuterFound();
    void excludedNotifiersWait();
    void numberThatComesBack();
    void closedWhileWatched();
    void closedWhileWatchedButAliveElsewhere();
    void plainFileIsAlwaysReady();
    void descriptorThatIsNoneIsDisabled();
};

namespace {

void turn()
{
    QCoreApplication::processEvents();
}

// Counts what comes, and reads nothing unless told.
struct Counter
{
    Counter(int descriptor, QSocketNotifier::Type type) : notifier(descriptor, type)
    {
        QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [this] {
            ++count;
            if (then)
                then();
        });
    }

    QSocketNotifier notifier;
    int count = 0;
    std::function<void()> then;
};

} // namespace

void EpollNotifiersTest::readComesAgainUntilAllIsRead()
{
    SocketPair pair;
    Counter read(pair.end(0), QSocketNotifier::Read);
    turn();
    QCOMPARE(read.count, 0);
    pair.send(1);
    turn();
    turn();
    QCOMPARE(read.count, 2);
    QCOMPARE(pair.take(0), "x");
    turn();
    QCOMPARE(read.count, 2);
}

void EpollNotifiersTest::disabledIsSilent()
{
    SocketPair pair;
    Counter read(pair.end(0), QSocketNotifier::Read);
    pair.send(1);
    read.notifier.setEnabled(false);
    turn();
    QCOMPARE(read.count, 0);
    read.notifier.setEnabled(true);
    turn();
    QCOMPARE(read.count, 1);
}

void EpollNotifiersTest::threeTypesOfOneDescriptor()
{
    SocketPair pair;
    Counter read(pair.end(0), QSocketNotifier::Read);
    Counter write(pair.end(0), QSocketNotifier::Write);
    Counter exception(pair.end(0), QSocketNotifier::Exception);
    turn();
    QCOMPARE(read.count, 0);
    QCOMPARE(write.count, 1);
    write.notifier.setEnabled(false);
    pair.send(1);
    turn();
    QCOMPARE(read.count, 1);
    QCOMPARE(write.count, 1);
    QCOMPARE(exception.count, 0);
}

void EpollNotifiersTest::writeThatIsTakenBackNeverComes()
{
    SocketPair pair;
    Counter read(pair.end(0), QSocketNotifier::Read);
    Counter write(pair.end(0), QSocketNotifier::Write);
    write.notifier.setEnabled(false);
    turn();
    write.notifier.setEnabled(true);
    write.notifier.setEnabled(false);
    turn();
    QCOMPARE(write.count, 0);
    write.notifier.setEnabled(true);
    turn();
    QCOMPARE(write.count, 1);
}

void EpollNotifiersTest::hangUpReachesReadAndWrite()
{
    SocketPair pair;
    Counter read(pair.end(0), QSocketNotifier::Read);
    Counter write(pair.end(0), QSocketNotifier::Write);
    pair.closeEnd(1);
    turn();
    QCOMPARE(read.count, 1);
    QCOMPARE(write.count, 1);
}

void EpollNotifiersTest::removalOfAnotherInsideOfACallback()
{
    SocketPair first;
    SocketPair second;
    auto a = std::make_unique<Counter>(first.end(0), QSocketNotifier::Read);
    auto b = std::make_unique<Counter>(second.end(0), QSocketNotifier::Read);
    int total = 0;
    a->then = [&] { ++total, b.reset(); };
    b->then = [&] { ++total, a.reset(); };
    first.send(1);
    second.send(1);
    turn();
    QCOMPARE(total, 1); // whichever came first has taken the other away
}

void EpollNotifiersTest::ownDeletionInsideOfACallback()
{
    SocketPair pair;
    auto *notifier = new QSocketNotifier(pair.end(0), QSocketNotifier::Read);
    int count = 0;
    connect(notifier, &QSocketNotifier::activated, this, [&] {
        ++count;
        notifier->setEnabled(false);
        notifier->deleteLater();
        pair.closeEnd(0);
    });
    pair.send(1);
    turn();
    turn();
    QCOMPARE(count, 1);
}

void EpollNotifiersTest::nestedLoopHandlesWhatTheOuterFound()
{
    SocketPair first;
    SocketPair second;
    Counter a(first.end(0), QSocketNotifier::Read);
    Counter b(second.end(0), QSocketNotifier::Read);
    const auto readBoth = [&] {
        (void)first.take(0);
        (void)second.take(0);
    };
    a.then = b.then = [&] {
        if (a.count + b.count == 1)
            turn();
        else
            readBoth();
    };
    first.send(1);
    second.send(1);
    turn();
    // The inner turn has both again: the one that was left, and, since nothing was read, the first.
    QVERIFY(a.count >= 1 && b.count >= 1);
    QVERIFY(a.count + b.count <= 3);
}

void EpollNotifiersTest::excludedNotifiersWait()
{
    SocketPair pair;
    Counter read(pair.end(0), QSocketNotifier::Read);
    pair.send(1);
    QCoreApplication::processEvents(QEventLoop::ExcludeSocketNotifiers);
    QCOMPARE(read.count, 0);
    turn();
    QCOMPARE(read.count, 1);
}

void EpollNotifiersTest::numberThatComesBack()
{
    for (int i = 0; i < 50; ++i) {
        SocketPair pair; // gets the numbers of the one before
        Counter read(pair.end(0), QSocketNotifier::Read);
        turn();
        QCOMPARE(read.count, 0);
        pair.send(1);
        turn();
        QCOMPARE(read.count, 1);
        if (i % 2 == 0)
            (void)pair.take(0);
    }
}

void EpollNotifiersTest::closedWhileWatched()
{
    auto gone = std::make_unique<SocketPair>();
    const int number = gone->end(0);
    Counter stale(number, QSocketNotifier::Read);
    turn();
    gone.reset();
    turn();
    SocketPair pair;
    QCOMPARE(pair.end(0), number);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("two socket notifiers")));
    Counter read(pair.end(0), QSocketNotifier::Read);
    pair.send(1);
    turn();
    QCOMPARE(read.count, 1);
    QCOMPARE(stale.count, 0);
}

void EpollNotifiersTest::closedWhileWatchedButAliveElsewhere()
{
    SocketPair pair;
    Counter other(pair.end(1), QSocketNotifier::Read);
    auto stale = std::make_unique<Counter>(pair.end(0), QSocketNotifier::Read);
    turn();
    const int elsewhere = dup(pair.end(0)); // as a child process would have it
    pair.closeEnd(0);
    stale.reset();
    pair.send(1);
    // Were the kernel's report not got rid of, this would return at once for ever.
    QElapsedTimer clock;
    clock.start();
    QTimer::singleShot(200ms, Qt::PreciseTimer, this, [] {});
    int turns = 0;
    while (clock.elapsed() < 200 && ++turns < 100)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY2(turns < 20, QByteArray::number(turns).constData());
    QCOMPARE(::write(elsewhere, "x", 1), 1);
    turn();
    QCOMPARE(other.count, 1); // the rest is still watched
    ::close(elsewhere);
}

void EpollNotifiersTest::plainFileIsAlwaysReady()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    Counter read(file.handle(), QSocketNotifier::Read);
    turn();
    turn();
    QCOMPARE(read.count, 2);
    read.notifier.setEnabled(false);
    turn();
    QCOMPARE(read.count, 2);
}

void EpollNotifiersTest::descriptorThatIsNoneIsDisabled()
{
    SocketPair pair;
    const int number = pair.end(0);
    Counter read(number, QSocketNotifier::Read);
    pair.closeEnd(0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be watched")));
    turn();
    QVERIFY(!read.notifier.isEnabled());
}

int main(int argc, char **argv)
{
    return runWithEpoll<EpollNotifiersTest>(argc, argv);
}
#include "epollnotifiers.moc"
