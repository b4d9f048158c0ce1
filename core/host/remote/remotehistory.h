// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/remote/hubhttp.h"
#include "core/host/stats.h"

namespace fairlead {

/// GET /servers/{id}/metrics for one metric.
[[nodiscard]] HubRequest historyRequest(const QString &serverId, const HistoryQuery &query);
/// Its answer. A hub that knows nothing of the metric answers moments without values: a gap. ProtocolError
/// when its lists do not fit together.
[[nodiscard]] Result<History> historyFromJson(const QJsonObject &json, const QString &metric);

} // namespace fairlead
