// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/execspec.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>

#include <optional>

namespace fairlead::docker {

class Client;

/// Tells the engine a terminal's size: one request at a time, the newest size wins. An engine that is not
/// ready yet refuses; then it is asked again, ten times at most, as the docker command does (docker/cli
/// container/tty.go).
class ExecResizer : public QObject
{
    Q_OBJECT

public:
    ExecResizer(Client &client, QString execId);

    /// Sends the size, after the one that is under way. A refusal is not reported: a process that is gone
    /// needs no size.
    void resize(TerminalSize size);

private:
    void send();

    QPointer<Client> m_client;
    QString m_execId;
    std::optional<TerminalSize> m_wanted;
    bool m_busy = false;
    int m_tries = 0;
    QTimer m_retry;
};

} // namespace fairlead::docker
