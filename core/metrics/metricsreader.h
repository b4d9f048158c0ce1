// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/metrics/metricsmessage.h"

namespace fairlead::metrics {

/// Reads back what toJson(MetricsReport) writes, with or without its type.
///
/// Other agents use other shapes, so nothing here is an error: a member of the wrong type counts as absent,
/// an element without its name is left out, and of a list that is too long the rest.
[[nodiscard]] MetricsReport reportFromJson(const QJsonObject &json);
/// An element of `containers`; nothing without an id.
[[nodiscard]] std::optional<ContainerSample> containerSampleFromJson(const QJsonObject &json);

} // namespace fairlead::metrics
