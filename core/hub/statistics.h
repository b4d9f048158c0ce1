// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <initializer_list>

namespace fairlead::hub {

/// One number of the hub.
struct Statistic
{
    const char *name; ///< of a counter it ends in _total
    const char *help;
    qint64 value;
};

/// Prometheus' text format 0.0.4.
[[nodiscard]] QByteArray toPrometheus(std::initializer_list<Statistic> statistics);

} // namespace fairlead::hub
