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
constexpr int rootFromRound = 4;
constexpr int maxStartPolls = 40;
// A paused container takes no exec; its owner may let it go on within minutes.
constexpr int maxFailures = 7;
constexpr qsizetype maxHelperOutput = 1024;
constexpr qsizetype maxSessions = 64;

// $1 marker assignment, $2 signal, $3 sessions known from the rounds before. Prints how many processes it
// signalled, and their sessions. Only builtins, so that any sh will do; read drops the NUL bytes that
// separate the variables, which is why the marker is looked for anywhere in the line. Session 0 is one from
// outside the container, process 1 the container itself.
constexpr auto helperScript = R"(mark=$1 sig=$2 sids=" $3 " pids=' ' table=
for d in /proc/[0-9]*; do
  p=${d#/proc/}
  { read -r line < "$d/stat"; } 2>/dev/null || continue
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$p" = 1 ] && continue
  table="$table $p:$2:$4"
  { while IFS= read -r e || [ -n "$e" ]; do case $e in *"$mark"*) pids="$pids$p "; break;; esac; done < "$d/environ"; } 2>/dev/null
done
more=1
while [ -n "$more" ]; do
  more=
  for t in $table; do
    p=${t%%:*} r=${t#*:} parent=${r%%:*} sid=${r#*:}
    case $pids in *" $p "*)
      case $sids in *" $sid "*) ;; *) [ "$sid" = 0 ] || { sids="$sids$sid " more=1; };; esac
      continue;;
    esac
    case $sids in *" $sid "*) pids="$pids$p " more=1; continue;; esac
    [ "$parent" -gt 1 ] || continue
    case $pids in *" $parent "*) pids="$pids$p " more=1;; esac
  done
done
set -- $pids
[ $# -gt 0 ] && kill -"$sig" "$@" 2>/dev/null
echo "$#$sids")"_L1;

struct HelperAnswer
{
    int found = 0;
    QStringList sessions;
};

/// The helper is the container's own sh: nothing it says is taken that is not a number.
std::optional<HelperAnswer> parseAnswer(const QByteArray &output)
{
    HelperAnswer answer;
    bool isNumber = false;
    const auto words = output.simplified().split(' ');
    answer.found = words.first().toInt(&isNumber);
    if (!isNumber || answer.found < 0)
        return {};
    for (const QByteArray &word : words.sliced(1)) {
        if (const int session = word.toInt(&isNumber);
            isNumber && session > 1 && answer.sessions.size() < maxSessions)
            answer.sessions += QString::number(session);
    }
    return answer;
}

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
        } else if (++m_startPolls >= maxStartPolls
                   || (!details && details.error().code == ErrorCode::NotFound)) {
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
    spec.user = m_helper == Helper::Root ? u"0:0"_s : m_target.user;
    spec.command = QStringList{u"/bin/sh"_s,
                               u"-c"_s,
                               helperScript,
                               u"sh"_s,
                               m_target.marker.assignment(),
                               QString::number(signalNumber()),
                               m_sessions.join(u' ')};
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
    if (const auto answer = parseAnswer(output); answer && exitCode == 0) {
        m_sessions = answer->sessions;
        onRoundDone(answer->found);
        return;
    }
    // 126 and 127: there is no /bin/sh in there.
    if ((exitCode == 126 || exitCode == 127) && m_client.endpoint().isLocal()) {
        m_helper = Helper::FromOutside;
        round();
    } else {
        retryLater();
    }
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
    // Podman refuses a program that is not there.
    if (error.code == ErrorCode::Refused && m_client.endpoint().isLocal()) {
        m_helper = Helper::FromOutside;
        round();
    } else {
        retryLater();
    }
}

void ProcessReaper::signalFromOutside()
{
    onRoundDone(signalMarkedProcesses(m_target.marker.assignment().toLatin1(), signalNumber()));
}

void ProcessReaper::onRoundDone(int found)
{
    // A process that is only just starting has not got its environment yet: one empty look is not enough at
    // first.
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
    // What the session's user may not end has another owner by now (su, sudo).
    if (m_round == rootFromRound && m_helper == Helper::SessionUser)
        m_helper = Helper::Root;
    m_next = &ProcessReaper::round;
    m_timer.start(wait);
}

void ProcessReaper::retryLater()
{
    if (++m_failures >= maxFailures) {
        qCWarning(lcDocker) << "could not end the processes of an abandoned exec in container"
                            << m_target.container;
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
