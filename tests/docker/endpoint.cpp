// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/endpoint.h"

#include "core/net/sockettransport.h"
#include "tests/support/errorname.h"

#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using docker::Endpoint;

/// Where engines are looked for, and what DOCKER_HOST may say. TLS has its own test.
class EndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void sshSaysWhatToDo();
    void noVariables();
    void explicitHostIsTheOnlyCandidate();
    void candidatesInOrder();
    void firstListeningSocketWins();
    void explicitHostIsTaken();
};

namespace {

QProcessEnvironment environment(const QList<std::pair<QString, QString>> &variables)
{
    QProcessEnvironment result;
    for (const auto &[name, value] : variables)
        result.insert(name, value);
    return result;
}

} // namespace

void EndpointTest::good_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("socket");
    const auto local = [](const char *name, const QString &path) {
        QTest::newRow(name) << u"unix://"_s + path << u"unix://"_s + path << "docker"_ba << path;
    };
    local("Docker's socket", u"/var/run/docker.sock"_s);
    local("blank", u"/tmp/a b.sock"_s);
    local("percent is no escape", u"/tmp/a%20b.sock"_s);
    local("hash and question mark", u"/tmp/a#b?c.sock"_s);
    local("umlaut", u"/tmp/ä.sock"_s);
    local("107 bytes", u'/' + QString(106, u'x'));
    const auto tcp = [](const char *name, const QString &text, const QString &url, const QByteArray &host) {
        QTest::newRow(name) << text << url << host << QString();
    };
    tcp("tcp", u"tcp://build.example:2375"_s, u"tcp://build.example:2375"_s, "build.example:2375");
    tcp("default port", u"tcp://build.example"_s, u"tcp://build.example:2375"_s, "build.example:2375");
    tcp("slash at the end", u"tcp://build.example:2375/"_s, u"tcp://build.example:2375"_s,
        "build.example:2375");
    tcp("http", u"http://build.example:80"_s, u"tcp://build.example:80"_s, "build.example:80");
    tcp("capitals", u"TCP://Build.Example:1"_s, u"tcp://build.example:1"_s, "build.example:1");
    tcp("IPv4", u"tcp://127.0.0.1:65535"_s, u"tcp://127.0.0.1:65535"_s, "127.0.0.1:65535");
    tcp("IPv6", u"tcp://[::1]:2375"_s, u"tcp://[::1]:2375"_s, "[::1]:2375");
    tcp("a name in another script", u"tcp://bücher.example:1"_s, u"tcp://xn--bcher-kva.example:1"_s,
        "xn--bcher-kva.example:1");
    tcp("https", u"https://build.example"_s, u"https://build.example:2376"_s, "build.example:2376");
}

void EndpointTest::good()
{
    QFETCH(QString, text);
    const auto endpoint = Endpoint::parse(text);
    QVERIFY2(endpoint, endpoint ? "" : qPrintable(toSentence(endpoint.error())));
    QTEST(endpoint->url(), "url");
    QTEST(endpoint->hostHeader(), "host");
    QTEST(endpoint->socketPath(), "socket");
    QCOMPARE(endpoint->isLocal(), !endpoint->socketPath().isEmpty());
    const auto transport = endpoint->createTransport();
    QCOMPARE(qobject_cast<net::LocalTransport *>(transport.get()) != nullptr, endpoint->isLocal());
    // What is shown can be given again.
    const auto again = Endpoint::parse(endpoint->url());
    QVERIFY(again);
    QCOMPARE(again->url(), endpoint->url());
}

void EndpointTest::bad_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("empty", {});
    row("a path", u"/var/run/docker.sock"_s);
    row("no scheme", u"build.example:2375"_s);
    row("another scheme", u"ssh://user@build.example"_s);
    row("ssh with a password", u"ssh://me:secret@build.example:22"_s);
    row("Windows", u"npipe:////./pipe/docker_engine"_s);
    row("file", u"file:///var/run/docker.sock"_s);
    row("no path", u"unix://"_s);
    row("relative path", u"unix://run/docker.sock"_s);
    row("one slash", u"unix:/var/run/docker.sock"_s);
    row("108 bytes", u"unix:///"_s + QString(107, u'x'));
    row("108 bytes in UTF-8", u"unix:///"_s + QString(54, u'ä'));
    row("NUL in the path", u"unix:///tmp/a\0b"_s);
    row("no host", u"tcp://"_s);
    row("no host but a port", u"tcp://:2375"_s);
    row("port 0", u"tcp://build.example:0"_s);
    row("port beyond 65535", u"tcp://build.example:65536"_s);
    row("port is no number", u"tcp://build.example:http"_s);
    row("negative port", u"tcp://build.example:-1"_s);
    row("path", u"tcp://build.example:2375/v1.41"_s);
    row("query", u"tcp://build.example:2375?x"_s);
    row("fragment", u"tcp://build.example:2375#x"_s);
    row("user", u"tcp://me@build.example"_s);
    row("password", u"tcp://me:secret@build.example"_s);
    row("blank", u"tcp://build example"_s);
    row("line end", u"tcp://build.example\r\nX: y"_s);
}

