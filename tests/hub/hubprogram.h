// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/await.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QUrl>

namespace fairlead::test {

/// `fairleadd hub` as a process of its own, which can be killed and comes back on the same port.
class HubProgram
{
public:
    explicit HubProgram(QString dataDirectory) : m_dataDirectory(std::move(dataDirectory)) {}
    ~HubProgram()
    {
        if (m_process.state() != QProcess::NotRunning)
            kill();
    }
    Q_DISABLE_COPY_MOVE(HubProgram)

    /// Returns when it listens.
    [[nodiscard]] bool start()
    {
        m_process.start(QString::fromLatin1(FAIRLEADD),
                        {QStringLiteral("hub"), QStringLiteral("--json"), QStringLiteral("--quiet"),
                         QStringLiteral("--data-dir"), m_dataDirectory, QStringLiteral("--listen"),
                         QStringLiteral("127.0.0.1:%1").arg(m_port)});
        const bool started = eventually(
            [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; });
        const auto first = QJsonDocument::fromJson(m_process.readLine()).object();
        m_port = QUrl(first.value(QStringLiteral("url")).toString()).port(0);
        return started && m_port > 0;
    }
    void kill()
    {
        m_process.kill();
        std::ignore = eventually([this] { return m_process.state() == QProcess::NotRunning; });
    }
    /// False: it did not end in order.
    [[nodiscard]] bool stop()
    {
        m_process.terminate();
        return eventually([this] { return m_process.state() == QProcess::NotRunning; })
               && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    [[nodiscard]] QUrl agentUrl() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(m_port)); }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    QString m_dataDirectory;
    QProcess m_process;
    int m_port = 0;
};

} // namespace fairlead::test
