// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/hub/hubfixture.h"
#include "tests/support/certificates.h"

#include <QProcess>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTcpServer>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// A hub behind Debian's nginx, with the configuration that we hand out.
class NginxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void restGoesThrough();
    void webSocketsGoThrough();
    void auditHasTheClient();
    void cleanupTestCase();

private:
    [[nodiscard]] bool writeConfiguration();

    std::unique_ptr<HubFixture> m_hub;
    std::unique_ptr<TestCertificate> m_certificate;
    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QProcess m_nginx;
};

namespace {

// Another address of this machine than the proxy's: so it is told apart from it.
constexpr QLatin1StringView clientAddress{"127.0.0.9"};
// What a client may claim about itself.
const QByteArray lies = "X-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Forwarded-Proto: ftp\r\n";

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : 0;
}

/// A connection to nginx from that address.
std::unique_ptr<QSslSocket> connectFrom(const QString &address, quint16 port)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!socket->bind(QHostAddress(address)))
        return nullptr;
    socket->connectToHostEncrypted(u"127.0.0.1"_s, port);
    return eventually([&] { return socket->isEncrypted(); }) ? std::move(socket) : nullptr;
}

QByteArray post(const QByteArray &path, const QByteArray &body)
{
    return "POST " + path + " HTTP/1.1\r\nHost: hub.example.org\r\nContent-Type: application/json\r\n" + lies
           + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

bool NginxTest::writeConfiguration()
{
    QFile ours(QStringLiteral(NGINX_CONF));
    if (!ours.open(QIODevice::ReadOnly))
        return false;
    QByteArray site = ours.readAll();
    for (const auto &[from, to] :
         {std::pair<QByteArray, QByteArray>{"listen 443 ssl",
                                            "listen 127.0.0.1:" + QByteArray::number(m_port) + " ssl"},
          {"http://127.0.0.1:7070", "http://127.0.0.1:" + QByteArray::number(m_hub->hub->port())},
          {"/etc/ssl/hub.example.org.pem", m_certificate->file("cert.pem").toUtf8()},
          {"/etc/ssl/private/hub.example.org.key", m_certificate->file("key.pem").toUtf8()}}) {
        if (site.count(from) != 1)
            return false;
        site.replace(from, to);
    }
    QFile file(m_folder.filePath(u"nginx.conf"_s));
    const QByteArray user = geteuid() == 0 ? "user root;\n" : "";
    const QByteArray folder = m_folder.path().toUtf8();
    QByteArray temporary;
    for (const QByteArray name : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        temporary += name + "_temp_path " + folder + '/' + name + ";\n";
    return file.open(QIODevice::WriteOnly)
           && file.write(user + "daemon off;\nmaster_process off;\npid " + folder
                         + "/pid;\nerror_log stderr;\n"
                           "events {}\nhttp {\naccess_log off;\n"
                         + temporary + site + "}\n")
                  > 0;
}

void NginxTest::initTestCase()
{
    m_certificate = std::make_unique<TestCertificate>(u"hub.example.org"_s);
    QVERIFY(m_certificate->isGood());
    hub::Hub::Settings settings;
    QVERIFY(settings.listener.proxies.add(u"127.0.0.1"_s));
    settings.listener.access.hosts << u"hub.example.org"_s;
    m_hub = std::make_unique<HubFixture>(std::move(settings));
    QVERIFY(m_hub->good);
    m_port = freePort();
    QVERIFY(writeConfiguration());
    const QString program = QStandardPaths::findExecutable(
        u"nginx"_s, {u"/usr/sbin"_s, u"/usr/local/sbin"_s, u"/usr/bin"_s, u"/usr/local/bin"_s});
    QVERIFY2(!program.isEmpty(), "nginx is among the packages that ./dev installs");
    m_nginx.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_nginx.start(program, {u"-p"_s, m_folder.path(), u"-e"_s, u"stderr"_s, u"-c"_s,
                            m_folder.filePath(u"nginx.conf"_s)});
    QTcpSocket socket;
    QVERIFY(eventually([&] {
        if (socket.state() == QAbstractSocket::UnconnectedState)
            socket.connectToHost(u"127.0.0.1"_s, m_port);
        return m_nginx.state() == QProcess::NotRunning || socket.state() == QAbstractSocket::ConnectedState;
    }));
    QCOMPARE(m_nginx.state(), QProcess::Running);
}

void NginxTest::restGoesThrough()
{
    const auto socket = connectFrom(clientAddress, m_port);
    QVERIFY(socket);
    socket->write("GET /api/v1/servers HTTP/1.1\r\nHost: hub.example.org\r\nAuthorization: Bearer "
                  + m_hub->adminToken + "\r\n\r\n");
    QVERIFY(eventually([&] { return socket->peek(10'000).contains("\"servers\":[]"); }));
    QVERIFY(socket->readAll().startsWith("HTTP/1.1 200 "));
}

void NginxTest::webSocketsGoThrough()
{
    const auto server = m_hub->addServer(u"web-1"_s);
    const auto agent = connectFrom(clientAddress, m_port);
    QVERIFY(agent);
    QByteArray request = RawWebSocket::request("/api/v1/agents/ws", lies);
    request.replace("127.0.0.1", "hub.example.org");
    agent->write(request);
    QVERIFY(eventually([&] { return agent->peek(10'000).contains("\r\n\r\n"); }));
    QVERIFY(agent->readAll().startsWith("HTTP/1.1 101 "));
    net::OutgoingFrame frame(200);
    frame.buffer().append(R"({"type":"auth","api_key":")" + server.key + R"("})");
    agent->write(std::move(frame).finish(net::Opcode::Text, net::Role::Client));
    QVERIFY(eventually([&] { return agent->peek(10'000).contains("auth_success"); }));
    const auto state = m_hub->asAdmin("GET", "/api/v1/servers/" + server.id.toUtf8());
    QCOMPARE(state.json.value("address"_L1).toString(), QString(clientAddress));
}

void NginxTest::auditHasTheClient()
{
    const auto socket = connectFrom(clientAddress, m_port);
    QVERIFY(socket);
    socket->write(post("/api/v1/auth/login", R"({"username":"admin","password":"guess"})"));
    QVERIFY(eventually([&] { return socket->peek(10'000).startsWith("HTTP/1.1 401 "); }));
    const auto audit = m_hub->asAdmin("GET", "/api/v1/audit?limit=1").json.value("entries"_L1).toArray();
    QCOMPARE(audit.at(0).toObject().value("action"_L1).toString(), u"login"_s);
    QCOMPARE(audit.at(0).toObject().value("address"_L1).toString(), QString(clientAddress));
}

void NginxTest::cleanupTestCase()
{
    m_nginx.terminate();
    QVERIFY(eventually([&] { return m_nginx.state() == QProcess::NotRunning; }));
}

QTEST_GUILESS_MAIN(NginxTest)
#include "nginx.moc"
