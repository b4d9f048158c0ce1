// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace fairlead::agent {

/// A host command's text as argv, without a shell: words at spaces, double quotes keep them together
/// (QProcess::splitCommand). Text that would mean something else in a shell, such as a pipe, a variable or a
/// pattern, is refused (Unsupported) rather than run as something that nobody meant.
[[nodiscard]] Result<QStringList> splitCommandText(const QString &text);

} // namespace fairlead::agent
