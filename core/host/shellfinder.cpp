// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/shellfinder.h"

#include "core/host/localexec.h"

#include <algorithm>
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

/// Not every engine runs a program that is not there in vain: others refuse, each in words of its own.
bool isMissingProgram(const Error &error)
{
    static constexpr std::array words{"executable"_L1, "no such file"_L1, "OCI runtime"_L1};
    const bool mayBe = error.code == ErrorCode::Refused || error.code == ErrorCode::NotFound;
    return mayBe && std::ranges::any_of(words, [&](QLatin1StringView word) {
               return error.detail.contains(word, Qt::CaseInsensitive);
           });
}

} // namespace

Future<QStringList> ShellFinder::find(docker::Client &client, const QString &container, const QString &user,
                                      std::chrono::milliseconds limit)
{
    const auto ask = [&client, container, user](const QStringList &command) {
        return std::make_unique<LocalExec>(
            client,
            docker::ExecSpec{.container = container, .command = command, .user = user, .attachInput = false},
            docker::ExecProcess::Abandoned::LeaveAlone);
    };
    return find(&client, container, ask, limit);
}

Future<QStringList> ShellFinder::find(QObject *owner, const QString &container, Ask ask,
                                      std::chrono::milliseconds limit)
{
    auto *finder = new ShellFinder(owner, container, std::move(ask));
    auto future = finder->m_promise.future();
    finder->m_bound.start(limit);
    finder->tryNext();
    return future;
}

ShellFinder::ShellFinder(QObject *owner, const QString &container, Ask ask)
    : QObject(owner)
    , m_container(container)
    , m_ask(std::move(ask))
{
    m_promise.start();
    m_bound.setSingleShot(true);
    connect(&m_bound, &QTimer::timeout, this, [this] { settle(failure(ErrorCode::Timeout, m_container)); });
}

ShellFinder::~ShellFinder()
{
    settle(failure(ErrorCode::Cancelled, m_container));
}

void ShellFinder::tryNext()
{
    m_output.clear();
    m_session = m_ask({askers.at(size_t(m_candidate)), u"-c"_s, question});
    connect(m_session.get(), &ExecSession::readyRead, this, &ShellFinder::readAnswer);
    connect(m_session.get(), &ExecSession::finished, this, &ShellFinder::onFinished, Qt::QueuedConnection);
    connect(m_session.get(), &ExecSession::failed, this, &ShellFinder::onFailed, Qt::QueuedConnection);
    m_session->start();
}

/// Reads everything, or the process would never end, and keeps what an answer can need.
void ShellFinder::readAnswer()
{
    QByteArray bytes;
    while (m_session->read(bytes, maxAnswer) > 0) {
        m_output += bytes.first(qMin(bytes.size(), maxAnswer - m_output.size()));
        bytes.truncate(0);
    }
}

void ShellFinder::onFailed(const Error &error)
{
    if (isMissingProgram(error))
        onFinished(127);
    else
        settle(std::unexpected(error));
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
    if (m_session)
        m_session->disconnect(this);
    m_promise.addResult(result);
    m_promise.finish();
    deleteLater();
}

} // namespace fairlead
