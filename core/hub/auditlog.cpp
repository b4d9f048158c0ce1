// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/auditlog.h"

namespace fairlead::hub {

namespace {

constexpr std::chrono::minutes pruneInterval{10};

} // namespace

AuditLog::AuditLog(store::Database &database, Clock clock, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_clock(std::move(clock))
{
    connect(&m_pruneTimer, &QTimer::timeout, this, &AuditLog::prune);
    m_pruneTimer.start(pruneInterval);
}

void AuditLog::add(const QString &who, const QHostAddress &address, const QString &action,
                   const QString &target, const QString &outcome)
{
    const store::AuditEntry entry{.at = m_clock(),
                                  .who = who,
                                  .address = address.toString(),
                                  .action = action,
                                  .target = target,
                                  .outcome = outcome};
    m_database.run([entry](store::Connection &connection) { return store::Audit(connection).add(entry); })
        .then(this, [this](const Result<> &written) { m_lost += written ? 0 : 1; });
}

void AuditLog::prune()
{
    constexpr qint64 atOnce = 1000;
    m_database
        .run([oldest = m_clock() - kept](store::Connection &connection) {
            return store::Audit(connection).prune(oldest, most, atOnce);
        })
        .then(this, [this](const Result<qint64> &gone) {
            if (gone && *gone == atOnce) // again at once, but behind what others want meanwhile
                prune();
        });
}

} // namespace fairlead::hub
