// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/common/listenaddress.h"
#include "core/net/accessrules.h"

#include <QStringList>

namespace fairlead {

/// What the command line of `fairleadd hub` says.
struct HubSettings
{
    ListenAddress listen;
    QString dataDirectory;
    net::AccessRules access;
    QString certificateFile;
    QString keyFile; ///< both files or none
    bool json = false;
    bool quiet = false;
    bool helpWanted = false; ///< then nothing else is set

    [[nodiscard]] bool isSecure() const { return !certificateFile.isEmpty(); }

    /// `arguments` begins with the program's name and the command. InvalidInput with a sentence for the
    /// person.
    [[nodiscard]] static Result<HubSettings> parse(const QStringList &arguments);
    [[nodiscard]] static QString helpText();
};

} // namespace fairlead
