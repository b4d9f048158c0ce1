// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/execresizer.h"

#include "core/base/logging.h"
#include "core/docker/client.h"
#include "core/docker/requests/exec.h"

namespace fairlead::docker {

namespace {

constexpr int maxTries = 10;
constexpr std::chrono::milliseconds retryStep{20};

} // namespace

ExecResizer::ExecResizer(Client &client, QString execId) : m_client(&client), m_execId(std::move(execId))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ExecResizer::send);
}

void ExecResizer::resize(TerminalSize size)
{
    m_wanted = size;
    m_tries = 0;
    if (!m_busy && !m_retry.isActive())
        send();
}

void ExecResizer::send()
{
    if (!m_client)
        return;
    const TerminalSize size = *m_wanted;
    m_busy = true;
    m_client->call(ResizeExec{{}, m_execId, size}, this, [this, size](const Result<> &result) {
        m_busy = false;
        if (*m_wanted != size) {
            send();
        } else if (!result && ++m_tries < maxTries) {
            m_retry.start(retryStep * m_tries);
        } else if (!result) {
            // After the end engines answer 404 or 500: nothing is lost with a process that is gone.
            qCDebug(lcDocker) << "resize given up:" << toSentence(result.error());
        }
    });
}

} // namespace fairlead::docker
