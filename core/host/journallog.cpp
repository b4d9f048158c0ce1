// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/journallog.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QPointer>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

// An entry with all that is asked for; a message of 64 KiB as an array of numbers has four times as much.
constexpr qsizetype maxEntry = 1024 * 1024;
constexpr qsizetype maxErrorText = 4096;
constexpr auto subject = "the journal of this machine"_L1;

} // namespace

JournalLog::JournalLog(LogRequest request, const QString &program)
    : m_request(std::move(request))
    , m_process(std::make_unique<QProcess>())
    , m_splitter(maxEntry)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    m_process->setProcessEnvironment(environment);
    m_process->setProgram(program);
    m_process->setArguments(arguments(m_request));
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &JournalLog::readOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &JournalLog::readError);
    connect(m_process.get(), &QProcess::finished, this, &JournalLog::onFinished);
    connect(m_process.get(), &QProcess::errorOccurred, this, &JournalLog::onError);
}

JournalLog::~JournalLog()
{
    // It may be the sender of the signal that led here, and waiting for its end would hold everything up.
    QProcess *process = m_process.release();
    process->disconnect(this);
    process->setParent(QCoreApplication::instance());
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    if (process->state() == QProcess::NotRunning)
        process->deleteLater();
    else
        process->kill();
}

QStringList JournalLog::arguments(const LogRequest &request)
{
    QStringList arguments{u"--quiet"_s, u"--output=json"_s, u"--all"_s,
                          u"--output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER,_COMM"_s};
    arguments += request.tail ? u"--lines=%1"_s.arg(*request.tail) : u"--no-tail"_s;
    if (request.since)
        arguments += "--since=@"_L1
                     + logs::toUnixSeconds(std::chrono::floor<std::chrono::microseconds>(*request.since));
    if (request.follow)
        arguments += u"--follow"_s;
    return arguments;
}

void JournalLog::start()
{
    m_process->start(QIODevice::ReadOnly);
    setPaused(m_isPaused);
}

void JournalLog::setPaused(bool paused)
{
    m_isPaused = paused;
#ifdef Q_OS_UNIX
    sendSignal(paused ? SIGSTOP : SIGCONT);
#endif
}

void JournalLog::sendSignal([[maybe_unused]] int signal)
{
#ifdef Q_OS_UNIX
    if (const qint64 id = m_process->processId(); id > 0)
        ::kill(pid_t(id), signal);
#endif
}

void JournalLog::readOutput()
{
    QList<logs::LineSplitter::Line> entries;
    m_splitter.feed(m_process->readAllStandardOutput(), entries);
    logs::LogLines read;
    for (const logs::LineSplitter::Line &entry : std::as_const(entries)) {
        if (entry.bytes.isEmpty())
            continue;
        if (auto line = logs::parseJournalEntry(entry.bytes))
            read.append(*std::move(line));
        else
            qCWarning(lcHost) << "an entry of the journal was left out:" << toSentence(line.error());
    }
    if (!read.isEmpty())
        Q_EMIT lines(read);
}

void JournalLog::readError()
{
    const QByteArray text = m_process->readAllStandardError();
    m_errorText += text.first(qMin(text.size(), maxErrorText - m_errorText.size()));
}

void JournalLog::onFinished(int exitCode, QProcess::ExitStatus status)
{
    const QPointer<JournalLog> alive(this);
    readOutput();
    if (!alive)
        return;
    readError();
    if (exitCode == 0 && status == QProcess::NormalExit && !m_request.follow)
        return end({});
    QString detail = QString::fromUtf8(m_errorText).simplified();
    if (detail.isEmpty())
        detail = u"journalctl ended with exit code %1"_s.arg(exitCode);
    end({LogEnd::Cause::Failed, {ErrorCode::Refused, subject, detail}, {}});
}

void JournalLog::onError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart)
        return;
    qCInfo(lcHost) << "the journal cannot be read:" << m_process->errorString();
    const Error reason{ErrorCode::Unavailable, subject,
                       u"%1 cannot be started; it comes with systemd"_s.arg(m_process->program())};
    // Can come from inside start().
    QMetaObject::invokeMethod(
        this, [this, reason] { end({LogEnd::Cause::Failed, reason, {}}); }, Qt::QueuedConnection);
}

void JournalLog::end(const LogEnd &end)
{
    if (!std::exchange(m_over, true))
        Q_EMIT ended(end);
}

} // namespace fairlead
