// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/outputscheduler.h"

#include "core/exec/protocol.h"

namespace fairlead::exec {

void OutputScheduler::wake(OutputSource *source)
{
    auto &list = source->isInteractive() ? m_interactive : m_bulk;
    if (list.contains(source))
        return;
    if (source->isInteractive() && !source->pump(ttyBudget))
        return;
    list.append(source);
    scheduleTurn();
}

void OutputScheduler::remove(OutputSource *source)
{
    m_interactive.removeOne(source);
    m_bulk.removeOne(source);
}

void OutputScheduler::runTurn()
{
    m_scheduled = false;
    pumpInteractive();
    pumpBulk();
    if (!m_interactive.isEmpty() || !m_bulk.isEmpty())
        scheduleTurn();
}

void OutputScheduler::pumpInteractive()
{
    const auto sources = m_interactive;
    for (OutputSource *source : sources) {
        if (m_interactive.contains(source) && !source->pump(ttyBudget))
            m_interactive.removeOne(source);
    }
}

void OutputScheduler::pumpBulk()
{
    if (m_bulk.isEmpty())
        return;
    OutputSource *source = m_bulk.takeFirst();
    if (source->pump(bulkBudget) && !m_bulk.contains(source))
        m_bulk.append(source);
}

void OutputScheduler::scheduleTurn()
{
    // Queued: the event loop serves the sockets between two turns.
    if (!std::exchange(m_scheduled, true))
        QMetaObject::invokeMethod(this, &OutputScheduler::runTurn, Qt::QueuedConnection);
}

} // namespace fairlead::exec
