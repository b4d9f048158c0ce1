// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/remote/hubclient.h"

#include "tests/host/fakehub.h"
#include "tests/hub/hubfixture.h"
#include "tests/net/tcppeer.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using namespace std::chrono_literals;
using State = HubClient::State;

/// A hub's list of servers; certificates.
class HubClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listOfARealHub();
    void wrongPasswordOfARealHub();
    void lists_data();
    void lists();
    void lossIsTriedAgain();
    void certificates_data();
    void certificates();
    void pinnedHubWorks();
};

namespace {

const HubClient::Settings quick{.pollInterval = 20ms, .firstWait = 5ms, .longestWait = 20ms};

hub::Hub::Settings secure()
{
    hub::Hub::Settings settings;
    settings.listener.tls = TcpPeer::serverConfiguration(TcpPeer::certificate());
    return settings;
}

/// As openssl shows it.
QString fingerprint(const TestCertificate &certificate)
{
    return QString::fromLatin1(QSslCertificate::fromPath(certificate.file("cert.pem"))
                                   .first()
                                   .digest(QCryptographicHash::Sha256)
                                   .toHex(':')
                                   .toUpper());
}

/// A hub over TLS. Its own fixture cannot log in: it speaks plain HTTP.
struct SecureHub
{
    SecureHub()
    {
        hub::Hub::Settings settings = secure();
        settings.dataDirectory = directory.filePath(u"data"_s);
        settings.auth.cost = auth::PasswordCost::least();
        hub = hub::Hub::create(std::move(settings)).value();
        admin = await(hub->open()).value().value();
        good = hub->listen(QHostAddress::LocalHost, 0).has_value();
    }
    [[nodiscard]] HubAddress address(const QString &pin) const
    {
        return HubAddress::parse(u"https://localhost:%1"_s.arg(hub->port()), pin).value();
    }

    QTemporaryDir directory;
    std::unique_ptr<hub::Hub> hub;
    auth::FirstAdmin admin;
    bool good = false;
};

} // namespace

void HubClientTest::listOfARealHub()
{
    HubFixture fixture;
    const ServerAndKey server = fixture.addServer(u"web-1"_s, {u"prod"_s});
    const QByteArray token = fixture.addUser(u"anna"_s, u"viewer"_s, {server.id});
    KeptTokens store;
    HubClient client(HubAddress::parse(u"http://127.0.0.1:%1"_s.arg(fixture.hub->port())).value(), store,
                     quick);
    QCOMPARE(client.state(), State::LoggedOut);
    QVERIFY(await(client.login(u"anna"_s, u"correct horse battery"_s)));
    QVERIFY(eventually([&] { return client.state() == State::Online; }));
    QCOMPARE(client.servers().size(), 1);
    QCOMPARE(client.servers().first().name, u"web-1"_s);
    QCOMPARE(client.servers().first().labels, QStringList{u"prod"_s});
    QVERIFY(!client.servers().first().isOnline);
    HubPeer agent = fixture.agent();
    QVERIFY(agent.showKey(server.key));
    QVERIFY(eventually([&] { return client.server(server.id)->isOnline; }));
    QVERIFY(client.server(server.id)->connectedSince.isValid());
    agent.socket().drop();
    QVERIFY(eventually([&] { return !client.server(server.id)->isOnline; }));
    QVERIFY(!client.server(server.id)->disconnectCause.isEmpty());
    QVERIFY(await(client.logout()));
    QCOMPARE(client.state(), State::LoggedOut);
    QVERIFY(client.servers().isEmpty());
}

void HubClientTest::wrongPasswordOfARealHub()
{
    HubFixture fixture;
    KeptTokens store;
    HubClient client(HubAddress::parse(u"http://127.0.0.1:%1"_s.arg(fixture.hub->port())).value(), store,
                     quick);
    std::optional<Error> error;
    for (int i = 0; i < 20 && (!error || error->code == ErrorCode::PermissionDenied); ++i)
        error = await(client.login(u"anna"_s, u"wrong"_s)).error();
    QCOMPARE(error->code, ErrorCode::LimitReached); // the first ones were PermissionDenied
    QCOMPARE_GT(client.session().loginDelay(), 0s);
    QCOMPARE(client.state(), State::LoggedOut);
}

