// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <QJsonObject>
#include <QStringList>

namespace fairlead {

/// What an admin wants done on a hub's data directory.
struct AdminRequest
{
    QString subject; ///< "user", "server" or "key"
    QString verb;
    QString name; ///< of the user or server; empty for list
    QString dataDirectory;
    QString role;
    QStringList servers; ///< by name
    QStringList labels;
    bool json = false;
    bool helpWanted = false; ///< then nothing else is set

    /// `arguments` begins with the program's name and the command. InvalidInput with a sentence for the
    /// person.
    [[nodiscard]] static Result<AdminRequest> parse(const QStringList &arguments);
    [[nodiscard]] static QString helpText();
};

/// One of the things that can be done.
struct AdminVerb
{
    QLatin1StringView subject;
    QLatin1StringView verb;
    bool hasName; ///< and changes something
    Result<QJsonObject> (*perform)(const AdminRequest &, store::Connection &, Time);
};

/// Null when there is none.
[[nodiscard]] const AdminVerb *findAdminVerb(const QString &subject, const QString &verb);

} // namespace fairlead
