// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>

namespace fairlead::docker {

class Client;
struct ExecDetails;

/// An environment variable with a random value that an exec'd process gets, and its children inherit: how
/// they are found again.
struct ProcessMarker
{
    QString value; ///< 128 random bits, hexadecimal

    [[nodiscard]] QString assignment() const;
};

/// Ends what an exec started, when its client has gone: the engine goes on running and draining it for ever,
/// and has no call to kill an exec.
///
/// How: a helper exec of `/bin/sh` in the same container walks /proc, finds every process whose environment
/// holds the exec's marker, their descendants, and every process of the same sessions, and signals them:
/// SIGHUP, after 0.5 s SIGTERM, after 2 s more SIGKILL, until none is found and the engine says that the exec
/// has ended: an engine reports a start before there is a process. The helper runs as the exec's own user,
/// and as the container's root only for what that user may not end; never with more capabilities than the
/// container has, for its sh is the container's. In a container without a shell, and with the engine on this
/// machine, the marked processes are signalled from outside through /proc.
///
/// What escapes: a process that gave itself a new session and an empty environment, and whose parent had
/// ended before. When the exec's own process does, a warning in the log tells of it.
///
/// A reaper belongs to its Client and ends itself.
class ProcessReaper : public QObject
{
    Q_OBJECT

public:
    /// How long each step waits. The defaults are for people's programs; tests are quicker.
    struct Pace
    {
        std::chrono::milliseconds afterHangup{500}; ///< a shell passes it on and writes its history
        std::chrono::milliseconds afterTerminate{
            2000}; ///< what users of `docker stop` are used to think of as quick
        std::chrono::milliseconds afterKill{500};
        std::chrono::milliseconds startPoll{250}; ///< doubles while the exec runs and nothing of it is found
        std::chrono::milliseconds firstRetry{1000};    ///< doubles each time
        std::chrono::milliseconds helperLimit{10'000}; ///< a helper that takes longer hangs
    };

    struct Target
    {
        QString execId;
        QString container;
        QString user;
        ProcessMarker marker;
        bool maybeStarting = false; ///< the start was sent, and it is not known whether it arrived
        Pace pace;
    };

    /// A marker that no other exec has: from the system's random source.
    [[nodiscard]] static ProcessMarker newMarker();
    /// Begins at once; Client::cleanups() counts it until it ends. Nothing is reported but to the log.
    static void start(Client &client, Target target);

    ~ProcessReaper() override;

private:
    enum class Helper { SessionUser, Root, FromOutside };

    ProcessReaper(Client &client, Target target);
    void inspect();
    void onDetails(const Result<ExecDetails> &details);
    [[nodiscard]] bool wasStarted(const ExecDetails &details) const;
    [[nodiscard]] bool endUnmarked(const ExecDetails &details);
    void lookAgain();
    void round();
    void runHelper();
    void onHelperFinished(int exitCode, const QByteArray &output);
    void onHelperFailed(const Error &error);
    void signalFromOutside();
    void onRoundDone(int found);
    void retryLater();
    void later(void (ProcessReaper::*step)(), std::chrono::milliseconds wait);
    void giveUp(const char *why);
    void done();
    [[nodiscard]] int signalNumber() const;
    [[nodiscard]] std::chrono::milliseconds waitAfterRound() const;

    Client &m_client;
    Target m_target;
    Helper m_helper = Helper::SessionUser;
    int m_round = 0;
    int m_startPolls = 0;
    int m_failures = 0;
    int m_emptyLooks = 0;  // while the engine says that the exec runs
    bool m_isOver = false; // says the engine, since before the last look
    QByteArray m_output;
    QStringList m_sessions; // that the processes belong to; known on when those with the marker are gone
    QTimer m_timer;
    QTimer m_helperBound;
    void (ProcessReaper::*m_next)() = nullptr;
};

} // namespace fairlead::docker
