// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace fairlead::docker {

/// Whether `text` can be a container's id or name: [a-zA-Z0-9][a-zA-Z0-9_.-]*, at most 255 characters (moby
/// daemon/names). Nothing else may enter a request's path: `../` there reached other endpoints in a peer
/// (CVE-2026-27734).
[[nodiscard]] bool isContainerReference(QStringView text);
/// Whether `text` can be an exec's id: 12 to 64 lower-case hexadecimal digits.
[[nodiscard]] bool isExecId(QStringView text);

/// "/containers/<reference><suffix>", or InvalidInput.
[[nodiscard]] Result<QByteArray> containerPath(const QString &reference, QByteArrayView suffix = {});
/// "/exec/<id><suffix>", or InvalidInput.
[[nodiscard]] Result<QByteArray> execPath(const QString &id, QByteArrayView suffix);

} // namespace fairlead::docker
