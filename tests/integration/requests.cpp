// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/eventstream.h"
#include "core/docker/logstream.h"
#include "core/docker/requests/containers.h"
#include "core/docker/requests/system.h"
#include "tests/support/await.h"
#include "tests/support/engine.h"
#include "tests/support/errorname.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using docker::ChangeContainer;
using docker::InspectContainer;
using docker::OutputKind;

/// The requests of core/docker/requests and the live streams against a real engine: that it takes them, and
/// that its answers are understood.
class RequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stopAndRestart();
    void removeWithoutForce();
    void images();
    void logs_data();
    void logs();
    void logsAreFollowed();
    void statsAtOnce();
    void statsOfAWhile();
    void statsStream();
    void statsOfAStoppedContainer();

private:
    [[nodiscard]] Result<> change(const TestContainer &container, ChangeContainer::Action action)
    {
        return await(m_client->send(ChangeContainer{{}, container.id(), action}));
    }
    [[nodiscard]] docker::ContainerDetails inspect(const TestContainer &container)
    {
        return await(m_client->send(InspectContainer{container.id()})).value_or(docker::ContainerDetails{});
    }

    std::unique_ptr<docker::Client> m_client;
};

void RequestsTest::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
    m_client = std::make_unique<docker::Client>(*endpoint);
}

void RequestsTest::stopAndRestart()
{
    const TestContainer container(*m_client);
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    const auto before = inspect(container);
    QVERIFY(before.running);
    QVERIFY(change(container, ChangeContainer::Action::Stop));
    QCOMPARE(inspect(container).status, u"exited"_s);
    QVERIFY(change(container, ChangeContainer::Action::Stop)); // already so
    QVERIFY(change(container, ChangeContainer::Action::Restart));
    const auto after = inspect(container);
    QVERIFY(after.running);
    QCOMPARE_GT(after.startedAt, before.startedAt);
    QVERIFY(change(container, ChangeContainer::Action::Start)); // already so
}

void RequestsTest::removeWithoutForce()
{
    const TestContainer container(*m_client);
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    const docker::RemoveContainer remove{{}, container.id()};
    const auto refused = await(m_client->send(remove));
    QVERIFY(!refused);
    QCOMPARE(nameOf(refused.error().code), nameOf(ErrorCode::Conflict));
    QVERIFY(inspect(container).running);
    QVERIFY(change(container, ChangeContainer::Action::Kill));
    QVERIFY(eventually([&] { return !inspect(container).running; }));
    const auto removed = await(m_client->send(remove));
    QVERIFY2(removed, why(removed).constData());
    const auto gone = await(m_client->send(InspectContainer{container.id()}));
    QCOMPARE(nameOf(gone.error().code), nameOf(ErrorCode::NotFound));
}

