// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/shellfinder.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

// Who may be there to answer; nearly always the first.
constexpr std::array askers{"sh"_L1, "bash"_L1, "ash"_L1, "zsh"_L1};
// Looks along PATH itself: `command -v` of a busybox with built-in applets answers a name without a path.
constexpr auto question = "IFS=:; for s in bash zsh ash sh; do for d in $PATH; do "
                          "[ -x \"$d/$s\" ] && echo \"$d/$s\" && break; done; done; exit 0"_L1;
constexpr qsizetype maxAnswer = 4096;

} // namespace

Future<QStringList> ShellFinder::find(docker::Client &client, const QString &container, const QString &user,
                                      std::chrono::milliseconds limit)
{
    auto *finder = new ShellFinder(client, {.container = container, .user = user, .attachInput = false});
    auto future = finder->m_promise.future();
    finder->m_bound.start(limit);
    finder->tryNext();
    return future;
}

ShellFinder::ShellFinder(docker::Client &client, docker::ExecSpec spec)
    : QObject(&client)
    , m_client(client)
    , m_spec(std::move(spec))
{
    m_promise.start();
    m_bound.setSingleShot(true);
    connect(&m_bound, &QTimer::timeout, this,
            [this] { settle(failure(ErrorCode::Timeout, m_spec.container)); });
}

ShellFinder::~ShellFinder()
{
    settle(failure(ErrorCode::Cancelled, m_spec.container));
}

void ShellFinder::tryNext()
{
    m_output.clear();
    m_spec.command = {askers.at(size_t(m_candidate)), u"-c"_s, question};
    m_process =
        std::make_unique<docker::ExecProcess>(m_client, m_spec, docker::ExecProcess::Abandoned::LeaveAlone);
    connect(m_process.get(), &docker::ExecProcess::readyRead, this, &ShellFinder::readAnswer);
    connect(m_process.get(), &docker::ExecProcess::finished, this, &ShellFinder::onFinished,
            Qt::QueuedConnection);
    connect(
        m_process.get(), &docker::ExecProcess::failed, this,
        [this](const Error &error) {
            // Podman refuses a program that is not there instead of running it in vain.
            if (error.code == ErrorCode::Refused
                || (error.code == ErrorCode::NotFound && error.detail.contains("executable"_L1)))
                onFinished(127);
            else
                settle(std::unexpected(error));
        },
        Qt::QueuedConnection);
    m_process->start();
}

/// Reads everything, or the process would never end, and keeps what an answer can need.
void ShellFinder::readAnswer()
{
    QByteArray bytes;
    while (m_process->read(bytes, maxAnswer)) {
        m_output += bytes.first(qMin(bytes.size(), maxAnswer - m_output.size()));
        bytes.truncate(0);
    }
}

void ShellFinder::onFinished(int exitCode)
{
    if (exitCode != 0 && ++m_candidate < int(askers.size())) {
        tryNext();
        return;
    }
    QStringList shells;
    for (const QByteArray &line : m_output.split('\n')) {
        if (exitCode == 0 && line.startsWith('/'))
            shells += QString::fromUtf8(line.trimmed());
    }
    settle(shells);
}

void ShellFinder::settle(const Result<QStringList> &result)
{
    if (std::exchange(m_settled, true))
        return;
    if (m_process)
        m_process->disconnect(this);
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace fairlead
