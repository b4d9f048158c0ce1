// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/daemon/listenoptions.h"
#include "core/exec/server.h"

#include <QStringList>

namespace fairlead {

/// What the command line of `fairleadd exec` says.
struct ExecSettings : ListenOptions
{
    exec::ServerOptions server;
    QString dockerHost; ///< empty: the environment's, or the usual sockets
    bool json = false;
    bool quiet = false;
    bool helpWanted = false; ///< then nothing else is set

    /// `arguments` begins with the program's name and the command. InvalidInput with a sentence for the
    /// person.
    [[nodiscard]] static Result<ExecSettings> parse(const QStringList &arguments);
    [[nodiscard]] static QString helpText();
};

} // namespace fairlead
