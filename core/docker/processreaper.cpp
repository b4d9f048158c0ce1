// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/processreaper.h"

#include "core/base/logging.h"
#include "core/docker/client.h"
#include "core/docker/execprocess.h"
#include "core/docker/localprocesses.h"
#include "core/docker/reaperhelper.h"
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
// Of an exec that the engine says runs: with the doubling of startPoll 16 s.
constexpr int maxEmptyLooks = 7;
constexpr int rootFromEmptyLook = 3;
// The first empty look may have come before the process was there.
constexpr int unmarkedFromEmptyLook = 2;
// A paused container takes no exec; its owner may let it go on within minutes.
constexpr int maxFailures = 7;
constexpr qsizetype maxHelperOutput = 1024;

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
    m_helperBound.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { (this->*m_next)(); });
}

ProcessReaper::~ProcessReaper()
{
    m_client.cleanupFinished();
}

/// Asks the engine whether the exec has run, runs, or is over.
void ProcessReaper::inspect()
{
    m_client.call(InspectExec{.execId = m_target.execId}, this,
                  [this](const Result<ExecDetails> &details) { onDetails(details); });
}

void ProcessReaper::onDetails(const Result<ExecDetails> &details)
{
    if (!details && details.error().code == ErrorCode::NotFound) {
        done();
    } else if (!details || !wasStarted(*details)) {
        if (++m_startPolls >= maxStartPolls)
            done();
        else
            later(&ProcessReaper::inspect, m_target.pace.startPoll);
    } else if (details->running) {
        if (!endUnmarked(*details))
            lookAgain();
    } else if (m_round > 0) {
        done();
    } else {
        m_isOver = true; // but it may have left children since the last look
        round();
    }
}

/// Podman gives an exec that never ran the exit code 0.
bool ProcessReaper::wasStarted(const ExecDetails &details) const
{
    const bool codeTells = !m_target.maybeStarting || !m_client.isPodman();
    return details.running || details.pid != 0 || details.exitCode.value_or(0) != 0
           || (details.exitCode && codeTells);
}

/// A process can have cleared its environment, and the marker with it (`env -i`). On this machine the
/// engine's number for it leads to it all the same.
bool ProcessReaper::endUnmarked(const ExecDetails &details)
{
    if (m_emptyLooks < unmarkedFromEmptyLook || m_round >= maxRounds || !m_client.endpoint().isLocal()
        || signalContainerSession(details.pid, details.containerId, signalNumber()) == 0)
        return false;
    const auto wait = waitAfterRound();
    ++m_round;
    later(&ProcessReaper::inspect, wait);
    return true;
}

/// The engine says "running" before the process is there and has its environment.
void ProcessReaper::lookAgain()
{
    if (m_emptyLooks >= maxEmptyLooks) {
        giveUp("a process of an abandoned exec cannot be found or ended in container");
        return;
    }
    if (m_emptyLooks >= rootFromEmptyLook && m_helper == Helper::SessionUser)
        m_helper = Helper::Root;
    if (m_emptyLooks == 0)
        round();
    else
        later(&ProcessReaper::round, m_target.pace.startPoll * (1 << (m_emptyLooks - 1)));
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
    spec.attachInput = false;
    spec.command = reaperCommand(m_target.marker.assignment(), signalNumber(), m_sessions);
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
    const auto over = [this, helper] {
        m_helperBound.stop();
        m_helperBound.disconnect(helper);
        helper->disconnect(this);
        helper->deleteLater();
    };
    connect(helper, &ExecProcess::finished, this, [this, over](int code) {
        over();
        onHelperFinished(code, m_output);
    });
    connect(helper, &ExecProcess::failed, this, [this, over](const Error &error) {
        over();
        onHelperFailed(error);
    });
    connect(&m_helperBound, &QTimer::timeout, helper, [this, over] {
        over();
        retryLater();
    });
    m_helperBound.start(m_target.pace.helperLimit);
    helper->start();
}

void ProcessReaper::onHelperFinished(int exitCode, const QByteArray &output)
{
    if (const auto answer = parseReaperAnswer(output); answer && exitCode == 0) {
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
    if (found == 0 && m_isOver) {
        done();
    } else if (found == 0) {
        ++m_emptyLooks;
        inspect();
    } else if (m_round >= maxRounds) {
        giveUp("processes of an abandoned exec resist in container");
    } else {
        const auto wait = waitAfterRound();
        ++m_round;
        // What the session's user may not end has another owner by now (su, sudo).
        if (m_round == rootFromRound && m_helper == Helper::SessionUser)
            m_helper = Helper::Root;
        later(&ProcessReaper::round, wait);
    }
}

void ProcessReaper::retryLater()
{
    if (++m_failures >= maxFailures)
        giveUp("could not end the processes of an abandoned exec in container");
    else
        later(&ProcessReaper::round, m_target.pace.firstRetry * (1 << (m_failures - 1)));
}

void ProcessReaper::later(void (ProcessReaper::*step)(), std::chrono::milliseconds wait)
{
    m_next = step;
    m_timer.start(wait);
}

void ProcessReaper::giveUp(const char *why)
{
    qCWarning(lcDocker) << why << m_target.container;
    done();
}

void ProcessReaper::done()
{
    deleteLater();
}

} // namespace fairlead::docker
