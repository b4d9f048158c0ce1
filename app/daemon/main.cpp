// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/admincommand.h"
#include "app/daemon/agentcommand.h"
#include "app/daemon/execcommand.h"
#include "app/daemon/hubcommand.h"
#include "core/net/serverdispatcher.h"

#include <QCoreApplication>

#include <cstdio>
#include <string_view>

using namespace Qt::StringLiterals;

namespace {

constexpr char usage[] =
    "Usage: fairleadd COMMAND [options]\n"
    "\n"
    "  agent     connect this machine to a hub: metrics, container actions, by its owner's leave\n"
    "  exec      serve `docker exec` into one container over a WebSocket\n"
    "  hub       take agents of many servers, and show frontends what they tell\n"
    "  user, server, key\n"
    "            manage a hub on its own machine\n"
    "\n"
    "fairleadd COMMAND --help tells the options; fairleadd --version tells the version.\n";

} // namespace

int main(int argc, char *argv[])
{
    // GLib's event loop is several times slower with many connections. Before anything of Qt looks at it.
    qputenv("QT_NO_GLIB", "1");
    if (argc > 1 && std::string_view(argv[1]) == "hub")
        fairlead::net::installServerDispatcher();
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"fairleadd"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(FAIRLEAD_VERSION));
    qSetMessagePattern(u"%{time yyyy-MM-ddTHH:mm:ss.zzz} %{type} %{category}: %{message}"_s);

    const QStringList arguments = QCoreApplication::arguments();
    const QString command = arguments.value(1);
    if (command == "agent"_L1)
        return fairlead::runAgentCommand(arguments);
    if (command == "exec"_L1)
        return fairlead::runExecCommand(arguments);
    if (command == "hub"_L1)
        return fairlead::runHubCommand(arguments);
    if (command == "user"_L1 || command == "server"_L1 || command == "key"_L1)
        return fairlead::runAdminCommand(arguments);
    if (command == "--version"_L1) {
        std::puts("fairleadd " FAIRLEAD_VERSION);
        return 0;
    }
    const bool helpWanted = command == "--help"_L1 || command == "-h"_L1 || command == "help"_L1;
    if (!helpWanted && !command.isEmpty())
        std::fprintf(stderr, "fairleadd: there is no command \"%s\".\n\n", qUtf8Printable(command));
    std::fputs(usage, helpWanted ? stdout : stderr);
    return helpWanted ? 0 : 2;
}
