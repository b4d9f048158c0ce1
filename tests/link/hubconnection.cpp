// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/hubconnection.h"

#include "core/link/agentpeer.h"
#include "core/link/messagewriter.h"
#include "tests/net/channelfixture.h"
#include "tests/net/tcppeer.h"
#include "tests/support/errorname.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::link;
using namespace fairlead::test;
using namespace std::chrono_literals;
using State = AgentLink::State;
using Cause = Disconnect::Cause;

/// An agent's connection and the hub's end of it, over real sockets.
class HubConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(TcpPeer::certificate().isGood(), "openssl could not make a certificate"); }
    void comesOnlineAndBack();
    void nobodyThere();
    void pinnedCertificate();
    void otherCertificateIsRefused();
    void unknownCertificateWithoutPin();
    void warnsOfPlainText_data();
    void warnsOfPlainText();
    void fingerprints_data();
    void fingerprints();
};

namespace {

QByteArray fingerprintOf(const TestCertificate &certificate)
{
    return QSslCertificate::fromPath(certificate.file("cert.pem")).first().digest(QCryptographicHash::Sha256);
}

net::Listener::Settings secure()
{
    return {.access = {}, .tls = TcpPeer::serverConfiguration(TcpPeer::certificate())};
}

// A hub with room for one agent, which it believes.
struct Hub
{
    explicit Hub(net::Listener::Settings listening = {}) : fixture(std::move(listening))
    {
        fixture.settings = Peer::channelSettings();
    }

    [[nodiscard]] HubConnection::Settings settingsFor(const QString &scheme, const QByteArray &pin = {}) const
    {
        HubConnection::Settings settings;
        settings.url = QUrl(u"%1://localhost:%2"_s.arg(scheme).arg(fixture.port()));
        settings.fingerprint = pin;
        settings.link.apiKey = u"key"_s;
        settings.link.firstWait = 10ms;
        return settings;
    }
    [[nodiscard]] bool take()
    {
        if (!eventually([&] { return bool(fixture.channel); }))
            return false;
        peer = std::make_unique<AgentPeer>(std::move(fixture.channel), parser);
        QObject::connect(peer.get(), &Peer::authRequested, peer.get(), [this] { peer->accept(u"s1"_s); });
        return true;
    }

    ChannelFixture fixture;
    MessageParser parser;
    std::unique_ptr<AgentPeer> peer;
};

bool fails(HubConnection &connection)
{
    connection.link().start();
    return eventually([&] { return !connection.link().disconnects().isEmpty(); });
}

} // namespace

void HubConnectionTest::comesOnlineAndBack()
{
    Hub hub;
    HubConnection connection(hub.settingsFor(u"ws"_s));
    QSignalSpy received(&connection.link(), &AgentLink::received);
    connection.link().start();
    for (int round = 0; round < 3; ++round) {
        QVERIFY(hub.take());
        QVERIFY(eventually([&] { return connection.link().isOnline(); }));
        QSignalSpy metrics(hub.peer.get(), &AgentPeer::metrics);
        connection.link().send(metricsForHub(connection.link().serverId(), {{R"({"a":1})"}}));
        hub.peer->send(toJson(Command{u"1"_s, u"ls"_s, {}}));
        QVERIFY(eventually([&] { return metrics.size() == 1 && received.size() == round + 1; }));
        hub.peer->close(net::CloseCode::GoingAway, u"restart"_s);
        QVERIFY(eventually([&] { return connection.link().disconnects().size() == round + 1; }));
        QCOMPARE(connection.link().disconnects().last().cause, Cause::Closed);
        QCOMPARE(connection.link().disconnects().last().error.detail, u"restart"_s);
    }
    QSignalSpy closed(hub.peer.get(), &Peer::closed);
    QVERIFY(hub.take());
    QVERIFY(eventually([&] { return connection.link().isOnline(); }));
    QSignalSpy left(hub.peer.get(), &Peer::closed);
    connection.link().stop();
    QVERIFY(eventually([&] { return left.size() == 1; }));
    QCOMPARE(left.first().first().toInt(), 1001);
}