void EndpointTest::bad()
{
    QFETCH(QString, text);
    const auto endpoint = Endpoint::parse(text);
    QVERIFY2(!endpoint, endpoint ? qPrintable(endpoint->url()) : "");
    QCOMPARE(endpoint.error().code, ErrorCode::InvalidInput);
    QVERIFY(!endpoint.error().detail.isEmpty());
    QVERIFY2(!toSentence(endpoint.error()).contains("secret"_L1), qPrintable(toSentence(endpoint.error())));
}

void EndpointTest::sshSaysWhatToDo()
{
    const auto endpoint = Endpoint::parse(u"ssh://me:word@build.example:2222"_s);
    QVERIFY(!endpoint);
    QCOMPARE(endpoint.error().subject, u"ssh://build.example"_s);
    const QString sentence = toSentence(endpoint.error());
    QVERIFY2(sentence.contains("ssh -fNL"_L1) && sentence.contains("unix:///"_L1), qPrintable(sentence));
}

void EndpointTest::noVariables()
{
    QVERIFY(!Endpoint::fromVariables({}));
    QVERIFY(!Endpoint::fromVariables(environment({{u"DOCKER_HOST"_s, {}}})));
    QVERIFY(!Endpoint::fromVariables(environment({{u"DOCKER_TLS_VERIFY"_s, u"1"_s}})));
}

void EndpointTest::explicitHostIsTheOnlyCandidate()
{
    const auto list = Endpoint::candidates(environment(
        {{u"DOCKER_HOST"_s, u"tcp://build.example"_s}, {u"XDG_RUNTIME_DIR"_s, u"/run/user/7"_s}}));
    QVERIFY(list);
    QCOMPARE(list->size(), 1);
    QCOMPARE(list->first().url(), u"tcp://build.example:2375"_s);

    // A mistake in it is told, not passed over.
    const auto broken = Endpoint::candidates(environment({{u"DOCKER_HOST"_s, u"build.example"_s}}));
    QVERIFY(!broken);
    QCOMPARE(broken.error().subject, u"build.example"_s);
    QVERIFY(!Endpoint::fromEnvironment(environment({{u"DOCKER_HOST"_s, u"build.example"_s}})));
}

void EndpointTest::candidatesInOrder()
{
    const auto urls = [](const QProcessEnvironment &variables) {
        QStringList result;
        const auto list = Endpoint::candidates(variables);
        for (const Endpoint &endpoint : *list)
            result += endpoint.socketPath();
        return result;
    };
    QCOMPARE(urls({}), (QStringList{u"/var/run/docker.sock"_s, u"/run/podman/podman.sock"_s}));
    QCOMPARE(urls(environment({{u"XDG_RUNTIME_DIR"_s, u"/run/user/7"_s}})),
             (QStringList{u"/var/run/docker.sock"_s, u"/run/user/7/docker.sock"_s,
                          u"/run/user/7/podman/podman.sock"_s, u"/run/podman/podman.sock"_s}));
}

void EndpointTest::firstListeningSocketWins()
{
    const QTemporaryDir folder;
    const auto at = [&](const QString &name) {
        return Endpoint::parse(u"unix://"_s + folder.filePath(name)).value();
    };
    const auto chosen = [](const QList<Endpoint> &list) { return Endpoint::firstListening(list).url(); };
    const Endpoint none = at(u"none.sock"_s);
    const Endpoint dead = at(u"dead.sock"_s);
    const Endpoint live = at(u"live.sock"_s);
    QFile left(dead.socketPath()); // what an engine that crashed leaves
    QVERIFY(left.open(QIODevice::WriteOnly));
    QLocalServer engine;
    QVERIFY(engine.listen(live.socketPath()));
    QCOMPARE(chosen({none, dead, live}), live.url());
    QCOMPARE(chosen({none, dead}), dead.url()); // says more than one that is not there
    QCOMPARE(chosen({none}), none.url());
    const Endpoint remote = Endpoint::parse(u"tcp://a.example"_s).value();
    QCOMPARE(chosen({dead, remote, live}), remote.url());
}

/// Whether it is there or not.
void EndpointTest::explicitHostIsTaken()
{
    const QTemporaryDir folder;
    const QString host = u"unix://"_s + folder.filePath(u"none.sock"_s);
    QCOMPARE(Endpoint::fromEnvironment(environment({{u"DOCKER_HOST"_s, host}})).value().url(), host);
}

QTEST_GUILESS_MAIN(EndpointTest)
#include "endpoint.moc"
