// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/auditlog.h"

#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

class AuditLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pruningGoesOnToTheEnd();
};

namespace {

qint64 countIn(store::Database &database)
{
    return await(database.read([](store::Connection &connection) -> Result<qint64> {
               return number(connection, "SELECT count(*) FROM audit");
           }))
        .value_or(-1);
}

} // namespace

// However many came since the last time: one step would let the table grow without end.
void AuditLogTest::pruningGoesOnToTheEnd()
{
    QTemporaryDir directory;
    store::Database database({directory.path()});
    hub::AuditLog audit(database, [] { return start; });
    const auto filled = await(database.run([](store::Connection &connection) -> Result<> {
        store::Audit entries(connection);
        for (int i = 0; i < 3500; ++i) {
            const Time at = i < 3400 ? start - hub::AuditLog::kept - std::chrono::hours(1) : start;
            if (auto added = entries.add({.at = at, .who = u"ann"_s}); !added)
                return added;
        }
        return {};
    }));
    QVERIFY2(filled, why(filled).constData());
    audit.prune();
    QVERIFY(eventually([&] { return countIn(database) == 100; }));
}

QTEST_GUILESS_MAIN(AuditLogTest)
#include "auditlog.moc"
