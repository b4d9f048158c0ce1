// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/history.h"
#include "tests/hub/hubfixture.h"

#include <QProcess>
#include <QSslSocket>
#include <QTcpServer>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace fairlead;
using namespace fairlead::test;

/// The program itself: what signals do to it, and what is left when it is killed.
class HubProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedLosesAtMostTheLastSecond();
    void hangupReloadsUntilTheTerminalIsGone();
    void fingerprintStays();
    void takenPortKeepsTheFirstPassword();
    void oneHubToADirectory();
};

namespace {

/// `fairleadd hub` on a directory.
class HubProgram
{
public:
    explicit HubProgram(const QString &directory, const QStringList &options = {}, quint16 port = 0)
    {
        m_process.setProgram(QString::fromLatin1(FAIRLEADD));
        m_process.setArguments(QStringList{u"hub"_s, u"--json"_s, u"--listen=127.0.0.1:%1"_s.arg(port),
                                           u"--data-dir="_s + directory}
                               + options);
    }
    ~HubProgram()
    {
        m_process.kill();
        (void)ends();
    }

    [[nodiscard]] bool start()
    {
        m_process.start();
        const bool told = eventually([&] { return m_process.canReadLine() || !isRunning(); });
        first = QJsonDocument::fromJson(m_process.readLine()).object();
        return told && isRunning() && !first.isEmpty();
    }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] bool ends()
    {
        return eventually([&] { return !isRunning(); });
    }
    [[nodiscard]] bool says(const QByteArray &text)
    {
        const bool said =
            eventually([&] { return (m_heard += m_process.readAllStandardError()).contains(text); });
        m_heard.remove(0, m_heard.indexOf(text) + text.size()); // the next time it is to be said again
        return said;
    }
    [[nodiscard]] QUrl url() const { return QUrl(first.value("url"_L1).toString()); }
    [[nodiscard]] quint16 port() const { return quint16(url().port()); }
    [[nodiscard]] QProcess &process() { return m_process; }
    void signal(int number) { ::kill(pid_t(m_process.processId()), number); }

    QJsonObject first;

private:
    QProcess m_process;
    QByteArray m_heard;
};

QByteArray sampleAt(const QDateTime &time)
{
    return R"({"type":"metrics","cpu_percent":1,"memory_percent":2,"disk_usage":[],"network":[],"timestamp":")"
           + time.toString(Qt::ISODateWithMs).toLatin1() + R"("})";
}

/// A pseudo terminal.
struct Terminal
{
    Terminal()
    {
        good = openpty(&ours, &theirs, nullptr, nullptr, nullptr) == 0
               && fcntl(ours, F_SETFD, FD_CLOEXEC) == 0; // it hangs up when nobody has it open
    }
    ~Terminal()
    {
        hangUp();
        close(theirs);
    }
    void hangUp()
    {
        if (ours >= 0)
            close(std::exchange(ours, -1));
    }

    int ours = -1;
    int theirs = -1;
    bool good = false;
};

} // namespace

void HubProgramTest::killedLosesAtMostTheLastSecond()
{
    const QTemporaryDir folder;
    const QString directory = folder.filePath(u"data"_s);
    HubProgram program(directory);
    QVERIFY(program.start());
    RestClient rest;
    rest.port = program.port();
    const auto login = rest.call("POST", "/api/v1/auth/login",
                                 {{u"username"_s, program.first.value("admin_username"_L1)},
                                  {u"password"_s, program.first.value("admin_password"_L1)}});
    const auto server = rest.call("POST", "/api/v1/servers", {{u"name"_s, u"web-1"_s}},
                                  login.json.value("access_token"_L1).toString().toUtf8());
    HubPeer agent(program.port(), "/api/v1/agents/ws");
    QVERIFY(agent.showKey(server.json.value("api_key"_L1).toString().toUtf8()));
    struct Sent
    {
        qint64 at; // as the sample says: five seconds apart, as samples are
        qint64 when;
    };
    QList<Sent> sent;
    const QDateTime first = QDateTime::currentDateTimeUtc().addSecs(-600);
    QTimer pace;
    connect(&pace, &QTimer::timeout, &pace, [&] {
        const QDateTime at = first.addSecs(5 * sent.size());
        sent.append({at.toMSecsSinceEpoch(), QDateTime::currentMSecsSinceEpoch()});
        agent.say(sampleAt(at));
    });
    pace.start(100ms);
    QVERIFY(eventually([&] { return sent.size() >= 25; }));
    pace.stop();
    program.signal(SIGKILL);
    const qint64 killed = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(program.ends());

    const auto connection = store::Connection::open(directory);
    QVERIFY2(connection, why(connection).constData());
    const auto check =
        (*connection)->first("PRAGMA integrity_check", [](const store::Row &row) { return row.text(0); });
    QCOMPARE(check.value(), u"ok"_s);
    const auto kept =
        (*connection)->all("SELECT at FROM samples", [](const store::Row &row) { return row.integer(0); });
    QVERIFY(kept);
    qsizetype older = 0;
    for (const Sent &sample : std::as_const(sent)) {
        if (sample.when > killed - 1000)
            continue;
        ++older;
        QVERIFY2(kept->contains(sample.at),
                 qPrintable(u"the sample of %1 ms before"_s.arg(killed - sample.when)));
    }
    QVERIFY(older >= 10);
    HubProgram again(directory);
    QVERIFY(again.start());
    QVERIFY(!again.first.contains("admin_password"_L1));
}

