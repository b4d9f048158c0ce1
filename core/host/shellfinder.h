// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/docker/client.h"
#include "core/docker/execprocess.h"

#include <QPromise>
#include <QStringList>
#include <QTimer>

#include <chrono>

namespace fairlead {

/// Finds the shells of a container by asking its sh, or, where that does not exist, by trying the others one
/// by one.
class ShellFinder : public QObject
{
    Q_OBJECT

public:
    /// An engine under load takes seconds for an exec; a sh that does not end takes for ever.
    static constexpr std::chrono::seconds defaultLimit{10};

    /// Absolute paths, best first: bash, zsh, ash, sh. An empty list for a container without a shell.
    /// Timeout when all of it takes longer than `limit`.
    [[nodiscard]] static Future<QStringList> find(docker::Client &client, const QString &container,
                                                  const QString &user,
                                                  std::chrono::milliseconds limit = defaultLimit);
    ~ShellFinder() override;

private:
    ShellFinder(docker::Client &client, docker::ExecSpec spec);
    void readAnswer();
    void tryNext();
    void onFinished(int exitCode);
    void settle(const Result<QStringList> &result);

    docker::Client &m_client;
    docker::ExecSpec m_spec;
    int m_candidate = 0;
    std::unique_ptr<docker::ExecProcess> m_process;
    QByteArray m_output;
    QTimer m_bound;
    QPromise<Result<QStringList>> m_promise;
    bool m_settled = false;
};

} // namespace fairlead
