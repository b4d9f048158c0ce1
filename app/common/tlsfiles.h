// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QSslConfiguration>
#include <QStringList>

namespace fairlead {

/// Names of a server's PEM files.
struct TlsFiles
{
    QString certificate;
    QString key;

    friend bool operator==(const TlsFiles &, const TlsFiles &) = default;
};

/// A server's certificate (PEM, intermediate certificates behind it) and its private key (PEM, RSA or EC, not
/// encrypted). Fails with the file at fault.
[[nodiscard]] Result<QSslConfiguration> loadServerTls(const QString &certificateFile, const QString &keyFile);

/// tls.crt and tls.key in `directory`.
[[nodiscard]] TlsFiles selfSignedFiles(const QString &directory);

/// These files, the key with mode 0600; the directory is made when it is missing. The pair is made at the
/// first call, for these names, and stays until 30 days before its end, ten years later: agents know a hub by
/// its fingerprint.
[[nodiscard]] Result<TlsFiles> ensureSelfSigned(const QString &directory, const QStringList &names, Time now);

/// SHA-256 of the server's certificate (DER).
[[nodiscard]] QByteArray fingerprintOf(const QSslConfiguration &tls);
/// Those that the server's certificate does not hold, among its alternative names.
[[nodiscard]] QStringList missingNames(const QSslConfiguration &tls, const QStringList &names);

} // namespace fairlead
