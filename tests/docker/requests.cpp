// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/containers.h"
#include "core/docker/requests/exec.h"
#include "core/docker/requests/system.h"
#include "tests/support/errorname.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;

namespace {

constexpr ApiVersion old{1, 41};
const QString execId(64, u'e');
const QByteArray execPrefix = "/exec/" + QByteArray(64, 'e');

/// "GET /path" of a request without a body; what is wrong with it otherwise.
QByteArray wireOf(const Result<net::HttpRequest> &request)
{
    if (!request)
        return toSentence(request.error()).toUtf8();
    if (!request->body.isEmpty() || request->upgrade || !request->serialize("docker"))
        return "not plain";
    return request->method + ' ' + request->target;
}

} // namespace

/// Each request type as it goes over the wire; Client adds the version prefix.
class RequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wire_data();
    void wire();
    void changesAreNamed_data();
    void changesAreNamed();
    void badNamesGoNowhere_data();
    void badNamesGoNowhere();
    void badNewNamesGoNowhere();
    void queryEscapes_data();
    void queryEscapes();
    void answers();
};

void RequestsTest::wire_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const auto &request, const char *expected) {
        QTest::newRow(name) << wireOf(request.toHttp(old)) << QByteArray(expected);
    };
    row("ping", Ping{}, "GET /_ping");
    row("version", GetVersion{}, "GET /version");
    row("info", GetInfo{}, "GET /info");
    row("images", ListImages{}, "GET /images/json");
    row("list", ListContainers{}, "GET /containers/json?all=1");
    row("list of running ones", ListContainers{.all = false}, "GET /containers/json");
    row("inspect", InspectContainer{u"web"_s}, "GET /containers/web/json");
    row("top", ListProcesses{u"web"_s}, "GET /containers/web/top");
    row("rename", RenameContainer{{}, u"web"_s, u"shop_1.x-y"_s},
        "POST /containers/web/rename?name=shop_1.x-y");
    row("remove", RemoveContainer{{}, u"web"_s}, "DELETE /containers/web");
    row("remove by force", RemoveContainer{{}, u"web"_s, true}, "DELETE /containers/web?force=1");
    row("remove with volumes", RemoveContainer{{}, u"web"_s, false, true}, "DELETE /containers/web?v=1");
    row("remove with all", RemoveContainer{{}, u"web"_s, true, true}, "DELETE /containers/web?force=1&v=1");
    row("stats", GetStats{u"web"_s}, "GET /containers/web/stats?stream=false");
    row("stats at once", GetStats{u"web"_s, true}, "GET /containers/web/stats?stream=false&one-shot=true");
    QTest::newRow("inspect exec") << wireOf(InspectExec{execId}.toHttp(old)) << "GET " + execPrefix + "/json";
    QTest::newRow("resize: rows are h, columns w") << wireOf(ResizeExec{{}, execId, {25, 132}}.toHttp(old))
                                                   << "POST " + execPrefix + "/resize?h=25&w=132";
}

void RequestsTest::wire()
{
    QFETCH(QByteArray, wire);
    QTEST(wire, "expected");
}

void RequestsTest::changesAreNamed_data()
{
    QTest::addColumn<ChangeContainer::Action>("action");
    QTest::addColumn<QByteArray>("expected");
    using Action = ChangeContainer::Action;
    QTest::newRow("start") << Action::Start << "/containers/web/start"_ba;
    QTest::newRow("stop") << Action::Stop << "/containers/web/stop"_ba;
    QTest::newRow("restart") << Action::Restart << "/containers/web/restart"_ba;
    QTest::newRow("kill") << Action::Kill << "/containers/web/kill"_ba;
    QTest::newRow("pause") << Action::Pause << "/containers/web/pause"_ba;
    QTest::newRow("unpause") << Action::Unpause << "/containers/web/unpause"_ba;
}

void RequestsTest::changesAreNamed()
{
    QFETCH(ChangeContainer::Action, action);
    const ChangeContainer change{{}, u"web"_s, action};
    const auto request = change.toHttp(old);
    QVERIFY(request);
    QCOMPARE(request->method, "POST");
    QTEST(request->target, "expected");
    QCOMPARE(change.subject(), u"web"_s);
    // A stop waits for the container's own stop timeout.
    QCOMPARE_GE(change.timeout(), std::chrono::minutes(1));
}

