// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/smtpmail.h"

#include "tests/net/lineserver.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using net::CurlTransfers;
using net::SmtpMail;

/// Mail to servers of all kinds.
class SmtpMailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrives();
    void login();
    void refusals_data();
    void refusals();
    void startTlsIsDemanded();
    void startTlsIsBegun();
    void tlsChecksTheCertificate();
    void hangsUp_data();
    void hangsUp();
    void nobodyListens();
    void endsWhenStopped();
};

namespace {

/// Speaks SMTP; `answers` replaces its reply to a verb.
LineServer::Answer mailServer(const QMap<QByteArray, QByteArray> &answers = {},
                              const QByteArray &features = "250 8BITMIME\r\n")
{
    const auto inData = std::make_shared<bool>(false);
    const auto inLogin = std::make_shared<bool>(false);
    return [=](const QByteArray &heard) -> QByteArray {
        if (!heard.endsWith("\r\n") || (*inData && !heard.endsWith("\r\n.\r\n")))
            return {};
        if (std::exchange(*inData, false))
            return answers.value(".", "250 queued\r\n");
        if (std::exchange(*inLogin, false))
            return answers.value("AUTH", "235 welcome\r\n");
        const QByteArray verb = heard.left(4).toUpper();
        *inLogin = verb == "AUTH";
        if (*inLogin)
            return "334 \r\n";
        if (answers.contains(verb))
            return answers.value(verb);
        if (verb == "EHLO")
            return "250-mail.example.org\r\n" + features;
        *inData = verb == "DATA";
        return *inData ? "354 go on\r\n" : verb == "QUIT" ? "221 bye\r\n" : "250 good\r\n";
    };
}

SmtpMail mailTo(const LineServer &server, SmtpMail::Security security = SmtpMail::Security::None)
{
    return {.host = u"localhost"_s,
            .port = server.port(),
            .security = security,
            .from = "hub@example.org",
            .to = {"ann@example.org", "bob@example.org"},
            .message = "Subject: hello\r\n\r\n.a line that begins with a point\r\n"};
}

} // namespace

void SmtpMailTest::arrives()
{
    LineServer server(mailServer(), "220 ready\r\n");
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, mailTo(server), u"ops"_s));
    QVERIFY2(result, why(result).constData());
    QVERIFY(server.heard().contains("MAIL FROM:<hub@example.org>"));
    QVERIFY(server.heard().contains("RCPT TO:<ann@example.org>"));
    QVERIFY(server.heard().contains("RCPT TO:<bob@example.org>"));
    QVERIFY(server.heard().contains("Subject: hello\r\n\r\n..a line that begins with a point\r\n.\r\n"));
    QVERIFY(!server.heard().contains("AUTH"));
}

void SmtpMailTest::login()
{
    LineServer server(mailServer({}, "250 AUTH PLAIN\r\n"), "220 ready\r\n");
    CurlTransfers transfers;
    SmtpMail mail = mailTo(server);
    mail.username = u"ann"_s;
    mail.password = u"pässword"_s;
    QVERIFY(await(net::send(transfers, mail, u"ops"_s)));
    const QByteArray plain = QByteArray("\0ann\0", 5) + u"pässword"_s.toUtf8();
    QVERIFY(server.heard().contains("AUTH PLAIN"));
    QVERIFY(server.heard().contains(plain.toBase64()));
}

void SmtpMailTest::refusals_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *verb, const char *reply, ErrorCode code) {
        QTest::addRow("%s %.3s", verb, reply) << QByteArray(verb) << QByteArray(reply) << code;
    };
    row("AUTH", "535 no\r\n", ErrorCode::PermissionDenied);
    row("MAIL", "550 hidden\r\n", ErrorCode::Refused);
    row("MAIL", "451 later\r\n", ErrorCode::ConnectionLost);
    row("RCPT", "550 no such person\r\n", ErrorCode::Refused);
    row("RCPT", "450 busy\r\n", ErrorCode::ConnectionLost);
    row("DATA", "554 no\r\n", ErrorCode::Refused);
    row(".", "552 too much\r\n", ErrorCode::Refused);
    row(".", "452 no room\r\n", ErrorCode::ConnectionLost);
}

void SmtpMailTest::refusals()
{
    QFETCH(const QByteArray, verb);
    QFETCH(const QByteArray, reply);
    QFETCH(const ErrorCode, code);
    LineServer server(mailServer({{verb, reply}}, "250 AUTH PLAIN\r\n"), "220 ready\r\n");
    CurlTransfers transfers;
    SmtpMail mail = mailTo(server);
    mail.username = u"ann"_s;
    mail.password = u"hidden"_s;
    const auto result = await(net::send(transfers, mail, u"ops"_s));
    QVERIFY(!result);
    QCOMPARE(result.error().code, code);
    QVERIFY2(!why(result).contains("hidden") && !why(result).contains("localhost"), why(result).constData());
}

void SmtpMailTest::startTlsIsDemanded()
{
    LineServer server(mailServer(), "220 ready\r\n");
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, mailTo(server, SmtpMail::Security::StartTls), u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::TlsFailed);
    QVERIFY(!server.heard().contains("MAIL"));
}

void SmtpMailTest::startTlsIsBegun()
{
    LineServer server(mailServer({{"STAR", "220 go on\r\n"}}, "250 STARTTLS\r\n"), "220 ready\r\n");
    server.hangUpAfter("220 go on\r\n");
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, mailTo(server, SmtpMail::Security::StartTls), u"ops"_s));
    QVERIFY(!result);
    QVERIFY(server.heard().contains("STARTTLS\r\n\x16\x03")); // a TLS handshake follows
    QVERIFY(!server.heard().contains("MAIL"));
}

void SmtpMailTest::tlsChecksTheCertificate()
{
    LineServer server(mailServer(), "220 ready\r\n", true);
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, mailTo(server, SmtpMail::Security::Tls), u"ops"_s));
    QCOMPARE(result.error().code, ErrorCode::TlsFailed);
    QVERIFY(server.heard().isEmpty());
}

void SmtpMailTest::hangsUp_data()
{
    QTest::addColumn<QByteArray>("verb");
    for (const QByteArray &verb :
         {QByteArray("EHLO"), QByteArray("MAIL"), QByteArray("RCPT"), QByteArray("DATA"), QByteArray(".")})
        QTest::newRow(verb.constData()) << verb;
}

void SmtpMailTest::hangsUp()
{
    QFETCH(const QByteArray, verb);
    const QByteArray half = "25";
    LineServer server(mailServer({{verb, half}}), "220 ready\r\n");
    server.hangUpAfter(half);
    CurlTransfers transfers;
    const auto result = await(net::send(transfers, mailTo(server), u"ops"_s));
    QVERIFY(!result);
}

void SmtpMailTest::nobodyListens()
{
    LineServer server(mailServer());
    const SmtpMail mail = mailTo(server);
    server.stop();
    CurlTransfers transfers;
    QCOMPARE(await(net::send(transfers, mail, u"ops"_s)).error().code, ErrorCode::NotReachable);
}

void SmtpMailTest::endsWhenStopped()
{
    LineServer server([](const QByteArray &) { return QByteArray(); }); // and never a greeting
    auto transfers = std::make_unique<CurlTransfers>();
    auto result = net::send(*transfers, mailTo(server), u"ops"_s);
    QVERIFY(eventually([&] { return server.connections() == 1; }));
    QElapsedTimer clock;
    clock.start();
    transfers.reset();
    QVERIFY(clock.elapsed() < 10'000);
    QCOMPARE(await(result).error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(SmtpMailTest)
#include "smtpmail.moc"
