// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/execrequest.h"

#include "core/hub/credentials.h"
#include "tests/support/await.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::hub;
using namespace fairlead::test;

/// What a frontend's request for a shell says.
class HubExecRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everything();
    void otherPaths_data();
    void otherPaths();
    void containers_data();
    void containers();
    void badQueries_data();
    void badQueries();
    void tickets_data();
    void tickets();
    void bearer_data();
    void bearer();
    void ticketPathIsRead();
};

namespace {

net::RequestHead headOf(const QByteArray &path, const QByteArray &query = "command=sh")
{
    return {.method = "GET", .path = path, .query = query};
}

} // namespace

void HubExecRequestTest::everything()
{
    auto head = headOf("/api/v1/ws/exec/s%201/web_1.a",
                       "tty=True&command=sh&command=-c&command=a+b%26%3F&user=root%3Awheel&workdir=%2Ftmp"
                       "&env=A%3D1&env=B%3D&privileged=true&other=x");
    head.headers.append("authorization", "Bearer secret");
    const auto request = execRequestFrom(head);
    QVERIFY(request);
    QVERIFY2(*request, why(*request).constData());
    QCOMPARE((*request)->server, u"s 1"_s);
    QCOMPARE((*request)->container, u"web_1.a"_s);
    QCOMPARE((*request)->opening, (exec::Opening{true, {u"sh"_s, u"-c"_s, u"a b&?"_s}}));
    QCOMPARE((*request)->user, u"root:wheel"_s);
    QCOMPARE((*request)->workingDir, u"/tmp"_s);
    QCOMPARE((*request)->environment, (QStringList{u"A=1"_s, u"B="_s}));
    QVERIFY((*request)->privileged);
    QCOMPARE((*request)->token, "secret");
    QVERIFY((*request)->ticket.isEmpty());
}

void HubExecRequestTest::otherPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("metrics") << QByteArray("/api/v1/ws/metrics/s");
    QTest::newRow("no container") << QByteArray("/api/v1/ws/exec/s");
    QTest::newRow("no server") << QByteArray("/api/v1/ws/exec//web");
    QTest::newRow("one piece more") << QByteArray("/api/v1/ws/exec/s/web/more");
    QTest::newRow("dots") << QByteArray("/api/v1/ws/exec/s/../web");
    QTest::newRow("no slash") << QByteArray("/api/v1/ws/exec");
    QTest::newRow("long server") << "/api/v1/ws/exec/" + QByteArray(129, 's') + "/web";
}

void HubExecRequestTest::otherPaths()
{
    QFETCH(const QByteArray, path);
    QVERIFY(!execRequestFrom(headOf(path)));
}

void HubExecRequestTest::containers_data()
{
    QTest::addColumn<QByteArray>("container");
    QTest::addColumn<bool>("good");
    QTest::newRow("id") << QByteArray(64, 'a') << true;
    QTest::newRow("name") << QByteArray("My-app.web_1") << true;
    QTest::newRow("encoded name") << QByteArray("%77eb") << true;
    QTest::newRow("255") << QByteArray(255, 'a') << true;
    QTest::newRow("256") << QByteArray(256, 'a') << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("dots") << QByteArray("..") << false;
    QTest::newRow("CVE-2026-27734") << QByteArray("..%2F..%2Fimages%2Fprune") << false;
    QTest::newRow("encoded twice") << QByteArray("..%252Fweb") << false;
    QTest::newRow("slash inside") << QByteArray("web%2Fexec") << false;
    QTest::newRow("backslash") << QByteArray("..%5Cweb") << false;
    QTest::newRow("question mark") << QByteArray("web%3Fa=b") << false;
    QTest::newRow("hash") << QByteArray("web%23") << false;
    QTest::newRow("percent") << QByteArray("web%25") << false;
    QTest::newRow("line feed") << QByteArray("web%0A") << false;
    QTest::newRow("line feed in front") << QByteArray("%0Aweb") << false;
    QTest::newRow("NUL") << QByteArray("web%00") << false;
    QTest::newRow("space") << QByteArray("we%20b") << false;
    QTest::newRow("not ASCII") << QByteArray("w%C3%A9b") << false;
    QTest::newRow("dash in front") << QByteArray("-web") << false;
}