void HubConnectionTest::nobodyThere()
{
    quint16 port = 0;
    {
        Hub hub;
        port = hub.fixture.port();
    }
    HubConnection::Settings settings;
    settings.url = QUrl(u"ws://127.0.0.1:%1"_s.arg(port));
    settings.link.firstWait = 5ms;
    settings.link.longestWait = 5ms;
    HubConnection connection(settings);
    connection.link().start();
    QVERIFY(eventually([&] { return connection.link().disconnects().size() == 3; }));
    QCOMPARE(connection.link().disconnects().last().cause, Cause::NotReachable);
    QCOMPARE(connection.link().disconnects().last().error.code, ErrorCode::NotReachable);
}

void HubConnectionTest::pinnedCertificate()
{
    Hub hub(secure());
    HubConnection connection(hub.settingsFor(u"wss"_s, fingerprintOf(TcpPeer::certificate())));
    connection.link().start();
    QVERIFY(hub.take());
    QVERIFY(eventually([&] { return connection.link().isOnline(); }));
    QVERIFY(connection.link().disconnects().isEmpty());
}

void HubConnectionTest::otherCertificateIsRefused()
{
    const TestCertificate other;
    Hub hub(secure());
    HubConnection connection(hub.settingsFor(u"wss"_s, fingerprintOf(other)));
    QVERIFY(fails(connection));
    const Disconnect &last = connection.link().disconnects().first();
    QCOMPARE(last.cause, Cause::TlsFailed);
    // It says both, so that an owner can compare.
    const auto text = [](const QByteArray &digest) {
        return QString::fromLatin1(digest.toHex(':').toUpper());
    };
    QVERIFY(last.error.detail.contains(text(fingerprintOf(other))));
    QVERIFY(last.error.detail.contains(text(fingerprintOf(TcpPeer::certificate()))));
    QVERIFY(!hub.fixture.channel); // the key was not shown to whoever that is
}

void HubConnectionTest::unknownCertificateWithoutPin()
{
    Hub hub(secure());
    HubConnection connection(hub.settingsFor(u"wss"_s));
    QVERIFY(fails(connection));
    QCOMPARE(connection.link().disconnects().first().cause, Cause::TlsFailed);
}

void HubConnectionTest::warnsOfPlainText_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("warns");
    QTest::newRow("plain") << u"ws://hub.example:80"_s << true;
    QTest::newRow("private address") << u"ws://192.168.0.2"_s << true;
    QTest::newRow("looks local") << u"ws://localhost.example"_s << true;
    QTest::newRow("encrypted") << u"wss://hub.example"_s << false;
    QTest::newRow("this machine") << u"ws://localhost:80"_s << false;
    QTest::newRow("loopback") << u"ws://127.0.0.1"_s << false;
    QTest::newRow("loopback, IPv6") << u"ws://[::1]"_s << false;
}

void HubConnectionTest::warnsOfPlainText()
{
    QFETCH(const QString, url);
    QFETCH(const bool, warns);
    QCOMPARE(isReadableOnTheWay(QUrl(url)), warns);
}

void HubConnectionTest::fingerprints_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const QString hex = u"0123456789abcdef"_s.repeated(4);
    QString colons;
    for (qsizetype i = 0; i < hex.size(); i += 2)
        colons += (i ? u":"_s : QString()) + hex.sliced(i, 2).toUpper();
    QTest::newRow("plain") << hex << true;
    QTest::newRow("with colons") << colons << true;
    QTest::newRow("with spaces around") << u" %1\n"_s.arg(hex) << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("too short") << hex.chopped(2) << false;
    QTest::newRow("half a byte") << hex.chopped(1) << false;
    QTest::newRow("too long") << hex + u"00"_s << false;
    QTest::newRow("no digit") << hex.chopped(1) + u'g' << false;
    QTest::newRow("SHA-1") << hex.first(40) << false;
}

void HubConnectionTest::fingerprints()
{
    QFETCH(const QString, text);
    QFETCH(const bool, good);
    QCOMPARE(parseFingerprint(text).has_value(), good);
}

QTEST_GUILESS_MAIN(HubConnectionTest)
#include "hubconnection.moc"
