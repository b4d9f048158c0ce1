// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/common/servicenotify.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>

using namespace fairlead;

class ServiceNotifyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheManager();
    void nobodyWaits_data();
    void nobodyWaits();
};

void ServiceNotifyTest::tellsTheManager()
{
    const QTemporaryDir folder;
    const QByteArray path = folder.filePath(QStringLiteral("notify")).toUtf8();
    const int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    QVERIFY(path.size() < qsizetype(sizeof address.sun_path));
    std::ranges::copy(path, address.sun_path);
    QCOMPARE(bind(manager, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    qputenv("NOTIFY_SOCKET", path);
    QVERIFY(notifyReady());
    QByteArray message(100, '\0');
    const auto size = recv(manager, message.data(), size_t(message.size()), 0);
    close(manager);
    QCOMPARE(message.first(qMax<qsizetype>(0, size)), "READY=1");
    QVERIFY2(!qEnvironmentVariableIsSet("NOTIFY_SOCKET"), "children must not speak for the program");
}

void ServiceNotifyTest::nobodyWaits_data()
{
    QTest::addColumn<QByteArray>("socket");
    QTest::newRow("not set") << QByteArray();
    QTest::newRow("not there") << QByteArray("/nonexistent/notify");
    QTest::newRow("abstract, not there") << QByteArray("@fairlead-nobody");
    QTest::newRow("relative") << QByteArray("notify");
    QTest::newRow("too long") << '/' + QByteArray(200, 'a');
}

void ServiceNotifyTest::nobodyWaits()
{
    QFETCH(const QByteArray, socket);
    qputenv("NOTIFY_SOCKET", socket);
    QVERIFY(!notifyReady());
}

QTEST_APPLESS_MAIN(ServiceNotifyTest)
#include "servicenotify.moc"
