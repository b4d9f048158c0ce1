// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/table.h"
#include "tests/bench/hub/hubs.h"

namespace fairlead::bench {

// The measurements; one gives several rows when they come from the same runs.
[[nodiscard]] std::vector<Row> measureRate(const HubSetting &setting);
[[nodiscard]] std::vector<Row> measureFanOut(const HubSetting &setting);
[[nodiscard]] std::vector<Row> measureConnecting(const HubSetting &setting);
[[nodiscard]] std::vector<Row> measureCost(const HubSetting &setting);
[[nodiscard]] std::vector<Row> measureFleet(const HubSetting &setting);
[[nodiscard]] std::vector<Row> measureAgent(const HubSetting &setting);

} // namespace fairlead::bench
