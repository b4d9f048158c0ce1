// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/common/listenaddress.h"
#include "app/common/tlsfiles.h"
#include "core/net/listener.h"

#include <QJsonObject>
#include <QStringList>
#include <QUrl>

class QCommandLineParser;

namespace fairlead {

/// Where and to whom a server listens: the options that `fairleadd hub` and `fairleadd exec` share.
struct ListenOptions
{
    ListenAddress listen;
    net::AccessRules access;
    net::TrustedProxies proxies;
    TlsFiles tls; ///< both or none

    [[nodiscard]] bool isSecure() const { return !tls.certificate.isEmpty(); }

    static void addTo(QCommandLineParser &parser, const QString &usualAddress);
    /// InvalidInput for what is malformed or could never match.
    [[nodiscard]] static Result<ListenOptions> from(const QCommandLineParser &parser);
};

/// With certificate and key read from their files.
[[nodiscard]] Result<net::Listener::Settings> listenerSettings(const ListenOptions &options);

/// The first line on stdout: the URL with `notes` below it for a person; for a program one JSON object with
/// "url" and `members`.
struct Announcement
{
    QUrl url;
    QStringList notes;
    QJsonObject members;

    [[nodiscard]] QString text(bool json) const;
};

/// On stderr, for a server that others can reach in the clear. `secrets`: what they could read on the way.
void warnOfExposure(const ListenOptions &options, const QString &secrets);

/// Reads certificate and key again, for connections from now on. With a pair that cannot be used the old one
/// stays, and the log says why.
void reloadTls(net::Listener *listener, const ListenOptions &options);

} // namespace fairlead
