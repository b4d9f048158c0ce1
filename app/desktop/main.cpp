// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"
#include "widgets/common/icons.h"
#include "widgets/common/translations.h"

#include <QApplication>
#include <QLoggingCategory>

#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace {

constexpr char kUsage[] =
    "Usage: fairlead [options]\n"
    "\n"
    "Shells in containers, in a native window.\n"
    "\n"
    "  --help      tells this\n"
    "  --version   tells the version\n"
    "\n"
    "The engine is looked for at DOCKER_HOST, /var/run/docker.sock and Podman's sockets.\n"
    "Qt's own options, such as -style, are understood as well.\n";

// Answered before there is a QApplication, so that it works without a display.
bool answersWithoutWindow(int argc, char *argv[])
{
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0) {
            std::fputs(kUsage, stdout);
            return true;
        }
        if (std::strcmp(argv[i], "--version") == 0) {
            std::puts("fairlead " FAIRLEAD_VERSION);
            return true;
        }
    }
    return false;
}

} // namespace

int main(int argc, char *argv[])
{
    if (answersWithoutWindow(argc, argv))
        return 0;
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"fairlead"_s);
    QApplication::setApplicationDisplayName(u"Fairlead"_s);
    QApplication::setApplicationVersion(QStringLiteral(FAIRLEAD_VERSION));
    QApplication::setDesktopFileName(u"fairlead"_s);
    QApplication::setWindowIcon(fairlead::ui::icon(u"fairlead"_s));
    // The program ends when what the shells ran is ended too, see Desktop.
    QApplication::setQuitOnLastWindowClosed(false);
    QLoggingCategory::setFilterRules(u"default.debug=false"_s); // qtermwidget tells every search
    fairlead::ui::installTranslations();
    if (const QStringList left = QApplication::arguments().mid(1); !left.isEmpty()) {
        std::fprintf(stderr, "fairlead: '%s' is not understood\n\n%s", qUtf8Printable(left.first()), kUsage);
        return 2;
    }
    fairlead::Desktop desktop;
    desktop.start();
    return QApplication::exec();
}
