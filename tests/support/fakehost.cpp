// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakehost.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace fairlead::test {

FakeSession::FakeSession(ExecRequest request) : m_request(std::move(request)) {}

FakeSession::~FakeSession() = default;

void FakeSession::start()
{
    m_running = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            Q_EMIT started();
            if (m_shell)
                output("\x1b[1;32mroot@" + m_request.containerId.first(12).toUtf8()
                       + "\x1b[0m:\x1b[1;34m/\x1b[0m# ");
        },
        Qt::QueuedConnection);
}

qsizetype FakeSession::read(QByteArray &out, qsizetype maxBytes)
{
    qsizetype taken = std::min(maxBytes, m_output.size());
    out.append(m_output.first(taken));
    m_output.remove(0, taken);
    if (taken < maxBytes && m_textLeft > 0) {
        static const QByteArray line =
            "The quick brown fox jumps over the lazy dog 0123456789 \xe4\xbd\xa0\xe5\xa5\xbd\r\n";
        while (taken < maxBytes && m_textLeft > 0) {
            const qsizetype length = std::min({maxBytes - taken, line.size(), qsizetype(m_textLeft)});
            out.append(line.first(length));
            m_textLeft -= length;
            m_produced += length;
            taken += length;
        }
    }
    endIfRead();
    return taken;
}

void FakeSession::write(const QByteArray &bytes)
{
    m_inputSize += bytes.size();
    if (m_keepInput)
        m_input.append(bytes);
    if (m_slow)
        m_unsent += bytes.size();
    else
        QMetaObject::invokeMethod(this, &ExecSession::inputWritten, Qt::QueuedConnection);
    if (m_shell)
        answer(bytes);
}

void FakeSession::takeInput(qint64 maxBytes)
{
    m_unsent -= std::min(maxBytes, m_unsent);
    Q_EMIT inputWritten();
}

void FakeSession::resize(quint16 rows, quint16 columns)
{
    m_sizes.append({rows, columns});
}

void FakeSession::terminate()
{
    finish(137);
}

void FakeSession::output(const QByteArray &bytes)
{
    m_output.append(bytes);
    Q_EMIT readyRead();
}

void FakeSession::outputText(qint64 bytes)
{
    m_textLeft += bytes;
    Q_EMIT readyRead();
}

void FakeSession::finish(int exitCode)
{
    m_exitCode = exitCode;
    QMetaObject::invokeMethod(this, &FakeSession::endIfRead, Qt::QueuedConnection);
}

void FakeSession::endIfRead()
{
    if (!m_exitCode || m_over || !m_output.isEmpty() || m_textLeft > 0)
        return;
    m_over = true;
    m_running = false;
    // As a real one: not from inside read().
    QMetaObject::invokeMethod(this, [this] { Q_EMIT finished(*m_exitCode); }, Qt::QueuedConnection);
}

void FakeSession::fail(const Error &error)
{
    m_over = true;
    m_running = false;
    Q_EMIT failed(error);
}

void FakeSession::beShell()
{
    m_shell = true;
}

void FakeSession::answer(const QByteArray &bytes)
{
    for (const char byte : bytes) {
        if (byte != '\r') {
            m_line.append(byte);
            output(QByteArray(1, byte));
            continue;
        }
        const QByteArray line = std::exchange(m_line, {});
        output("\r\n");
        if (line == "exit") {
            finish(0);
            return;
        }
        if (line.startsWith("echo "))
            output(line.sliced(5) + "\r\n");
        output("# ");
    }
}

