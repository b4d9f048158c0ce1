// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/commandrunner.h"

#include "core/agent/commandtext.h"
#include "core/base/logging.h"

using namespace Qt::StringLiterals;

namespace fairlead::agent {

CommandRunner::CommandRunner(Settings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{}

CommandRunner::~CommandRunner() = default;

Result<QStringList> CommandRunner::argvOf(const QString &text) const
{
    if (m_settings.shell.isEmpty())
        return splitCommandText(text);
    if (text.contains(QChar(0)))
        return failure(ErrorCode::InvalidInput, u"the command"_s, u"it contains a null character"_s);
    return m_settings.shell + QStringList{text};
}

HostProcess::Limits CommandRunner::limitsFor(const link::Command &command) const
{
    HostProcess::Limits limits = m_settings.limits;
    if (command.timeoutSeconds)
        limits.timeout =
            std::clamp<std::chrono::milliseconds>(std::chrono::seconds(*command.timeoutSeconds),
                                                  std::chrono::seconds(1), m_settings.longestTimeout);
    return limits;
}

Result<> CommandRunner::run(const link::Command &command)
{
    const QString id = command.commandId;
    if (m_running.contains(id))
        return failure(ErrorCode::Conflict, u"the command %1"_s.arg(id), u"it runs already"_s);
    if (m_running.size() >= m_settings.maxRunning)
        return failure(ErrorCode::LimitReached, u"this machine's agent"_s,
                       u"%1 commands run already"_s.arg(m_settings.maxRunning));
    const auto argv = argvOf(command.command);
    if (!argv)
        return std::unexpected(argv.error());
    auto *process = new HostProcess(id, *argv, limitsFor(command), this);
    m_running.insert(id, process);
    connect(process, &HostProcess::finished, this, [this, process](const link::CommandResponse &response) {
        m_running.remove(process->commandId());
        process->deleteLater();
        qCInfo(lcAgent) << "a host command ended with" << response.exitCode;
        Q_EMIT finished(response);
    });
    qCInfo(lcAgent) << "a host command begins:" << argv->first();
    process->start();
    return {};
}

bool CommandRunner::cancel(const QString &commandId)
{
    HostProcess *process = m_running.value(commandId);
    if (process)
        process->cancel();
    return process != nullptr;
}

void CommandRunner::cancelAll()
{
    for (HostProcess *process : std::as_const(m_running))
        process->cancel();
}

link::CommandResponse refusal(const QString &commandId, const Error &error)
{
    return {commandId, toSentence(error), HostProcess::exitRefused, 0};
}

} // namespace fairlead::agent
