// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/logs/logline.h"

namespace fairlead::logs {

/// One line of `journalctl --output=json --all`. ProtocolError for what is none.
///
/// A message with several lines stays one. Its fields: systemd.journal-fields(7); how they are written:
/// the Journal JSON Format of systemd, where a value may be a string, null, an array of bytes for what is no
/// UTF-8, or an array of values for a field that is there more than once.
[[nodiscard]] Result<LogLine> parseJournalEntry(const QByteArray &json);

} // namespace fairlead::logs
