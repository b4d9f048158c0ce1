// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace fairlead::docker {

/// Which stream of the process a piece of output came from. With a tty everything is Stdout.
enum class OutputKind : quint8 { Stdout = 1, Stderr = 2 };

struct TerminalSize
{
    quint16 rows = 24;
    quint16 columns = 80;

    friend bool operator==(TerminalSize, TerminalSize) = default;
};

/// What to run in a container: the fields of the Engine API's ExecConfig that Fairlead offers.
struct ExecSpec
{
    QString container;   ///< id or name
    QStringList command; ///< argv; no shell is put around it
    bool tty = false;
    QString user;            ///< "user", "uid" or "user:group"; empty: the container's own
    QString workingDir;      ///< absolute path; empty: the container's own
    QStringList environment; ///< NAME=value
    bool privileged = false;
    bool attachInput = true;          ///< false: stdin is /dev/null
    std::optional<TerminalSize> size; ///< initial size, with a tty
};

} // namespace fairlead::docker
