// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QSslConfiguration>

namespace fairlead {

/// A server's certificate (PEM, intermediate certificates behind it) and its private key (PEM, RSA or EC, not
/// encrypted). Fails with the file at fault.
[[nodiscard]] Result<QSslConfiguration> loadServerTls(const QString &certificateFile, const QString &keyFile);

} // namespace fairlead
