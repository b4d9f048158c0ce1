// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/retention.h"
#include "core/store/samplecodec.h"

#include <functional>

namespace fairlead::store {

/// The rows of history by level, and which summaries are due: those of a stretch that samples came into since
/// the summary was written, or that was none yet. Reading makes what is due from the finer level, so that
/// nobody ever sees a summary that is not true.
class HistoryRows
{
public:
    using Visitor = std::function<void(Time at, const Values &values)>;

    explicit HistoryRows(Connection &connection) : m_connection(connection) {}

    /// Each row at or after `from`, before `to`; in no order. A row that cannot be read is left out.
    [[nodiscard]] Result<> visit(Level level, qint64 series, Time from, Time to, const Visitor &visitor);
    /// Writes up to `most` summaries that are due and whose time has ended by `end`. Returns how many.
    [[nodiscard]] Result<qint64> rollUp(Level level, Time end, qint64 most);
    /// Deletes up to `most` rows before `end`. Returns how many.
    [[nodiscard]] Result<qint64> removeBefore(Level level, qint64 series, Time end, qint64 most);
    /// The first summary of the series that is due.
    [[nodiscard]] Result<std::optional<Time>> firstDue(Level level, qint64 series);
    [[nodiscard]] Result<> removeDue(qint64 series);
    /// No row at any level, and nothing due.
    [[nodiscard]] Result<bool> isEmpty(qint64 series);

private:
    [[nodiscard]] Result<QList<Time>> due(Level level, qint64 series, Time from, Time to);
    [[nodiscard]] Result<Values> summary(Level level, qint64 series, Time at);
    [[nodiscard]] Result<> writeSummary(Level level, qint64 series, Time at);

    Connection &m_connection;
};

} // namespace fairlead::store