void RequestsTest::images()
{
    const auto list = await(m_client->send(docker::ListImages{}));
    QVERIFY2(list, why(list).constData());
    const auto demo = std::ranges::find_if(*list, [](const docker::ImageSummary &image) {
        return !image.tags.filter(u"fairlead-demo:latest"_s).isEmpty();
    });
    QVERIFY(demo != list->end());
    QVERIFY(!demo->id.isEmpty());
    QCOMPARE_GT(demo->sizeBytes, 100'000);
}

void RequestsTest::logs_data()
{
    QTest::addColumn<bool>("tty");
    QTest::addColumn<std::optional<int>>("tail");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<QByteArray>("err");
    const std::optional<int> all;
    QTest::newRow("multiplexed") << false << all << "one\nthree\n"_ba << "two\n"_ba;
    QTest::newRow("the last line") << false << std::optional(1) << "three\n"_ba << ""_ba;
    QTest::newRow("raw, with a tty") << true << all << "one\r\ntwo\r\nthree\r\n"_ba << ""_ba;
}

void RequestsTest::logs()
{
    QFETCH(bool, tty);
    QFETCH(std::optional<int>, tail);
    const QString script = u"echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three"_s;
    const TestContainer container(*m_client, {.command = {u"sh"_s, u"-c"_s, script}, .tty = tty});
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    QVERIFY(eventually([&] { return inspect(container).status == "exited"_L1; }));
    QCOMPARE(inspect(container).tty, tty);
    docker::LogStream stream(*m_client,
                             {.container = container.id(), .tty = tty, .timestamps = false, .tail = tail});
    QSignalSpy ended(&stream, &docker::LogStream::ended);
    QByteArray out;
    QByteArray err;
    connect(&stream, &docker::LogStream::chunk, this, [&](OutputKind kind, const QByteArray &bytes) {
        (kind == OutputKind::Stdout ? out : err) += bytes;
    });
    stream.start();
    QVERIFY(eventually([&] { return !ended.isEmpty(); }));
    QTEST(out, "out");
    QTEST(err, "err");
}

void RequestsTest::logsAreFollowed()
{
    const QString script = u"i=0; while sleep 0.1; do i=$((i + 1)); echo line $i; done"_s;
    const TestContainer container(*m_client, {.command = {u"sh"_s, u"-c"_s, script}});
    QVERIFY2(container.problem().isEmpty(), container.problem().constData());
    docker::LogStream stream(*m_client, {.container = container.id(), .follow = true});
    QByteArray log;
    connect(&stream, &docker::LogStream::chunk, this,
            [&](OutputKind, const QByteArray &bytes) { log += bytes; });
    QSignalSpy ended(&stream, &docker::LogStream::ended);
    stream.start();
    QVERIFY(eventually([&] { return log.contains("line 5\n"); }));
    QVERIFY(ended.isEmpty());
    const QByteArrayList words = log.split('\n').constFirst().split(' '); // each line has its time before it
    QVERIFY2(QDateTime::fromString(QString::fromLatin1(words.first()), Qt::ISODate).isValid(),
             log.constData());
    QVERIFY(change(container, ChangeContainer::Action::Kill));
    QVERIFY(eventually([&] { return !ended.isEmpty(); }));
}

void RequestsTest::statsAtOnce()
{
    const TestContainer container(*m_client);
    const auto sample = await(m_client->send(docker::GetStats{container.id(), true}));
    QVERIFY2(sample, why(sample).constData());
    QVERIFY(!sample->preRead.isValid() || testsPodman()); // Podman counts from the container's start
    QCOMPARE_GT(sample->cpuTotal, 0);
    QCOMPARE_GT(sample->memoryUsed(), 0);
    QCOMPARE_GE(sample->pids, 1);
}

void RequestsTest::statsOfAWhile()
{
    const TestContainer container(*m_client, {.command = {u"sh"_s, u"-c"_s, u"while true; do :; done"_s}});
    const auto sample = await(m_client->send(docker::GetStats{container.id()}));
    QVERIFY2(sample, why(sample).constData());
    if (testsPodman()) {
        QVERIFY(!sample->cpuPercent()); // it does not wait for a second one
        return;
    }
    QVERIFY(sample->cpuPercent().has_value());
    QCOMPARE_GT(*sample->cpuPercent(), 0.1);
    QCOMPARE_LT(*sample->cpuPercent(), 150.0); // it has one thread
}

void RequestsTest::statsStream()
{
    const TestContainer container(*m_client, {.command = {u"sh"_s, u"-c"_s, u"while true; do :; done"_s}});
    docker::StatsStream stream(*m_client, container.id());
    QList<docker::StatsSample> samples;
    connect(&stream, &docker::StatsStream::sample, this,
            [&](const docker::StatsSample &sample) { samples += sample; });
    QSignalSpy failed(&stream, &docker::StatsStream::failed);
    stream.start();
    QVERIFY(eventually([&] { return samples.size() == 3; }));
    QVERIFY(failed.isEmpty());
    QCOMPARE_GT(samples[2].read, samples[1].read);
    QCOMPARE_GT(samples[2].cpuTotal, samples[1].cpuTotal);
    QVERIFY(samples[2].cpuPercent().has_value());
    QCOMPARE_GT(*samples[2].cpuPercent(), 0.1);
}

void RequestsTest::statsOfAStoppedContainer()
{
    const TestContainer container(*m_client, {.start = false});
    const auto sample = await(m_client->send(docker::GetStats{container.id()}));
    QVERIFY(!sample);
    QCOMPARE(nameOf(sample.error().code), nameOf(ErrorCode::NotRunning));
}

QTEST_GUILESS_MAIN(RequestsTest)
#include "requests.moc"
