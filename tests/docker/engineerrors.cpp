// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/client.h"
#include "core/docker/engineerror.h"
#include "tests/docker/fixture.h"
#include "tests/support/errorname.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::docker;

/// What refusals mean. The words were captured from Docker 20.10 and Podman 5.4, which answer with different
/// statuses.
class EngineErrorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meaning_data();
    void meaning();
    void bodies_data();
    void bodies();
    void refusalInside_data();
    void refusalInside();
};

void EngineErrorsTest::meaning_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("message");
    QTest::addColumn<ErrorCode>("code");
    const auto docker = [](const char *name, int status, const QString &message, ErrorCode code) {
        QTest::addRow("Docker: %s", name) << status << message << code;
    };
    const auto podman = [](const char *name, int status, const QString &message, ErrorCode code) {
        QTest::addRow("Podman: %s", name) << status << message << code;
    };
    docker("missing", 404, u"No such container: nope"_s, ErrorCode::NotFound);
    podman("missing", 404, u"no container with name or ID \"nope\" found: no such container"_s,
           ErrorCode::NotFound);
    docker("pause a stopped one", 409, u"Container 51f631 is not running"_s, ErrorCode::NotRunning);
    podman("pause a stopped one", 500, u"\"created\" is not running, can't pause: container state improper"_s,
           ErrorCode::NotRunning);
    docker("kill a stopped one", 409, u"Cannot kill container: web: Container 51f631 is not running"_s,
           ErrorCode::NotRunning);
    podman("kill a stopped one", 409,
           u"can only kill running containers. 5ba143 is in state created: container state improper"_s,
           ErrorCode::NotRunning);
    docker("pause a paused one", 409, u"Container 0f1d4e is already paused"_s, ErrorCode::Conflict);
    podman("pause a paused one", 500, u"\"b803d5\" is already paused: container state improper"_s,
           ErrorCode::Conflict);
    docker("unpause a running one", 500, u"Container 0f1d4e is not paused"_s, ErrorCode::Conflict);
    podman("unpause a running one", 500,
           u"\"5ba143\" is not paused, can't unpause: container state improper"_s, ErrorCode::Conflict);
    docker(
        "remove a running one", 409,
        u"You cannot remove a running container 0f1d4e. Stop the container before attempting removal or force remove"_s,
        ErrorCode::Conflict);
    podman(
        "remove a running one", 500,
        u"cannot remove container b803d5 as it is running - running or paused containers cannot be removed without force: container state improper"_s,
        ErrorCode::Conflict);
    podman(
        "remove a paused one", 500,
        u"cannot remove container b803d5 as it is paused - running or paused containers cannot be removed without force: container state improper"_s,
        ErrorCode::Conflict);
    docker(
        "rename to a name in use", 409,
        u"Error when allocating new name: Conflict. The container name \"/x\" is already in use by container \"0f1d4e\""_s,
        ErrorCode::Conflict);
    podman(
        "rename to a name in use", 500,
        u"renaming container 5ba143: updating container config table: UNIQUE constraint failed: ContainerConfig.Name"_s,
        ErrorCode::Conflict);
    docker("top of a stopped one", 409, u"Container 51f631 is not running"_s, ErrorCode::NotRunning);
    podman("top of a stopped one", 500, u"top can only be used on running containers"_s,
           ErrorCode::NotRunning);
    docker("exec in a stopped one", 409, u"Container 51f631 is not running"_s, ErrorCode::NotRunning);
    podman("exec in a stopped one", 500,
           u"can only create exec sessions on running containers: container state improper"_s,
           ErrorCode::NotRunning);
    docker("exec in a paused one", 409, u"Container web is paused, unpause the container before exec"_s,
           ErrorCode::NotRunning);
    podman("exec in a paused one", 409, u"cannot create exec session as container b803d5 is paused"_s,
           ErrorCode::NotRunning);
    docker("an exec that is over", 404, u"No such exec instance: 0123"_s, ErrorCode::NotFound);
    docker("not for us", 403, u"authorization denied by plugin"_s, ErrorCode::PermissionDenied);
    docker("no credentials", 401, u"unauthorized"_s, ErrorCode::PermissionDenied);
    docker("trouble of its own", 500, u"no space left on device"_s, ErrorCode::Refused);
    docker("a mistake", 400, u"invalid filter 'x'"_s, ErrorCode::Refused);
    docker("a mistake that sounds like a state", 400, u"web is not running"_s, ErrorCode::Refused);
    docker("not now", 503, u"starting"_s, ErrorCode::Refused);
}

void EngineErrorsTest::meaning()
{
    QFETCH(int, status);
    QFETCH(QString, message);
    QFETCH(ErrorCode, code);
    const Error error = engineError(status, message, u"web"_s);
    QCOMPARE(error.code, code);
    QCOMPARE(error.subject, u"web"_s);
    QCOMPARE(error.detail, message);
}

void EngineErrorsTest::bodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("detail");
    QTest::newRow("message") << R"({"message":"no way"})"_ba << u"no way"_s;
    QTest::newRow("message beside others")
        << R"({"cause":"x","message":"no way","response":500})"_ba << u"no way"_s;
    QTest::newRow("plain text, as of a proxy")
        << "Bad Gateway\r\n  from nginx\n"_ba << u"Bad Gateway from nginx"_s;
    QTest::newRow("nothing") << ""_ba << u"HTTP 500 Oh dear"_s;
    QTest::newRow("JSON without message") << R"({"error":"x"})"_ba << uR"({"error":"x"})"_s;
    QTest::newRow("message is no string") << R"({"message":5})"_ba << uR"({"message":5})"_s;
    QTest::newRow("long") << QByteArray(100'000, 'x') << QString(500, u'x');
    QTest::newRow("not UTF-8") << "\xff\xfe"_ba << u"\ufffd\ufffd"_s;
}

void EngineErrorsTest::bodies()
{
    QFETCH(QByteArray, body);
    const Error error =
        Client::errorFrom({.head = {.status = 500, .reason = "Oh dear"}, .body = body}, u"web"_s);
    QCOMPARE(error.code, ErrorCode::Refused);
    QTEST(error.detail, "detail");
}

void EngineErrorsTest::refusalInside_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("refusal");
    QTest::newRow("Podman's")
        << R"({"cause":"container is stopped","message":"container is stopped","response":500})"_ba << true;
    QTest::newRow("an answer") << R"({"read":"2026-01-02T03:04:05Z"})"_ba << false;
    QTest::newRow("an answer that has a message") << R"({"message":"hello"})"_ba << false;
    QTest::newRow("no refusal") << R"({"message":"hello","response":200})"_ba << false;
    QTest::newRow("nothing") << "{}"_ba << false;
}

void EngineErrorsTest::refusalInside()
{
    QFETCH(QByteArray, body);
    QTEST(refusalIn(test::json(body), u"web"_s).has_value(), "refusal");
}

QTEST_GUILESS_MAIN(EngineErrorsTest)
#include "engineerrors.moc"
