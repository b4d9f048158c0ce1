// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows about an agent: what it costs the machine that it watches.

#include "tests/bench/exec/engine.h"
#include "tests/bench/hub/rows.h"

#include <QStandardPaths>

#include <array>
#include <cstdlib>
#include <thread>

using namespace Qt::StringLiterals;

namespace fairlead::bench {

namespace {

using namespace std::chrono_literals;

constexpr int containers = 50;
constexpr auto interval = 5s;
constexpr int cycles = 12;
// An agent asks the engine about each container once.
constexpr auto settleTime = 3 * interval;
constexpr std::uint16_t exporterPort = 19100;
constexpr const char *exporter = "prometheus-node-exporter";

/// What a process takes in some cycles of 5 s; before each of them `cycle` is called.
void watch(Process &process, Subject subject, int count, const std::function<void()> &cycle, Row &cpu,
           Row &memory)
{
    cycle();
    std::this_thread::sleep_for(settleTime);
    const double before = process.cpuSeconds();
    const auto begin = Load::Clock::now();
    for (int i = 0; i < count; ++i) {
        cycle();
        std::this_thread::sleep_for(interval);
    }
    const double seconds = std::chrono::duration<double>(Load::Clock::now() - begin).count();
    cpu.add(subject, (process.cpuSeconds() - before) / seconds * 100);
    memory.add(subject, process.memoryKib() / 1024);
}

void scrape()
{
    auto socket = Socket::toLoopback(exporterPort);
    socket.setTimeout(interval);
    socket.send("GET /metrics HTTP/1.0\r\n\r\n");
    std::array<char, 64 * 1024> buffer;
    while (socket.receive(buffer.data(), buffer.size()) > 0) {
    }
}

void measureOurs(const HubSetting &setting, const Engine &engine, int count, Row &cpu, Row &memory)
{
    const QTemporaryDir directory;
    const std::string config = directory.filePath(u"agent.json"_s).toStdString();
    BenchHub hub(setting, Subject::Ours);
    const std::string url = "http://127.0.0.1:" + std::to_string(hub.port());
    Process enrolment({setting.fairleadd, "agent", "enroll", url, setting.registry.servers().front().key,
                       "--config", config});
    enrolment.wait();
    if (enrolment.exitCode() != 0)
        throw Failure("the agent could not be enrolled");
    Process agent({setting.fairleadd, "agent", "--quiet", "--config", config, "--state-dir",
                   directory.filePath(u"state"_s).toStdString(), "--docker-host", engine.address()});
    watch(agent, Subject::Ours, count, [] {}, cpu, memory);
}

void measureExporter(int count, Row &cpu, Row &memory)
{
    if (QStandardPaths::findExecutable(QString::fromLatin1(exporter)).isEmpty())
        return cpu.note("node exporter: not measured, for there is no prometheus-node-exporter here");
    Process process({exporter, "--web.listen-address=127.0.0.1:" + std::to_string(exporterPort)});
    std::this_thread::sleep_for(interval);
    watch(process, Subject::Npm, count, scrape, cpu, memory);
    cpu.note(
        "in the place of npm stands prometheus-node-exporter, scraped every 5 s; it knows no containers");
}

} // namespace

std::vector<Row> measureAgent(const HubSetting &setting)
{
    Row cpu("agent, every 5 s, 50 containers", "% of a core", {atMost(0.3)});
    Row memory("agent, every 5 s, 50 containers", "MiB", {atMost(15)});
    const char *address = std::getenv("FAIRLEAD_TEST_DOCKER");
    const Engine engine(address && *address ? address : "unix:///var/run/docker.sock");
    std::vector<std::unique_ptr<BenchContainer>> running;
    for (int i = 0; i < containers; ++i)
        running.push_back(std::make_unique<BenchContainer>(engine));
    const int count = setting.quick ? 3 : cycles;
    for (int round = 0; round < (setting.quick ? 1 : 2); ++round) {
        measureExporter(count, cpu, memory);
        measureOurs(setting, engine, count, cpu, memory);
    }
    return {std::move(cpu), std::move(memory)};
}

} // namespace fairlead::bench