void HubExecRequestTest::containers()
{
    QFETCH(const QByteArray, container);
    QFETCH(const bool, good);
    const auto request = execRequestFrom(headOf("/api/v1/ws/exec/s/" + container));
    QVERIFY(request);
    QCOMPARE(request->has_value(), good);
}

void HubExecRequestTest::badQueries_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no command") << QByteArray("tty=true");
    QTest::newRow("empty command") << QByteArray("command=");
    QTest::newRow("not UTF-8") << QByteArray("command=%ff");
    QTest::newRow("NUL") << QByteArray("command=a%00");
    QTest::newRow("user not UTF-8") << QByteArray("command=sh&user=%ff");
    QTest::newRow("NUL in the folder") << QByteArray("command=sh&workdir=%00");
    QTest::newRow("NUL in the environment") << QByteArray("command=sh&env=A%00");
    QTest::newRow("too many variables") << "command=sh" + QByteArray("&env=A%3D1").repeated(1025);
    QTest::newRow("only a ticket") << QByteArray("ticket=abc");
}

void HubExecRequestTest::badQueries()
{
    QFETCH(const QByteArray, query);
    const auto request = execRequestFrom(headOf("/api/v1/ws/exec/s/web", query));
    QVERIFY(request);
    QVERIFY(!*request);
    QCOMPARE(request->error().code, ErrorCode::InvalidInput);
}

void HubExecRequestTest::tickets_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("ticket");
    QTest::addColumn<bool>("tty");
    QTest::newRow("first") << QByteArray("ticket=a-_9&tty=true&command=sh") << QByteArray("a-_9") << true;
    QTest::newRow("last") << QByteArray("tty=true&command=sh&ticket=a") << QByteArray("a") << true;
    QTest::newRow("as the npm client has it")
        << QByteArray("ticket=a?tty=true&command=sh") << QByteArray("a") << true;
    QTest::newRow("empty") << QByteArray("ticket=&command=sh") << QByteArray() << false;
    QTest::newRow("another key's end") << QByteArray("xticket=a&command=sh") << QByteArray() << false;
    QTest::newRow("none") << QByteArray("command=sh") << QByteArray() << false;
}

void HubExecRequestTest::tickets()
{
    QFETCH(const QByteArray, query);
    const auto request = execRequestFrom(headOf("/api/v1/ws/exec/s/web", query));
    QVERIFY(request && *request);
    QTEST((*request)->ticket, "ticket");
    QTEST((*request)->opening.tty, "tty");
    QCOMPARE((*request)->opening.command, QStringList{u"sh"_s});
}

void HubExecRequestTest::bearer_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("usual") << QByteArray("Bearer abc") << QByteArray("abc");
    QTest::newRow("case") << QByteArray("bEARER abc") << QByteArray("abc");
    QTest::newRow("spaces") << QByteArray("Bearer   abc ") << QByteArray("abc");
    QTest::newRow("other scheme") << QByteArray("Basic abc") << QByteArray();
    QTest::newRow("no space") << QByteArray("Bearerabc") << QByteArray();
    QTest::newRow("scheme alone") << QByteArray("Bearer") << QByteArray();
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void HubExecRequestTest::bearer()
{
    QFETCH(const QByteArray, value);
    auto head = headOf("/");
    head.headers.append("authorization", value);
    QTEST(bearerToken(head), "token");
}

void HubExecRequestTest::ticketPathIsRead()
{
    const QByteArray path = ticketPath(u"s-1"_s, u"web"_s, "t_-").toLatin1();
    const qsizetype mark = path.indexOf('?');
    const auto request = execRequestFrom(headOf(path.first(mark), path.sliced(mark + 1) + "&command=sh"));
    QVERIFY(request && *request);
    QCOMPARE((*request)->server, u"s-1"_s);
    QCOMPARE((*request)->container, u"web"_s);
    QCOMPARE((*request)->ticket, "t_-");
}

QTEST_APPLESS_MAIN(HubExecRequestTest)
#include "execrequest.moc"
