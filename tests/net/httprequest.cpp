// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpmessage.h"
#include "tests/support/errorname.h"

#include <QLoggingCategory>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using net::HttpRequest;

/// HttpRequest::serialize(): one request and never two, whatever it is made of.
class HttpRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"qt.network.http.headers.warning=false"_s); }
    void good_data();
    void good();
    void smuggling_data();
    void smuggling();
    void headerFieldsCannotSmuggle();
    void ownFieldsAreReserved_data();
    void ownFieldsAreReserved();
};

void HttpRequestTest::good_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("upgrade");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray close = "Connection: close\r\n";
    const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: tcp\r\n";
    const QByteArray binary = "\r\n\r\nGET / HTTP/1.1\0"_ba;
    QTest::newRow("GET") << "GET"_ba << ""_ba << false << close;
    QTest::newRow("DELETE") << "DELETE"_ba << ""_ba << false << close;
    QTest::newRow("POST without a body has a length")
        << "POST"_ba << ""_ba << false << close + "Content-Length: 0\r\n";
    QTest::newRow("PUT without a body has a length")
        << "PUT"_ba << ""_ba << false << close + "Content-Length: 0\r\n";
    QTest::newRow("POST") << "POST"_ba << "{}"_ba << false << close + "Content-Length: 2\r\n";
    QTest::newRow("body is taken as it is")
        << "POST"_ba << binary << false << close + "Content-Length: 19\r\n";
    QTest::newRow("upgrade") << "POST"_ba << "{}"_ba << true << upgrade + "Content-Length: 2\r\n";
}

void HttpRequestTest::good()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(bool, upgrade);
    QFETCH(QByteArray, expected);
    HttpRequest request{.method = method, .target = "/v1.41/_ping?a=b", .body = body, .upgrade = upgrade};
    request.headers.append("X-Name", "a value");
    const auto bytes = request.serialize("docker");
    QVERIFY(bytes);
    QCOMPARE(*bytes, method + " /v1.41/_ping?a=b HTTP/1.1\r\nHost: docker\r\nx-name: a value\r\n" + expected
                         + "\r\n" + body);
}

void HttpRequestTest::smuggling_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("host");
    const QList<QByteArray> bad = {"",     " ",    "\r\n",    "a b",   "a\tb",        "a\r\nX: y",
                                   "a\nb", "a\rb", "a\0b"_ba, "a\x7f", "caf\xc3\xa9", "a\xff"};
    for (const QByteArray &text : bad) {
        const QByteArray name = text.toPercentEncoding();
        QTest::addRow("method '%s'", name.constData()) << text << "/x"_ba << "docker"_ba;
        QTest::addRow("target '/%s'", name.constData())
            << "GET"_ba << "/x" + text + (text.isEmpty() ? " "_ba : ""_ba) << "docker"_ba;
        QTest::addRow("host '%s'", name.constData()) << "GET"_ba << "/x"_ba << text;
    }
    QTest::newRow("no target") << "GET"_ba << ""_ba << "docker"_ba;
    QTest::newRow("target is no path") << "GET"_ba << "x"_ba << "docker"_ba;
    QTest::newRow("target is a URL") << "GET"_ba << "http://other/x"_ba << "docker"_ba;
    QTest::newRow("target is a URL without scheme") << "GET"_ba << "//other/x"_ba << "docker"_ba;
}

void HttpRequestTest::smuggling()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, host);
    const auto bytes = HttpRequest{.method = method, .target = target}.serialize(host);
    QVERIFY2(!bytes, bytes.value_or(QByteArray()).constData());
    QCOMPARE(bytes.error().code, ErrorCode::InvalidInput);
}

void HttpRequestTest::headerFieldsCannotSmuggle()
{
    HttpRequest request;
    // QHttpHeaders is the guard: it takes none of these.
    for (const QByteArray &value : {"a\r\nX: y"_ba, "a\nb"_ba, "a\rb"_ba, "a\0b"_ba})
        QVERIFY(!request.headers.append("X-Name", value));
    for (const char *name : {"", "a b", "a:b", "a\r\nb", "a\r\nX"})
        QVERIFY(!request.headers.append(name, "value"));
    QCOMPARE(*request.serialize("docker"), "GET / HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n");
}

void HttpRequestTest::ownFieldsAreReserved_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name :
         {"Host", "Content-Length", "content-length", "Transfer-Encoding", "Connection", "Upgrade"})
        QTest::addRow("%s", name) << QByteArray(name);
}

/// A second length or host beside serialize()'s own makes two servers read two different requests.
void HttpRequestTest::ownFieldsAreReserved()
{
    QFETCH(QByteArray, name);
    HttpRequest request{.method = "POST", .body = "{}"};
    request.headers.append(name, "5");
    const auto bytes = request.serialize("docker");
    QVERIFY2(!bytes, bytes.value_or(QByteArray()).constData());
    QCOMPARE(bytes.error().code, ErrorCode::InvalidInput);
}

QTEST_GUILESS_MAIN(HttpRequestTest)
#include "httprequest.moc"
