// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes settings until it is killed, and says the number of each one that it was told is written.

#include "core/store/database.h"
#include "core/store/settings.h"

#include <QCoreApplication>

#include <cstdio>

using namespace fairlead;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    store::Database database({application.arguments().value(1)});
    std::function<void(int)> write = [&](int number) {
        database
            .run([number](store::Connection &connection) {
                return store::Settings(connection).set(QString::number(number), QString(1000, u'x'));
            })
            .then(&database, [&, number](const Result<> &done) {
                if (!done)
                    QCoreApplication::exit(1);
                std::printf("%d\n", number);
                std::fflush(stdout);
                write(number + 1);
            });
    };
    write(0);
    return QCoreApplication::exec();
}
