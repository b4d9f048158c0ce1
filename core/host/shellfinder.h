// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/docker/client.h"
#include "core/host/execsession.h"

#include <QPromise>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace fairlead {

/// Finds the shells of a container by asking its sh, or, where that does not exist, by trying the others one
/// by one.
class ShellFinder : public QObject
{
    Q_OBJECT

public:
    /// An engine under load takes seconds for an exec; a sh that does not end takes for ever.
    static constexpr std::chrono::seconds defaultLimit{10};

    /// Makes a session without a tty and without input, not started yet, for a question.
    using Ask = std::function<std::unique_ptr<ExecSession>(const QStringList &command)>;

    /// Absolute paths, best first: bash, zsh, ash, sh. An empty list for a container without a shell.
    /// Timeout when all of it takes longer than `limit`.
    [[nodiscard]] static Future<QStringList> find(docker::Client &client, const QString &container,
                                                  const QString &user,
                                                  std::chrono::milliseconds limit = defaultLimit);
    /// The same wherever `ask` gets its answers from; Cancelled when `owner` goes.
    [[nodiscard]] static Future<QStringList> find(QObject *owner, const QString &container, Ask ask,
                                                  std::chrono::milliseconds limit = defaultLimit);
    ~ShellFinder() override;

private:
    ShellFinder(QObject *owner, const QString &container, Ask ask);
    void readAnswer();
    void tryNext();
    void onFinished(int exitCode);
    void onFailed(const Error &error);
    void settle(const Result<QStringList> &result);

    QString m_container;
    Ask m_ask;
    int m_candidate = 0;
    std::unique_ptr<ExecSession> m_session;
    QByteArray m_output;
    QTimer m_bound;
    QPromise<Result<QStringList>> m_promise;
    bool m_settled = false;
};

} // namespace fairlead
