// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/alertwriter.h"

namespace fairlead::hub {

namespace {

constexpr qsizetype maxAtOnce = 500;

Result<> writeAll(store::Connection &connection, const QList<store::Alert> &batch)
{
    for (const store::Alert &alert : batch) {
        if (auto written = store::AlertLog(connection).write(alert); !written)
            return written;
    }
    return {};
}

} // namespace

AlertWriter::AlertWriter(store::Database &database, QObject *parent) : QObject(parent), m_database(database)
{}

void AlertWriter::add(const store::Alert &alert)
{
    if (m_waiting.size() < maxWaiting || m_waiting.contains(alert.id))
        m_waiting.insert(alert.id, alert);
    flush();
}

void AlertWriter::flush()
{
    if (m_writing || m_waiting.isEmpty())
        return;
    m_writing = true;
    const QList<store::Alert> waiting = m_waiting.values();
    const QList<store::Alert> batch = waiting.first(qMin(maxAtOnce, waiting.size()));
    m_database.run([batch](store::Connection &connection) { return writeAll(connection, batch); })
        .then(this, [this, batch](const Result<> &written) {
            m_writing = false;
            if (!written)
                return; // the database tells its owner
            for (const store::Alert &alert : batch) {
                if (m_waiting.value(alert.id) == alert)
                    m_waiting.remove(alert.id);
            }
            flush();
        });
}

} // namespace fairlead::hub