void RequestsTest::badNamesGoNowhere_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("traversal") << u"../images"_s;
    QTest::newRow("encoded") << u"%2e%2e%2fversion"_s;
    QTest::newRow("query") << u"web?force=1"_s;
    QTest::newRow("second request") << u"web HTTP/1.1\r\n\r\nDELETE /containers/db"_s;
    QTest::newRow("empty") << QString();
}

void RequestsTest::badNamesGoNowhere()
{
    QFETCH(QString, name);
    const QList<Result<net::HttpRequest>> requests = {
        InspectContainer{name}.toHttp(old),
        ChangeContainer{{}, name, ChangeContainer::Action::Kill}.toHttp(old),
        RenameContainer{{}, name, u"good"_s}.toHttp(old),
        RemoveContainer{{}, name, true, true}.toHttp(old),
        ListProcesses{name}.toHttp(old),
        GetStats{name}.toHttp(old),
        CreateExec{.spec = {.container = name, .command = {u"true"_s}}}.toHttp(old),
    };
    for (const auto &request : requests) {
        QVERIFY(!request);
        QCOMPARE(request.error().code, ErrorCode::InvalidInput);
        QCOMPARE(request.error().subject, name);
    }
    for (const auto &request :
         {StartExec{name}.toHttp(old), ResizeExec{{}, name, {}}.toHttp(old), InspectExec{name}.toHttp(old)})
        QVERIFY(!request);
}

void RequestsTest::badNewNamesGoNowhere()
{
    for (const QString &name : {u"a&force=1"_s, u"../x"_s, u"a b"_s, u""_s, u"büro"_s, QString(256, u'a')}) {
        const auto request = RenameContainer{{}, u"web"_s, name}.toHttp(old);
        QVERIFY2(!request, qPrintable(name));
        QCOMPARE(request.error().subject, name);
    }
}

void RequestsTest::queryEscapes_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plus") << u"a+b"_s << "/x?k=a%2Bb"_ba;
    QTest::newRow("ampersand") << u"a&b=c"_s << "/x?k=a%26b%3Dc"_ba;
    QTest::newRow("hash") << u"a#b"_s << "/x?k=a%23b"_ba;
    QTest::newRow("blank") << u"a b"_s << "/x?k=a%20b"_ba;
    QTest::newRow("line end") << u"a\r\nb"_s << "/x?k=a%0D%0Ab"_ba;
    QTest::newRow("umlaut") << u"ä"_s << "/x?k=%C3%A4"_ba;
    QTest::newRow("quotes") << u"{\"a\":1}"_s << "/x?k=%7B%22a%22%3A1%7D"_ba;
    QTest::newRow("percent") << u"100%"_s << "/x?k=100%25"_ba;
    QTest::newRow("what looks like an escape") << u"%26"_s << "/x?k=%2526"_ba;
}

void RequestsTest::queryEscapes()
{
    QFETCH(QString, value);
    QTEST(target("/x", {{u"k"_s, value}}), "expected");
    QCOMPARE(target("/x", {}), "/x");
}

void RequestsTest::answers()
{
    net::HttpResponse pong{.head = {.status = 200}, .body = "OK"};
    QVERIFY(!Ping::parse(pong)); // an engine tells its version
    pong.head.headers.append("Api-Version", "1.41");
    pong.head.headers.append("Server", "Libpod/5.4.2 (linux)");
    const auto ping = Ping::parse(pong);
    QVERIFY(ping);
    QCOMPARE(ping->apiVersion, (ApiVersion{1, 41}));
    QCOMPARE(ping->server, u"Libpod/5.4.2 (linux)"_s);

    QCOMPARE(*CreateExec::parse({.body = R"({"Id":")" + execId.toLatin1() + R"("})"}), execId);
    for (const char *bad :
         {"", "{}", "[]", R"({"Id":""})", R"({"Id":5})", R"({"Id":"../x"})", R"({"Id":"short"})"})
        QCOMPARE(CreateExec::parse({.body = bad}).error().code, ErrorCode::ProtocolError);
    QVERIFY(ChangeContainer::parse({.head = {.status = 304}}));
}

QTEST_GUILESS_MAIN(RequestsTest)
#include "requests.moc"