void HubProgramTest::hangupReloadsUntilTheTerminalIsGone()
{
    const QTemporaryDir folder;
    Terminal terminal;
    QVERIFY(terminal.good);
    HubProgram program(folder.filePath(u"data"_s), {u"--tls-self-signed"_s});
    program.process().setChildProcessModifier([theirs = terminal.theirs] {
        setsid();
        ioctl(theirs, TIOCSCTTY, 0);
    });
    QVERIFY(program.start());
    for (int i = 0; i < 2; ++i) {
        program.signal(SIGHUP);
        QVERIFY(program.says("the certificate was read again"));
    }
    QVERIFY(program.isRunning());
    terminal.hangUp();
    QVERIFY(program.ends());
    QCOMPARE(program.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.process().exitCode(), 0);
}

void HubProgramTest::fingerprintStays()
{
    const QTemporaryDir folder;
    const QStringList options{u"--tls-self-signed"_s, u"--tls-name=hub.example"_s};
    QString fingerprint;
    for (int i = 0; i < 2; ++i) {
        HubProgram program(folder.filePath(u"data"_s), options);
        QVERIFY(program.start());
        const QString told = program.first.value("fingerprint"_L1).toString();
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, program.port());
        QVERIFY(eventually([&] { return socket.isEncrypted(); }));
        const QByteArray digest = socket.peerCertificate().digest(QCryptographicHash::Sha256);
        QCOMPARE(told, "sha256:"_L1 + QString::fromLatin1(digest.toHex(':').toUpper()));
        QVERIFY(socket.peerCertificate()
                    .subjectAlternativeNames()
                    .values(QSsl::DnsEntry)
                    .contains(u"hub.example"_s));
        QVERIFY(i == 0 || told == fingerprint);
        fingerprint = told;
        program.signal(SIGTERM);
        QVERIFY(program.ends());
    }
    HubProgram renamed(folder.filePath(u"data"_s), {u"--tls-self-signed"_s, u"--tls-name=other.example"_s});
    QVERIFY(renamed.start());
    QCOMPARE(renamed.first.value("fingerprint"_L1).toString(), fingerprint);
    QVERIFY(renamed.says("does not hold other.example"));
}

void HubProgramTest::takenPortKeepsTheFirstPassword()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const QTemporaryDir folder;
    HubProgram program(folder.filePath(u"data"_s), {}, taken.serverPort());
    QVERIFY(!program.start());
    QVERIFY(program.says("with the one-time password "));
    QCOMPARE(program.process().exitCode(), 1);
}

void HubProgramTest::oneHubToADirectory()
{
    const QTemporaryDir folder;
    const QString directory = folder.filePath(u"data"_s);
    HubProgram first(directory);
    QVERIFY(first.start());
    HubProgram second(directory);
    QVERIFY(!second.start());
    QVERIFY(
        second.says("another hub runs on it, process " + QByteArray::number(first.process().processId())));
    first.signal(SIGKILL);
    QVERIFY(first.ends());
    HubProgram third(directory);
    QVERIFY(third.start());
}

QTEST_GUILESS_MAIN(HubProgramTest)
#include "hubprogram.moc"
