// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/sockettransport.h"
#include "tests/support/await.h"
#include "tests/support/errorname.h"
#include "tests/support/localpeer.h"

#include <QSignalSpy>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;
using net::LocalTransport;

/// LocalTransport and its UnixSocket against a real peer: who waits for whom, and that no byte is lost at an
/// end.
class LocalTransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void busyListener();
    void bothDirections();
    void unreadBytesHoldThePeer();
    void bytesBeforeThePeersEndAreRead();
    void bytesOfAPeerThatReadsNoMoreAreRead();
    void queueOfAPeerThatIsGoneIsTold_data();
    void queueOfAPeerThatIsGoneIsTold();
    void closeWriteAfterALargeQueue();
    void closeWriteTwiceAndWithNothing();
    void abortIsSilent();
    void deletedInASlot();
};

namespace {

/// A socket in the file system on which nobody listens.
QString deadSocket(const QTemporaryDir &folder)
{
    const QString path = folder.filePath(u"dead.sock"_s);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(QFile::encodeName(path), address.sun_path);
    (void)::bind(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    ::close(descriptor);
    return path;
}

} // namespace

void LocalTransportTest::refusals_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<ErrorCode>("code");
    static const QTemporaryDir folder;
    QTest::newRow("missing") << folder.filePath(u"none.sock"_s) << ErrorCode::NotReachable;
    QTest::newRow("in a missing folder") << folder.filePath(u"none/none.sock"_s) << ErrorCode::NotReachable;
    QTest::newRow("nobody listens") << deadSocket(folder) << ErrorCode::NotReachable;
    QTest::newRow("a folder") << folder.path() << ErrorCode::NotReachable;
    QTest::newRow("empty") << QString() << ErrorCode::InvalidInput;
    QTest::newRow("107 bytes") << u'/' + QString(106, u'x') << ErrorCode::NotReachable;
    QTest::newRow("108 bytes") << u'/' + QString(107, u'x') << ErrorCode::InvalidInput;
    QTest::newRow("NUL inside") << u"/tmp/a\0b"_s << ErrorCode::InvalidInput;
}

void LocalTransportTest::refusals()
{
    QFETCH(QString, path);
    QFETCH(ErrorCode, code);
    LocalTransport transport(path);
    QSignalSpy opened(&transport, &LocalTransport::opened);
    QSignalSpy failed(&transport, &LocalTransport::failed);
    transport.open();
    QVERIFY(failed.isEmpty()); // never from inside open()
    QVERIFY(eventually([&] { return !failed.isEmpty(); }));
    const auto error = failed.first().first().value<Error>();
    QCOMPARE(error.code, code);
    QCOMPARE(error.subject, path);
    QVERIFY(opened.isEmpty());
    QCOMPARE(failed.size(), 1);
}

void LocalTransportTest::busyListener()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"busy.sock"_s);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(QFile::encodeName(path), address.sun_path);
    QCOMPARE(::bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(listener, 0), 0); // one may wait
    LocalTransport first(path);
    LocalTransport second(path);
    QSignalSpy firstOpened(&first, &LocalTransport::opened);
    QSignalSpy secondOpened(&second, &LocalTransport::opened);
    QSignalSpy failed(&second, &LocalTransport::failed);
    first.open();
    QVERIFY(eventually([&] { return !firstOpened.isEmpty(); }));
    second.open();
    QVERIFY(!eventually([&] { return !secondOpened.isEmpty(); }, 30ms));
    const int accepted = ::accept(listener, nullptr, nullptr);
    QVERIFY(eventually([&] { return !secondOpened.isEmpty(); }));
    QVERIFY(failed.isEmpty());
    ::close(accepted);
    ::close(listener);
}

void LocalTransportTest::bothDirections()
{
    LocalPeer peer;
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    qint64 told = 0;
    connect(&transport.device(), &QIODevice::bytesWritten, this, [&](qint64 bytes) { told += bytes; });
    const QByteArray large(3'000'000, 'l');
    QCOMPARE(transport.device().write(large), large.size());
    QVERIFY(eventually([&] { return peer.readAll().size() == large.size(); }));
    QVERIFY(eventually([&] { return told == large.size(); }));
    QCOMPARE(transport.device().bytesToWrite(), 0);
    peer.socket().write("answer");
    QVERIFY(eventually([&] { return transport.device().bytesAvailable() == 6; }));
    QCOMPARE(transport.device().readAll(), "answer");
}

void LocalTransportTest::unreadBytesHoldThePeer()
{
    LocalPeer peer;
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    constexpr qsizetype total = 8 * 1024 * 1024;
    peer.socket().write(QByteArray(total, 'x'));
    QVERIFY(eventually([&] { return transport.device().bytesAvailable() > 0; }));
    (void)eventually([] { return false; }, 50ms); // nothing must happen in this time
    QCOMPARE_LE(transport.device().bytesAvailable(), net::UnixSocket::readSize);
    QCOMPARE_GT(peer.socket().bytesToWrite(), total / 2);
    qsizetype received = 0;
    QVERIFY(eventually([&] {
        received += transport.device().readAll().size();
        return received == total;
    }));
}

