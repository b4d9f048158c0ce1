// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/execcommand.h"

#include "app/common/servicenotify.h"
#include "app/common/stopsignals.h"
#include "app/daemon/commandline.h"
#include "core/base/logging.h"
#include "core/exec/dockerprocess.h"

#include <QCoreApplication>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

/// The option stands for DOCKER_HOST: the variables that go with it, those of TLS, count as well.
Result<docker::Endpoint> engineFrom(const QString &dockerHost)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!dockerHost.isEmpty())
        environment.insert(u"DOCKER_HOST"_s, dockerHost);
    return docker::Endpoint::fromEnvironment(environment);
}

} // namespace

ExecCommand::ExecCommand(ExecSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{}

ExecCommand::~ExecCommand() = default;

Result<> ExecCommand::start()
{
    const auto endpoint = engineFrom(m_settings.dockerHost);
    if (!endpoint)
        return std::unexpected(endpoint.error());
    const auto listening = listenerSettings(m_settings);
    if (!listening)
        return std::unexpected(listening.error());
    m_engine = std::make_unique<docker::Client>(*endpoint);
    m_server = std::make_unique<exec::Server>(m_settings.server, exec::dockerProcesses(*m_engine));
    m_listener = std::make_unique<net::Listener>(*listening, *m_server);
    m_engine->negotiated([](const Result<> &result) {
        if (!result)
            qCWarning(lcExec).noquote() << "sessions cannot start now:" << toSentence(result.error());
    });
    return m_listener->start(m_settings.listen.address, m_settings.listen.port);
}

QUrl ExecCommand::url() const
{
    QUrl url;
    if (!m_listener)
        return url;
    url.setScheme(m_settings.isSecure() ? u"wss"_s : u"ws"_s);
    url.setHost(m_settings.listen.urlHost());
    url.setPort(m_listener->serverPort());
    url.setPath(QString::fromLatin1(m_settings.server.path));
    return url;
}

void ExecCommand::stop(std::chrono::milliseconds limit)
{
    m_listener->close();
    connect(m_server.get(), &exec::Server::stopped, this, [this] {
        m_sessionsOver = true;
        announceStop();
    });
    connect(m_engine.get(), &docker::Client::idle, this, &ExecCommand::announceStop);
    QTimer::singleShot(limit, this, &ExecCommand::giveUp);
    m_server->shutDown();
}

void ExecCommand::reload()
{
    reloadTls(m_listener.get(), m_settings);
}

void ExecCommand::announceStop()
{
    if (m_sessionsOver && m_engine->cleanups() == 0 && !std::exchange(m_stopped, true))
        Q_EMIT stopped();
}

void ExecCommand::giveUp()
{
    if (std::exchange(m_stopped, true))
        return;
    if (const int left = m_engine->cleanups(); left > 0)
        qCWarning(lcExec) << "processes of" << left << "sessions may be left in container"
                          << m_settings.server.process.container;
    Q_EMIT stopped();
}

int runExecCommand(const QStringList &arguments)
{
    const auto settings = ExecSettings::parse(arguments);
    if (!settings)
        return failUsage(u"exec"_s, settings.error());
    if (settings->helpWanted) {
        print(stdout, ExecSettings::helpText());
        return 0;
    }
    if (settings->quiet)
        logLess();
    // Without a certificate there is nothing to read again.
    StopSignals signals(settings->isSecure() ? StopSignals::Hangup::Reloads : StopSignals::Hangup::Stops);
    ExecCommand command(*settings);
    if (const auto started = command.start(); !started)
        return failStart(u"exec"_s, started.error());
    print(stdout, Announcement{.url = command.url()}.text(settings->json));
    warnOfExposure(*settings, u"the secret path"_s);
    notifyReady();
    QObject::connect(&signals, &StopSignals::reloadRequested, &command, &ExecCommand::reload);
    QObject::connect(&signals, &StopSignals::stopRequested, &command, [&command] { command.stop(); });
    QObject::connect(&command, &ExecCommand::stopped, qApp, &QCoreApplication::quit);
    return QCoreApplication::exec();
}

} // namespace fairlead
