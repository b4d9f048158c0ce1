// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/daemon/listenoptions.h"

#include <QStringList>
#include <QUrl>

namespace fairlead {

/// What the command line of `fairleadd hub` says.
struct HubSettings : ListenOptions
{
    QString dataDirectory;
    bool selfSigned = false; ///< then `tls` names files in the data directory
    QStringList tlsNames;    ///< beside those that are known, for the certificate of its own
    QUrl publicUrl;          ///< where agents find the hub; empty: where it listens
    bool json = false;
    bool quiet = false;
    bool helpWanted = false; ///< then nothing else is set

    /// Of a certificate of its own: this machine by its names and addresses.
    [[nodiscard]] QStringList certificateNames() const;

    /// `arguments` begins with the program's name and the command. InvalidInput with a sentence for the
    /// person.
    [[nodiscard]] static Result<HubSettings> parse(const QStringList &arguments);
    [[nodiscard]] static QString helpText();
};

} // namespace fairlead
