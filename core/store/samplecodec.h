// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sample.h"

#include <optional>

namespace fairlead::store {

/// A summary by the numbers that stand for the metrics' names.
using Values = QMap<quint32, Aggregate>;

/// As if the samples of both had come in one stretch of time.
void merge(Values &sum, const Values &values);

/// Format, once for each metric: its number, the count of samples, then the average and, when the count is
/// not 1, minimum and maximum. Number and count are unsigned LEB128. A value that is a whole number below
/// 2^53 is a byte 1 and zigzag LEB128, any other a byte 0 and 8 bytes of IEEE 754, little-endian.
[[nodiscard]] QByteArray encode(const Values &values);

/// Nothing when the bytes are not of that format.
[[nodiscard]] std::optional<Values> decode(QByteArrayView bytes);

} // namespace fairlead::store
