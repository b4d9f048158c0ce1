// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/hostprocess.h"

#include <QDir>

#include <csignal>

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

// Cuts at a character's border: a continuation byte has the form 10xxxxxx.
QByteArrayView cutToCharacters(QByteArrayView utf8)
{
    qsizetype end = utf8.size();
    while (end > 0 && utf8.size() - end < 4 && (uchar(utf8[end - 1]) & 0xc0) == 0x80)
        --end;
    return end > 0 && uchar(utf8[end - 1]) >= 0xc0 ? utf8.first(end - 1) : utf8;
}

} // namespace

HostProcess::HostProcess(QString commandId, const QStringList &argv, Limits limits, QObject *parent)
    : QObject(parent)
    , m_commandId(std::move(commandId))
    , m_limits(limits)
{
    m_process.setProgram(argv.first());
    m_process.setArguments(argv.sliced(1));
    m_process.setWorkingDirectory(QDir::rootPath());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
#ifdef Q_OS_UNIX
    using Flag = QProcess::UnixProcessFlag;
    // Not CloseFileDescriptors: that would also close the pipe which tells that the program is not there.
    m_process.setUnixProcessParameters({.flags = Flag::CreateNewSession | Flag::ResetSignalHandlers});
#endif
    connect(&m_process, &QProcess::readyRead, this, &HostProcess::readOutput);
    connect(&m_process, &QProcess::finished, this, &HostProcess::onFinished);
    connect(&m_process, &QProcess::started, this, [this] { m_isStarted = true; });
    connect(&m_process, &QProcess::errorOccurred, this, &HostProcess::onError);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const auto seconds = std::chrono::duration<double>(m_limits.timeout).count();
        end(exitTimeout, u"\n[ended: it took longer than %1 s]\n"_s.arg(seconds));
    });
    m_killTimer.setSingleShot(true);
    connect(&m_killTimer, &QTimer::timeout, this, [this] { signalGroup(SIGKILL); });
}

HostProcess::~HostProcess()
{
    m_process.disconnect(this);
    if (!m_isOver)
        signalGroup(SIGKILL);
}

void HostProcess::start()
{
    m_clock.start();
    m_timer.start(m_limits.timeout);
    m_process.start(QIODevice::ReadOnly);
    m_group = m_process.processId();
}

void HostProcess::cancel()
{
    end(exitCancelled, u"\n[ended: it was cancelled]\n"_s);
}

void HostProcess::readOutput()
{
    // What is too much is read all the same: the program must not hang in a full pipe.
    const QByteArray bytes = m_process.readAll();
    const qsizetype room = m_limits.maxOutput - m_output.size();
    m_output += bytes.first(std::min(bytes.size(), room));
    m_isCut = m_isCut || bytes.size() > room;
}

void HostProcess::end(int exitCode, const QString &remark)
{
    if (m_isOver || m_forcedCode != 0)
        return;
    m_forcedCode = exitCode;
    m_remark = remark;
    m_killTimer.start(m_limits.killGrace);
    signalGroup(SIGTERM);
}

void HostProcess::signalGroup(int signal)
{
#ifdef Q_OS_UNIX
    // A process that has just begun has no group of its own yet.
    if (m_group > 0 && ::kill(-pid_t(m_group), signal) != 0 && m_process.state() != QProcess::NotRunning)
        ::kill(pid_t(m_group), signal);
#else
    signal == SIGTERM ? m_process.terminate() : m_process.kill();
#endif
}

void HostProcess::onFinished(int exitCode, QProcess::ExitStatus status)
{
    if (!m_isStarted)
        return;
    readOutput();
    // What it left behind is not to outlive a program that was ended.
    if (m_forcedCode != 0)
        signalGroup(SIGKILL);
    if (m_forcedCode != 0)
        return report(m_forcedCode);
    report(status == QProcess::CrashExit ? exitSignalBase + exitCode : exitCode);
}

void HostProcess::onError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart)
        return;
    m_remark = m_process.errorString() + u'\n';
    // Can come from inside start().
    QMetaObject::invokeMethod(this, [this] { report(exitNotStarted); }, Qt::QueuedConnection);
}

void HostProcess::report(int exitCode)
{
    if (std::exchange(m_isOver, true))
        return;
    m_timer.stop();
    m_killTimer.stop();
    QString output = QString::fromUtf8(m_isCut ? cutToCharacters(m_output) : QByteArrayView(m_output));
    if (m_isCut)
        output += u"\n[cut: more than %1 bytes]\n"_s.arg(m_limits.maxOutput);
    Q_EMIT finished({m_commandId, output + m_remark, exitCode, m_clock.elapsed()});
}

} // namespace fairlead::agent
