// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/processreaper.h"

#include "core/base/logging.h"
#include "core/docker/client.h"
#include "core/docker/execprocess.h"
#include "core/docker/localprocesses.h"
#include "core/docker/requests/exec.h"

#include <QRandomGenerator>

#include <array>
#include <chrono>

#include <csignal>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr auto variable = "FAIRLEAD_EXEC"_L1;

// The last one repeats.
constexpr std::array signalSteps{SIGHUP, SIGTERM, SIGKILL};
constexpr int maxRounds = 8;
constexpr int maxStartPolls = 40;
// A paused container takes no exec; its owner may let it go on within minutes.
constexpr int maxFailures = 7;
constexpr qsizetype maxHelperOutput = 64;

// $1 marker assignment, $2 signal. Prints how many processes it signalled. Only builtins, so that any sh will do; read drops
// the NUL bytes that separate the variables, which is why the marker is looked for anywhere in the line.
constexpr auto helperScript = R"(pids=; sids=
stat_fields() { read -r line < "/proc/$1/stat" || return 1; set -- ${line##*) }; state=$1 sid=$4; }
for d in /proc/[0-9]*; do
  p=${d#/proc/}; hit=
  { while IFS= read -r e || [ -n "$e" ]; do case $e in *"$1"*) hit=1; break;; esac; done < "$d/environ"; } 2>/dev/null
  if [ -n "$hit" ] && stat_fields "$p"; then sids="$sids $sid "; fi
done 2>/dev/null
for d in /proc/[0-9]*; do
  p=${d#/proc/}
  stat_fields "$p" || continue
  [ "$state" = Z ] && continue
  case $sids in *" $sid "*) pids="$pids $p";; esac
done 2>/dev/null
set -- "$2" $pids
n=$(($# - 1))
[ $n -gt 0 ] && kill -"$@" 2>/dev/null
echo "$n")"_L1;

} // namespace

QString ProcessMarker::assignment() const
{
    return variable + u'=' + value;
}

ProcessMarker ProcessReaper::newMarker()
{
    std::array<quint32, 4> words;
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    QString value;
    for (const quint32 word : words)
        value += u"%1"_s.arg(word, 8, 16, '0'_L1);
    return {value};
}

void ProcessReaper::start(Client &client, Target target)
{
    auto *reaper = new ProcessReaper(client, std::move(target));
    if (reaper->m_target.maybeStarting)
        reaper->inspect();
    else
        reaper->round();
}

ProcessReaper::ProcessReaper(Client &client, Target target)
    : QObject(&client)
    , m_client(client)
    , m_target(std::move(target))
{
    client.cleanupStarted();
    if (client.isPrivilegedExecRefused())
        m_helper = Helper::SameUser;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { (this->*m_next)(); });
}

ProcessReaper::~ProcessReaper()
{
    m_client.cleanupFinished();
}

/// Waits until the engine says whether the exec ran at all.
void ProcessReaper::inspect()
{
    m_client.call(InspectExec{.execId = m_target.execId}, this, [this](const Result<ExecDetails> &details) {
        if (details && (details->running || details->exitCode.value_or(0) != 0 || details->pid != 0)) {
            round();
        } else if (++m_startPolls >= maxStartPolls || (!details && details.error().code == ErrorCode::NotFound)) {
            done();
        } else {
            m_next = &ProcessReaper::inspect;
            m_timer.start(m_target.pace.startPoll);
        }
    });
}

int ProcessReaper::signalNumber() const
{
    return signalSteps.at(qMin<size_t>(size_t(m_round), signalSteps.size() - 1));
}

std::chrono::milliseconds ProcessReaper::waitAfterRound() const
{
    const Pace &pace = m_target.pace;
    return m_round == 0 ? pace.afterHangup : m_round == 1 ? pace.afterTerminate : pace.afterKill;
}

void ProcessReaper::round()
{
    if (m_helper == Helper::FromOutside)
        signalFromOutside();
    else
        runHelper();
}

void ProcessReaper::runHelper()
{
    ExecSpec spec;
    spec.container = m_target.container;
    spec.privileged = m_helper == Helper::Privileged;
    spec.user = m_helper == Helper::Privileged ? u"0:0"_s : m_target.user;
    spec.command = QStringList{u"/bin/sh"_s, u"-c"_s, helperScript, u"sh"_s, m_target.marker.assignment(),
                               QString::number(signalNumber())};
    m_output.clear();
    auto *helper = new ExecProcess(m_client, spec, ExecProcess::Abandoned::LeaveAlone, this);
    connect(helper, &ExecProcess::readyRead, this, [this, helper] {
        QByteArray bytes;
        while (const auto kind = helper->read(bytes, 4096)) {
            if (*kind == OutputKind::Stdout && m_output.size() < maxHelperOutput)
                m_output += bytes;
            bytes.clear();
        }
    });
    connect(helper, &ExecProcess::finished, this, [this, helper](int code) {
        helper->deleteLater();
        onHelperFinished(code, m_output);
    });
    connect(helper, &ExecProcess::failed, this, [this, helper](const Error &error) {
        helper->deleteLater();
        onHelperFailed(error);
    });
    helper->start();
}

void ProcessReaper::onHelperFinished(int exitCode, const QByteArray &output)
{
    bool isNumber = false;
    const int found = output.trimmed().toInt(&isNumber);
    if (exitCode == 0 && isNumber) {
        // Only now is it known that it was the privilege, and not a container without a shell.
        if (m_privilegedRefused)
            m_client.setPrivilegedExecRefused();
        onRoundDone(found);
        return;
    }
    // 126 and 127: no /bin/sh in there, or this kind of exec is not allowed.
    if ((exitCode == 126 || exitCode == 127) && tryNextHelper())
        round();
    else
        retryLater();
}

void ProcessReaper::onHelperFailed(const Error &error)
{
    const bool paused = error.detail.contains("paused"_L1);
    if (error.code == ErrorCode::NotFound || (error.code == ErrorCode::NotRunning && !paused)) {
        done(); // the container took its processes with it
        return;
    }
    if (error.code == ErrorCode::Cancelled)
        return;
    const bool refused = error.code == ErrorCode::PermissionDenied || error.code == ErrorCode::Refused;
    if (refused && tryNextHelper())
        round();
    else
        retryLater();
}

bool ProcessReaper::tryNextHelper()
{
    if (m_helper == Helper::Privileged) {
        m_privilegedRefused = true;
        m_helper = Helper::SameUser;
        return true;
    }
    if (m_helper == Helper::SameUser && m_client.endpoint().isLocal()) {
        m_helper = Helper::FromOutside;
        return true;
    }
    return false;
}

void ProcessReaper::signalFromOutside()
{
    onRoundDone(signalMarkedProcesses(m_target.marker.assignment().toLatin1(), signalNumber()));
}

void ProcessReaper::onRoundDone(int found)
{
    // A process that is only just starting has not got its environment yet: one empty look is not enough at first.
    if (found == 0 && (m_round > 0 || !m_target.maybeStarting)) {
        done();
        return;
    }
    if (m_round >= maxRounds) {
        qCWarning(lcDocker) << "processes of an abandoned exec resist in container" << m_target.container;
        done();
        return;
    }
    const auto wait = waitAfterRound();
    ++m_round;
    m_next = &ProcessReaper::round;
    m_timer.start(wait);
}

void ProcessReaper::retryLater()
{
    if (++m_failures >= maxFailures) {
        qCWarning(lcDocker) << "could not end the processes of an abandoned exec in container" << m_target.container;
        done();
        return;
    }
    m_next = &ProcessReaper::round;
    m_timer.start(m_target.pace.firstRetry * (1 << (m_failures - 1)));
}

void ProcessReaper::done()
{
    deleteLater();
}

} // namespace fairlead::docker
