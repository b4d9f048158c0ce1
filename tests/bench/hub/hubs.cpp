// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/hub/hubs.h"

#include "core/auth/apikey.h"
#include "core/auth/secrets.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <sched.h>
#include <sys/resource.h>

#include <ctime>
#include <format>

using namespace Qt::StringLiterals;

namespace fairlead::bench {

namespace {

constexpr std::chrono::seconds startTime{20};

[[noreturn]] void fail(const Error &error)
{
    throw Failure(toSentence(error).toStdString());
}

/// The cores that this process had at its start.
std::vector<int> cores()
{
    static const cpu_set_t atStart = [] {
        cpu_set_t set;
        sched_getaffinity(0, sizeof set, &set);
        return set;
    }();
    std::vector<int> numbers;
    for (int i = 0; i < CPU_SETSIZE; ++i) {
        if (CPU_ISSET(i, &atStart))
            numbers.push_back(i);
    }
    return numbers;
}

QByteArray readLine(Socket &socket)
{
    socket.setTimeout(startTime);
    QByteArray line;
    for (char c = 0; c != '\n'; line += c) {
        if (socket.receive(&c, 1) == 0)
            throw Failure("a hub ended at its start");
    }
    return line;
}

std::string textOf(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString().toStdString();
}

} // namespace

Registry::Registry(std::size_t count)
{
    fillDatabase(count);
    writeKeys();
}

void Registry::fillDatabase(std::size_t count)
{
    const auto connection = store::Connection::open(dataDirectory());
    if (!connection)
        fail(connection.error());
    std::ignore = (*connection)->execute("BEGIN");
    for (std::size_t i = 0; i < count; ++i) {
        const auto added = auth::registerServer(**connection, u"bench-%1"_s.arg(i), {}, systemTime());
        if (!added)
            fail(added.error());
        m_servers.push_back({added->server.id.toStdString(), added->key.toStdString()});
    }
    std::ignore = (*connection)->execute("COMMIT");
}

void Registry::writeKeys() const
{
    QJsonObject keys;
    for (const auto &server : m_servers) {
        const QByteArray hash = auth::sha256(QByteArray::fromStdString(server.key)).toHex();
        keys.insert(QString::fromLatin1(hash), QString::fromStdString(server.id));
    }
    QFile file(keysFile());
    if (!file.open(QIODevice::WriteOnly))
        throw Failure("writing " + keysFile().toStdString() + ": " + file.errorString().toStdString());
    file.write(QJsonDocument({{u"keys"_s, keys}, {u"token"_s, QLatin1StringView(token)}}).toJson());
}

BenchHub::BenchHub(const HubSetting &setting, Subject subject) : m_setting(setting)
{
    if (subject == Subject::Npm) {
        start({"node", FAIRLEAD_NODE_HUB, setting.registry.keysFile().toStdString()});
        m_token = Registry::token;
        return;
    }
    const QString data = m_directory.filePath(u"data"_s);
    const QDir source(setting.registry.dataDirectory());
    QDir().mkpath(data);
    QFile::setPermissions(data, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    for (const QString &name : source.entryList(QDir::Files))
        QFile::copy(source.filePath(name), data + u'/' + name);
    start({setting.fairleadd, "hub", "--json", "--quiet", "--listen", "127.0.0.1:0", "--data-dir",
           data.toStdString()});
}

void BenchHub::start(const std::vector<std::string> &argv)
{
    std::vector<std::string> pinned = argv;
    if (cores().size() > 1)
        pinned.insert(pinned.begin(), {"taskset", "-c", std::to_string(cores().front())});
    m_process = std::make_unique<Process>(pinned);
    const auto first = QJsonDocument::fromJson(readLine(m_process->socket())).object();
    m_port = std::uint16_t(QUrl(first.value("url"_L1).toString()).port());
    if (first.contains("admin_password"_L1))
        m_token = logIn(textOf(first, "admin_username"_L1), textOf(first, "admin_password"_L1));
}

std::string BenchHub::logIn(const std::string &name, const std::string &password) const
{
    const std::string body = std::format(R"({{"username":"{}","password":"{}"}})", name, password);
    auto socket = Socket::toLoopback(m_port);
    socket.setTimeout(startTime);
    socket.send(std::format("POST /api/v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                            "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                            body.size(), body));
    QByteArray answer;
    QByteArray part(16 * 1024, 0);
    while (const auto got = socket.receive(part.data(), std::size_t(part.size())))
        answer.append(part.constData(), qsizetype(got));
    const qsizetype begin = answer.indexOf('{');
    const qsizetype size = answer.lastIndexOf('}') + 1 - begin;
    const auto json = QJsonDocument::fromJson(begin < 0 ? QByteArray() : answer.sliced(begin, size)).object();
    if (!json.contains("access_token"_L1))
        throw Failure("the hub let nobody in: " + answer.toStdString());
    return textOf(json, "access_token"_L1);
}

std::vector<Load::Opening> BenchHub::agents(std::size_t count) const
{
    std::vector<Load::Opening> openings;
    for (std::size_t i = 0; i < count; ++i)
        openings.push_back({"/api/v1/agents/ws", agentGreeting(m_setting.registry.servers().at(i).key)});
    return openings;
}

std::vector<Load::Opening> BenchHub::frontends(std::size_t count, std::size_t each) const
{
    std::vector<Load::Opening> openings;
    for (std::size_t i = 0; i < count; ++i)
        openings.insert(
            openings.end(), each,
            {"/api/v1/ws/metrics/" + m_setting.registry.servers().at(i).id, frontendGreeting(m_token)});
    return openings;
}

void allowOpenFiles(std::size_t count)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= count)
        return;
    const rlim_t before = limit.rlim_max;
    limit.rlim_cur = count;
    limit.rlim_max = std::max<rlim_t>(before, count);
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        throw Failure(std::format("the hubs need {} open files, and only {} are allowed here: raise the hard "
                                  "limit (ulimit -Hn {}) or measure as root",
                                  count, before, count));
}

std::string leaveHubsCore()
{
    if (cores().size() < 2)
        return "one core for hub and load generator: the hub got only what the other left it";
    cpu_set_t others;
    CPU_ZERO(&others);
    for (std::size_t i = 1; i < cores().size(); ++i)
        CPU_SET(cores()[i], &others);
    if (sched_setaffinity(0, sizeof others, &others) != 0)
        failWithErrno("choosing a core");
    return {};
}

double ownCpuSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace fairlead::bench