void HubClientTest::lists_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<int>("count");
    const auto row = [](const char *name, const QByteArray &list, int count) {
        QTest::newRow(name) << list << count;
    };
    constexpr int bad = -1;
    row("empty", R"({"servers":[]})", 0);
    row("least", R"({"servers":[{"server_id":"a-1","name":"x"}]})", 1);
    row("unknown members, null",
        R"({"servers":[{"server_id":"a","name":"x","new":[],"last_seen":null}],"more":1})", 1);
    row("no list", "{}", bad);
    row("list of the wrong type", R"({"servers":"x"})", bad);
    row("elements of the wrong type", R"({"servers":[1]})", bad);
    row("no id", R"({"servers":[{"name":"x"}]})", bad);
    row("id that would leave the path", R"({"servers":[{"server_id":"../users","name":"x"}]})", bad);
    row("name of the wrong type", R"({"servers":[{"server_id":"a","name":1}]})", bad);
    row("online of the wrong type", R"({"servers":[{"server_id":"a","name":"x","online":"yes"}]})", bad);
    row("labels of the wrong type", R"({"servers":[{"server_id":"a","name":"x","labels":[1]}]})", bad);
    row("too many", R"({"servers":[)" + QByteArray("{},").repeated(10'001).chopped(1) + "]}", bad);
}

void HubClientTest::lists()
{
    QFETCH(const QByteArray, list);
    QFETCH(const int, count);
    FakeHub hub;
    hub.answer("GET /servers", 200, list);
    KeptTokens store;
    HubClient client(hub.address(), store, quick);
    QVERIFY(await(client.login(u"a"_s, u"b"_s)));
    QVERIFY(eventually([&] { return client.state() != State::Connecting; }));
    QCOMPARE(client.state(), count < 0 ? State::Unreachable : State::Online);
    if (count >= 0)
        QCOMPARE(client.servers().size(), count);
}

void HubClientTest::lossIsTriedAgain()
{
    FakeHub hub;
    KeptTokens store;
    HubClient client(hub.address(), store, quick);
    QVERIFY(await(client.login(u"a"_s, u"b"_s)));
    QVERIFY(eventually([&] { return client.state() == State::Online; }));
    hub.answer("GET /servers", 503, "{}");
    QVERIFY(eventually([&] { return client.state() == State::Unreachable; }));
    const auto before = hub.count("GET /servers");
    QVERIFY(eventually([&] { return hub.count("GET /servers") > before + 2; }));
    hub.answer("GET /servers", 404, "{}");
    QVERIFY(eventually([&] { return client.lastError().code == ErrorCode::Unsupported; }));
    hub.answer("GET /servers", 200, R"({"servers":[]})");
    QVERIFY(eventually([&] { return client.state() == State::Online; }));
}

void HubClientTest::certificates_data()
{
    QTest::addColumn<QString>("pin");
    QTest::newRow("not trusted, no pin") << QString();
    QTest::newRow("another was pinned") << u"AB:"_s.repeated(31) + u"AB"_s;
}

void HubClientTest::certificates()
{
    QFETCH(const QString, pin);
    const SecureHub hub;
    QVERIFY(hub.good);
    KeptTokens store;
    HubClient client(hub.address(pin), store, quick);
    const auto done = await(client.login(hub.admin.name, hub.admin.password));
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::TlsFailed);
    // A person can compare it with what the hub printed.
    QVERIFY2(done.error().detail.contains(fingerprint(TcpPeer::certificate())),
             qPrintable(done.error().detail));
    QVERIFY2(done.error().detail.contains(pin), qPrintable(done.error().detail));
    QCOMPARE(QString::fromLatin1(client.session().refusedFingerprint().toHex(':').toUpper()),
             fingerprint(TcpPeer::certificate()));
}

void HubClientTest::pinnedHubWorks()
{
    const SecureHub hub;
    KeptTokens store;
    HubClient client(hub.address(fingerprint(TcpPeer::certificate())), store, quick);
    const auto done = await(client.login(hub.admin.name, hub.admin.password));
    QVERIFY2(done, why(done).constData());
    QVERIFY(client.session().mustChangePassword());
    QVERIFY(eventually([&] { return client.state() == State::Online; }));
}

QTEST_GUILESS_MAIN(HubClientTest)
#include "hubclient.moc"
