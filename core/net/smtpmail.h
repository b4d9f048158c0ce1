// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/curltransfers.h"

#include <QByteArrayList>

namespace fairlead::net {

/// A message on its way to a mail server.
struct SmtpMail
{
    enum class Security { None, StartTls, Tls };

    QString host;
    quint16 port = 0;
    Security security = Security::StartTls;
    QString username; ///< empty: without a login
    QString password;
    QByteArray from;    ///< addresses alone
    QByteArrayList to;  ///< each
    QByteArray message; ///< RFC 5322, with CRLF
};

/// Hands it to the server, by TLS unless it says otherwise: a server that offers none is an error. Errors as
/// CurlTransfers::run().
[[nodiscard]] Future<> send(CurlTransfers &transfers, const SmtpMail &mail, const QString &subject);

} // namespace fairlead::net