void LocalTransportTest::bytesBeforeThePeersEndAreRead()
{
    LocalPeer peer;
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    QSignalSpy ended(&transport, &LocalTransport::ended);
    QSignalSpy failed(&transport, &LocalTransport::failed);
    const QByteArray sent = QByteArray("0123456789abcdef").repeated(65536); // 1 MiB
    peer.socket().write(sent);
    peer.socket().disconnectFromServer(); // after the queue
    QByteArray received;
    QTimer slow;
    connect(&slow, &QTimer::timeout, this, [&] { received += transport.device().read(20'000); });
    slow.start(1ms);
    QVERIFY(eventually([&] { return !ended.isEmpty(); }));
    received += transport.device().readAll();
    QVERIFY(received == sent);
    QCOMPARE(ended.size(), 1);
    QVERIFY(failed.isEmpty());
}

/// A process that ends without having read its input: what it wrote is still to be had.
void LocalTransportTest::bytesOfAPeerThatReadsNoMoreAreRead()
{
    LocalPeer peer(LocalPeer::Reading::Never);
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    QSignalSpy ended(&transport, &LocalTransport::ended);
    QSignalSpy failed(&transport, &LocalTransport::failed);
    peer.sendRaw(QByteArray(100'000, 'o'));
    transport.device().write(QByteArray(4'000'000, 'i'));
    peer.closeRaw();
    transport.device().write(QByteArray(4'000'000, 'i'));
    QByteArray received;
    QVERIFY(eventually([&] {
        received += transport.device().readAll();
        return !ended.isEmpty() || !failed.isEmpty();
    }));
    received += transport.device().readAll();
    QCOMPARE(received.size(), 100'000);
    QVERIFY(failed.isEmpty());
}

void LocalTransportTest::queueOfAPeerThatIsGoneIsTold_data()
{
    QTest::addColumn<bool>("holdsReading");
    QTest::newRow("seen by reading") << false;
    QTest::newRow("seen by writing") << true;
}

/// Who waits for bytesWritten() before it queues more must not wait for ever.
void LocalTransportTest::queueOfAPeerThatIsGoneIsTold()
{
    QFETCH(bool, holdsReading);
    LocalPeer peer(LocalPeer::Reading::Never);
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    constexpr qint64 total = 4'000'000;
    qint64 told = 0;
    connect(&transport.device(), &QIODevice::bytesWritten, this, [&](qint64 bytes) { told += bytes; });
    if (holdsReading) {
        peer.sendRaw("unread"); // while it waits, nothing is read from the kernel
        QVERIFY(eventually([&] { return transport.device().bytesAvailable() > 0; }));
    }
    transport.device().write(QByteArray(total, 'i'));
    QVERIFY(eventually([&] { return told > 0; }));
    peer.closeRaw();
    QVERIFY(eventually([&] { return told == total; }));
    QCOMPARE(transport.device().bytesToWrite(), 0);
}

void LocalTransportTest::closeWriteAfterALargeQueue()
{
    LocalPeer peer;
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    QSignalSpy ended(&transport, &LocalTransport::ended);
    bool peerSawEnd = false;
    connect(&peer.socket(), &QLocalSocket::readChannelFinished, this, [&] { peerSawEnd = true; });
    constexpr qsizetype total = 16 * 1024 * 1024;
    transport.device().write(QByteArray(total, 'q'));
    transport.closeWrite();
    QCOMPARE(transport.device().write("late"), -1);
    qsizetype received = 0;
    QVERIFY(eventually([&] {
        received += peer.readNext().size();
        return received == total;
    }));
    QVERIFY(eventually([&] { return peerSawEnd; }));
    QVERIFY(ended.isEmpty()); // our direction only
}

void LocalTransportTest::closeWriteTwiceAndWithNothing()
{
    LocalPeer peer(LocalPeer::Reading::Never);
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    transport.closeWrite();
    transport.closeWrite();
    QCOMPARE(peer.waitForEndRaw(), QByteArray());
    // The other direction goes on.
    peer.sendRaw("still here");
    QVERIFY(eventually([&] { return transport.device().bytesAvailable() == 10; }));
}

void LocalTransportTest::abortIsSilent()
{
    LocalPeer peer;
    LocalTransport transport(peer.path());
    QVERIFY(peer.connectWith(transport));
    QSignalSpy ended(&transport, &LocalTransport::ended);
    QSignalSpy failed(&transport, &LocalTransport::failed);
    QSignalSpy readyRead(&transport.device(), &QIODevice::readyRead);
    peer.socket().write("x");
    transport.device().write(QByteArray(4'000'000, 'x'));
    transport.abort();
    transport.abort();
    QVERIFY(eventually([&] { return peer.socket().state() == QLocalSocket::UnconnectedState; }));
    QVERIFY(ended.isEmpty() && failed.isEmpty() && readyRead.isEmpty());

    LocalTransport never(u"/none.sock"_s); // aborted before it came to anything
    QSignalSpy neverFailed(&never, &LocalTransport::failed);
    never.open();
    never.abort();
    QVERIFY(!eventually([&] { return !neverFailed.isEmpty(); }, 20ms));
}

void LocalTransportTest::deletedInASlot()
{
    LocalPeer peer;
    auto transport = std::make_unique<LocalTransport>(peer.path());
    QVERIFY(peer.connectWith(*transport));
    connect(&transport->device(), &QIODevice::readyRead, transport.get(), [&] { transport.reset(); });
    peer.socket().write("x");
    QVERIFY(eventually([&] { return !transport; }));

    auto failing = std::make_unique<LocalTransport>(u"/none.sock"_s);
    connect(failing.get(), &LocalTransport::failed, failing.get(), [&] { failing.reset(); });
    failing->open();
    QVERIFY(eventually([&] { return !failing; }));
}

QTEST_GUILESS_MAIN(LocalTransportTest)
#include "localtransport.moc"