FakeHost::FakeHost(QObject *parent)
    : Host(parent)
    , m_engine{u"Docker"_s, u"26.1.5"_s, u"1.45"_s, u"Debian GNU/Linux 13"_s, 8, 16'000'000'000}
{}

Future<> FakeHost::perform(ContainerAction action, const QString &containerId, RemoveOptions options)
{
    m_asked.append({action, containerId, options});
    if (!m_holds)
        return readyFuture(m_answer);
    m_held.emplace_back().start();
    return m_held.back().future();
}

void FakeHost::answerHeld()
{
    for (QPromise<Result<>> &promise : std::exchange(m_held, {})) {
        promise.addResult(m_answer);
        promise.finish();
    }
}

Future<> FakeHost::rename(const QString &, const QString &newName)
{
    m_renamedTo.append(newName);
    return readyFuture(m_answer);
}

Future<QStringList> FakeHost::findShells(const QString &, const QString &)
{
    return readyFuture(m_shells);
}

std::unique_ptr<ExecSession> FakeHost::createExec(const ExecRequest &request)
{
    auto session = std::make_unique<FakeSession>(request);
    m_sessions.append(session.get());
    if (m_prepare)
        m_prepare(session.get());
    return session;
}

std::unique_ptr<LogFollower> FakeHost::createLogs(const LogRequest &request)
{
    auto log = std::make_unique<FakeLog>(request);
    m_logs.append(log.get());
    return log;
}

QList<FakeLog *> FakeHost::logs() const
{
    QList<FakeLog *> open;
    for (const QPointer<FakeLog> &log : m_logs) {
        if (log)
            open.append(log.data());
    }
    return open;
}

void FakeHost::setState(State state, const Error &error)
{
    m_state = state;
    m_error = error;
    Q_EMIT stateChanged();
}

void FakeHost::setContainers(const QList<Container> &containers)
{
    m_containers = containers;
    Q_EMIT containersChanged();
}

void FakeHost::setContainerState(const QString &name, ContainerState state)
{
    for (Container &container : m_containers) {
        if (container.name == name)
            container.state = state;
    }
    Q_EMIT containersChanged();
}

Container makeContainer(const QString &name, ContainerState state, const QString &image,
                        const QString &project)
{
    Container container;
    container.id =
        QString::fromLatin1(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex());
    container.name = name;
    container.image = image;
    container.state = state;
    container.created = QDateTime::currentDateTimeUtc().addDays(-3);
    if (state == ContainerState::Running || state == ContainerState::Paused)
        container.startedAt = QDateTime::currentDateTimeUtc().addSecs(-3 * 3600 - 240);
    if (!project.isEmpty())
        container.labels.insert(u"com.docker.compose.project"_s, project);
    return container;
}

QList<Container> sampleContainers()
{
    using State = ContainerState;
    QList<Container> all{
        makeContainer(u"web-1"_s, State::Running, u"nginx:1.27"_s, u"shop"_s),
        makeContainer(u"web-2"_s, State::Running, u"nginx:1.27"_s, u"shop"_s),
        makeContainer(u"web-10"_s, State::Running, u"nginx:1.27"_s, u"shop"_s),
        makeContainer(u"cart"_s, State::Restarting, u"registry.example.com/shop/cart:2026.11.3"_s, u"shop"_s),
        makeContainer(u"postgres"_s, State::Running, u"postgres:17"_s, u"shop"_s),
        makeContainer(u"grafana"_s, State::Running, u"grafana/grafana:11.3"_s, u"monitoring"_s),
        makeContainer(u"prometheus"_s, State::Paused, u"prom/prometheus:v3.0"_s, u"monitoring"_s),
        makeContainer(u"cache"_s, State::Running, u"redis:7-alpine"_s),
        makeContainer(u"old-db"_s, State::Exited, u"mariadb:10"_s),
        makeContainer(u"backup"_s, State::Exited, u"restic/restic:0.17"_s),
        makeContainer(u"fresh"_s, State::Created, u"alpine:3.20"_s),
    };
    all[0].ports = {{u"0.0.0.0"_s, 8080, 80, u"tcp"_s}, {{}, 0, 443, u"tcp"_s}};
    all[0].command = u"nginx -g 'daemon off;'"_s;
    all[7].health = Health::Unhealthy;
    all[8].exitCode = 137;
    all[9].exitCode = 0;
    return all;
}

} // namespace fairlead::test
