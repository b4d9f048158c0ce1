// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/curltransfers.h"

#include <QByteArrayList>
#include <QUrl>

namespace fairlead::net {

/// A POST to somebody of whose answer the status alone counts.
struct WebPost
{
    QUrl url;               ///< http or https
    QByteArrayList headers; ///< "Name: value"
    QByteArray body;
};

/// Sends it; follows no redirect, which might lead into a network of ours. `subject` stands for the URL in
/// errors. Refused with the status when it is none of 2xx; of those 408, 425, 429 and 5xx are LimitReached,
/// for they may be better later.
[[nodiscard]] Future<> send(CurlTransfers &transfers, const WebPost &post, const QString &subject);

} // namespace fairlead::net
