// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/authorize.h"

#include <QTest>

#include <array>

using namespace Qt::StringLiterals;
using namespace fairlead::auth;
using fairlead::store::Access;
using fairlead::store::Role;

namespace {

constexpr auto yes = Decision::Allowed;
constexpr auto low = Decision::RoleTooLow;
constexpr auto hidden = Decision::NoAccess;

/// One row of the table: what each role gets, with and without access to the server.
struct Row
{
    Action action;
    const char *name;
    Decision viewer, viewerOutside, operatorInside, operatorOutside, admin;
};

constexpr std::array<Row, actionCount> table = {{
    {Action::OwnAccount, "own account", yes, yes, yes, yes, yes},
    {Action::ViewServer, "view server", yes, hidden, yes, hidden, yes},
    {Action::ViewMetrics, "view metrics", yes, hidden, yes, hidden, yes},
    {Action::ViewLogs, "view logs", yes, hidden, yes, hidden, yes},
    {Action::ViewContainers, "view containers", yes, hidden, yes, hidden, yes},
    {Action::ViewAlerts, "view alerts", yes, hidden, yes, hidden, yes},
    {Action::HandleAlerts, "handle alerts", low, hidden, yes, hidden, yes},
    {Action::ContainerAction, "container action", low, hidden, yes, hidden, yes},
    {Action::Exec, "exec", low, hidden, yes, hidden, yes},
    {Action::HostCommand, "host command", low, hidden, yes, hidden, yes},
    {Action::ManageServers, "manage servers", low, low, low, low, yes},
    {Action::ManageUsers, "manage users", low, low, low, low, yes},
    {Action::ManageAlerts, "manage alerts", low, low, low, low, yes},
    {Action::ManageSettings, "manage settings", low, low, low, low, yes},
    {Action::ReadAudit, "read audit", low, low, low, low, yes},
}};

const Target target{u"server-1"_s, {u"prod"_s, u"db"_s}};

struct Way
{
    const char *name;
    Access access;
    bool inside;
};

const QList<Way> ways = {
    {"by id", {{u"server-1"_s}, {}}, true},
    {"by label", {{}, {u"db"_s}}, true},
    {"by both", {{u"server-1"_s}, {u"prod"_s}}, true},
    {"one of several ids", {{u"server-0"_s, u"server-1"_s}, {}}, true},
    {"none at all", {}, false},
    {"other id", {{u"server-2"_s}, {}}, false},
    {"other label", {{}, {u"test"_s}}, false},
    {"beginning of the id", {{u"server"_s}, {}}, false},
    {"longer than the id", {{u"server-11"_s}, {}}, false},
    {"id in other case", {{u"SERVER-1"_s}, {}}, false},
    {"label in other case", {{}, {u"PROD"_s}}, false},
    {"id as a label", {{}, {u"server-1"_s}}, false},
    {"label as an id", {{u"prod"_s}, {}}, false},
    {"wildcard", {{u"*"_s}, {u"*"_s}}, false},
    {"empty names", {{u""_s}, {u""_s}}, false},
};

Identity somebody(Role role, const Access &access)
{
    return {.user = 1, .name = u"ann"_s, .role = role, .access = access, .session = u"s"_s};
}

} // namespace

Q_DECLARE_METATYPE(fairlead::auth::Decision)

class AuthorizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsComplete();
    void everyRoleActionAndAccess_data();
    void everyRoleActionAndAccess();
    void nobodyMayDoNothing();
    void noServerIsNoServer();
    void serverWithoutLabels();
    void severalTargets();
};

void AuthorizeTest::tableIsComplete()
{
    for (int i = 0; i < actionCount; ++i)
        QCOMPARE(int(table.at(size_t(i)).action), i);
}

void AuthorizeTest::everyRoleActionAndAccess_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<int>("action");
    QTest::addColumn<Access>("access");
    QTest::addColumn<Decision>("decision");
    for (const Row &row : table) {
        for (const Way &way : ways) {
            const auto add = [&](Role role, const char *name, Decision decision) {
                QTest::addRow("%s, %s, %s", name, row.name, way.name)
                    << int(role) << int(row.action) << way.access << decision;
            };
            add(Role::Viewer, "viewer", way.inside ? row.viewer : row.viewerOutside);
            add(Role::Operator, "operator", way.inside ? row.operatorInside : row.operatorOutside);
            add(Role::Admin, "admin", row.admin);
        }
    }
}

void AuthorizeTest::everyRoleActionAndAccess()
{
    QFETCH(int, role);
    QFETCH(int, action);
    QFETCH(Access, access);
    QFETCH(Decision, decision);
    QCOMPARE(authorize(somebody(Role(role), access), Action(action), target), decision);
}

void AuthorizeTest::nobodyMayDoNothing()
{
    for (const Row &row : table) {
        QCOMPARE(authorize(Identity(), row.action, target), hidden);
        QCOMPARE(authorize({.role = Role::Admin}, row.action, target), hidden);
    }
}

void AuthorizeTest::noServerIsNoServer()
{
    // A user with an empty name in the list has access to no server either; nor has an admin to none.
    const Access empty{{u""_s}, {u""_s}};
    for (const Action action : {Action::ViewMetrics, Action::Exec, Action::HostCommand}) {
        QCOMPARE(authorize(somebody(Role::Operator, empty), action, Target::hub()), hidden);
        QCOMPARE(authorize(somebody(Role::Operator, {{}, {u"prod"_s}}), action, {u""_s, {u"prod"_s}}),
                 hidden);
        QCOMPARE(authorize(somebody(Role::Admin, {}), action, Target::hub()), hidden);
    }
}

void AuthorizeTest::serverWithoutLabels()
{
    const Target bare{u"server-1"_s, {}};
    QCOMPARE(authorize(somebody(Role::Viewer, {{}, {u"prod"_s}}), Action::ViewMetrics, bare), hidden);
    QCOMPARE(authorize(somebody(Role::Viewer, {{u"server-1"_s}, {}}), Action::ViewMetrics, bare), yes);
}

void AuthorizeTest::severalTargets()
{
    const Identity ann = somebody(Role::Operator, {{u"a"_s, u"b"_s}, {}});
    const std::array<Target, 2> own = {Target{u"a"_s, {}}, Target{u"b"_s, {}}};
    const std::array<Target, 3> mixed = {Target{u"a"_s, {}}, Target{u"x"_s, {}}, Target{u"b"_s, {}}};
    QCOMPARE(authorizeAll(ann, Action::Exec, own), yes);
    QCOMPARE(authorizeAll(ann, Action::Exec, mixed), hidden);
    QCOMPARE(authorizeAll(ann, Action::Exec, {}), hidden);
    QCOMPARE(authorizeAll(somebody(Role::Admin, {}), Action::Exec, {}), hidden);
}

QTEST_APPLESS_MAIN(AuthorizeTest)
#include "authorize.moc"
