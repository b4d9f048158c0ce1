// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/containers.h"
#include "core/docker/requests/exec.h"
#include "core/docker/requests/system.h"
#include "tests/docker/fixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;
using namespace fairlead::test;

/// Answers that an engine should not give, and those that are odd but harmless.
class MalformedTypesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bad_data();
    void bad();
    void sparse_data();
    void sparse();
    void numbersOutOfRange();
    void anonymousVolumes();
    void health();
};

namespace {

template<typename R>
std::optional<ErrorCode> codeOf(const QByteArray &body)
{
    const auto result = R::parse(net::HttpResponse{.head = {.status = 200}, .body = body});
    return result ? std::nullopt : std::optional(result.error().code);
}

std::optional<ErrorCode> read(const QByteArray &type, const QByteArray &body)
{
    if (type == "list")
        return codeOf<ListContainers>(body);
    if (type == "inspect")
        return codeOf<InspectContainer>(body);
    if (type == "top")
        return codeOf<ListProcesses>(body);
    if (type == "version")
        return codeOf<GetVersion>(body);
    if (type == "info")
        return codeOf<GetInfo>(body);
    if (type == "images")
        return codeOf<ListImages>(body);
    if (type == "exec")
        return codeOf<InspectExec>(body);
    return codeOf<GetStats>(body);
}

} // namespace

void MalformedTypesTest::bad_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *type, const char *body) {
        QTest::addRow("%s %s", type, body) << QByteArray(type) << QByteArray(body);
    };
    for (const char *type : {"list", "images"})
        for (const char *body : {"", "{}", "[", "words", "[5]", "[{}]", R"([{"Id":5}])", R"([{"Id":null}])"})
            row(type, body);
    for (const char *type : {"inspect", "top", "version", "info", "exec", "stats"})
        for (const char *body : {"", "[]", "{", "words", "null"})
            row(type, body);
    row("list", R"([{"Id":"a","Names":"web"}])");
    row("list", R"([{"Id":"a","Names":[1]}])");
    row("list", R"([{"Id":"a","Ports":[{"PrivatePort":"80"}]}])");
    row("list", R"([{"Id":"a","Ports":[80]}])");
    row("list", R"([{"Id":"a","Labels":[]}])");
    row("list", R"([{"Id":"a","Created":"yesterday"}])");
    row("images", R"([{"Id":"a","RepoTags":"x"}])");
    row("images", R"([{"Id":"a","Size":"x"}])");
    row("inspect", "{}");
    row("inspect", R"({"Id":"a","State":"running"})");
    row("inspect", R"({"Id":"a","State":{"Running":"true"}})");
    row("inspect", R"({"Id":"a","State":{"Pid":"1"}})");
    row("inspect", R"({"Id":"a","Config":{"Tty":1}})");
    row("inspect", R"({"Id":"a","Config":[]})");
    row("inspect", R"({"Id":"a","Mounts":{}})");
    row("inspect", R"({"Id":"a","State":{"Health":{"Status":1}}})");
    row("top", R"({"Titles":"PID"})");
    row("top", R"({"Titles":["PID","CMD"],"Processes":[["1"]]})");
    row("top", R"({"Titles":["PID"],"Processes":[["1","2"]]})");
    row("top", R"({"Titles":["PID"],"Processes":["1"]})");
    row("top", R"({"Titles":["PID"],"Processes":[[1]]})");
    row("version", "{}");
    row("version", R"({"Version":1})");
    row("info", R"({"NCPU":"2"})");
    row("exec", "{}");
    row("exec", R"({"ID":"a","Running":"no"})");
    row("exec", R"({"ID":"a","ExitCode":"0"})");
    row("stats", "{}");
    row("stats", R"({"read":5})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","cpu_stats":[]})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","cpu_stats":{"cpu_usage":5}})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","cpu_stats":{"cpu_usage":{"total_usage":"5"}}})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","memory_stats":{"usage":"5"}})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","memory_stats":{"stats":[]}})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","networks":{"eth0":{"rx_bytes":"5"}}})");
    row("stats",
        R"({"read":"2026-01-02T03:04:05Z","blkio_stats":{"io_service_bytes_recursive":[{"op":1}]}})");
}

void MalformedTypesTest::bad()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const auto code = read(type, body);
    QVERIFY(code);
    QCOMPARE(*code, ErrorCode::ProtocolError);
}

void MalformedTypesTest::sparse_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *type, const char *body) {
        QTest::addRow("%s %s", type, body) << QByteArray(type) << QByteArray(body);
    };
    row("list", "[]");
    row("list", "null");
    row("list", R"([{"Id":"a"}])");
    row("list", R"([{"Id":"a","Names":null,"Ports":null,"Labels":null,"Command":null}])");
    row("images", R"([{"Id":"a","RepoTags":null}])");
    row("inspect", R"({"Id":"a"})");
    row("inspect", R"({"Id":"a","State":null,"Config":null,"Mounts":null})");
    row("inspect", R"({"Id":"a","State":{"Health":null}})");
    row("inspect", R"({"Id":"a","State":{"Health":{}}})");
    row("top", "{}");
    row("top", R"({"Titles":null,"Processes":null})");
    row("version", R"({"Version":"1"})");
    row("info", "{}");
    row("exec", R"({"ID":"a"})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z"})");
    row("stats",
        R"({"read":"2026-01-02T03:04:05Z","networks":null,"blkio_stats":{"io_service_bytes_recursive":null}})");
    row("stats", R"({"read":"2026-01-02T03:04:05Z","unknown":{"a":[1]}})");
}

void MalformedTypesTest::sparse()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QCOMPARE(read(type, body), std::nullopt);
}

void MalformedTypesTest::numbersOutOfRange()
{
    const auto port = Port::fromJson(json(R"({"PrivatePort":-1,"PublicPort":1e30})"));
    QVERIFY(port);
    QCOMPARE(port->privatePort, 0);
    QCOMPARE(port->publicPort, std::numeric_limits<int>::max());
    const auto details = ContainerDetails::fromJson(json(R"({"Id":"a","State":{"ExitCode":4294967296}})"));
    QVERIFY(details);
    QCOMPARE(details->exitCode, std::numeric_limits<int>::max());
    const auto exec = ExecDetails::fromJson(json(R"({"ID":"a","ExitCode":-1})"));
    QVERIFY(exec);
    QCOMPARE(exec->exitCode, -1);
}

void MalformedTypesTest::anonymousVolumes()
{
    const QByteArray hex(64, 'a');
    const auto details = ContainerDetails::fromJson(json(R"({"Id":"a","Mounts":[
        {"Type":"volume","Name":")" + hex + R"("},{"Type":"volume","Name":"data"},{"Type":"volume","Name":")"
                                                         + hex.toUpper() + R"("},
        {"Type":"bind","Source":"/srv"},{"Type":"tmpfs"},{"Type":"volume","Name":")"
                                                         + hex.chopped(1) + R"("},7]})"));
    QVERIFY(details);
    QCOMPARE(details->anonymousVolumes, 1);
}

void MalformedTypesTest::health()
{
    const auto details =
        ContainerDetails::fromJson(json(R"({"Id":"a","State":{"Health":{"Status":"unhealthy","Log":[]}}})"));
    QVERIFY(details);
    QCOMPARE(details->health, u"unhealthy"_s);
}

QTEST_GUILESS_MAIN(MalformedTypesTest)
#include "malformedtypes.moc"
