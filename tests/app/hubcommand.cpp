// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubcommand.h"

#include "app/daemon/admincommand.h"
#include "app/daemon/agentcommand.h"
#include "core/link/hubconnection.h"
#include "core/net/selfsigned.h"
#include "tests/support/await.h"

#include <QRegularExpression>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;

/// `fairleadd hub` with its certificate, and the line that enrols agents at it, in this process.
class HubCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void pastedLineLeadsToThePinnedHub();
    void otherCertificateIsNoHubOfOurs();
    void publicUrlStandsInTheLine();
    void reloadKeepsThePairThatWorks();

private:
    [[nodiscard]] HubSettings settingsFor(const QStringList &options = {}) const
    {
        return HubSettings::parse(QStringList{u"fairleadd"_s, u"hub"_s, u"--listen=127.0.0.1:0"_s,
                                              u"--data-dir="_s + m_folder->filePath(u"data"_s)}
                                  + options)
            .value();
    }
    /// The words of the line that `fairleadd server add` prints.
    [[nodiscard]] QStringList enrollWords(const QString &server) const
    {
        const auto request = AdminRequest::parse({u"fairleadd"_s, u"server"_s, u"add"_s, server,
                                                  u"--data-dir="_s + m_folder->filePath(u"data"_s)});
        const auto connection = store::Connection::open(request->dataDirectory);
        return perform(*request, **connection, systemTime())->value("enroll"_L1).toString().split(u' ');
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

Result<AgentSettings> enrollment(const QStringList &words)
{
    return AgentSettings::parse(words, {}, false);
}

QSslCertificate shownBy(const QUrl &url)
{
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(url.host(), quint16(url.port()));
    return eventually([&] { return socket.isEncrypted(); }) ? socket.peerCertificate() : QSslCertificate();
}

/// Until the hub's settings are written down.
bool isWritten(const QString &directory, const QUrl &url)
{
    return eventually([&] {
        const auto connection = store::Connection::open(directory);
        return connection && hub::Enrollment::load(**connection)->url == url;
    });
}

} // namespace

void HubCommandTest::pastedLineLeadsToThePinnedHub()
{
    HubCommand command(settingsFor({u"--tls-self-signed"_s}));
    const auto started = await(command.start());
    QVERIFY2(started, why(started).constData());
    QCOMPARE(command.url().scheme(), u"https"_s);
    QVERIFY(isWritten(m_folder->filePath(u"data"_s), command.url()));
    const auto agent = enrollment(enrollWords(u"web-1"_s));
    QVERIFY2(agent, why(agent).constData());
    QCOMPARE(agent->fingerprint, shownBy(command.url()).digest(QCryptographicHash::Sha256));
    link::HubConnection connection(
        {.url = agent->hub, .fingerprint = agent->fingerprint, .link = {.apiKey = agent->apiKey}});
    connection.link().start();
    QVERIFY(eventually([&] { return connection.link().isOnline(); }));
    QVERIFY(connection.link().disconnects().isEmpty());
}

void HubCommandTest::otherCertificateIsNoHubOfOurs()
{
    HubCommand command(settingsFor({u"--tls-self-signed"_s}));
    QVERIFY(await(command.start()));
    QVERIFY(isWritten(m_folder->filePath(u"data"_s), command.url()));
    const auto agent = enrollment(enrollWords(u"web-1"_s));
    QByteArray wrong = agent->fingerprint;
    wrong[31] = char(wrong[31] ^ 1);
    for (const QByteArray &pin : {wrong, QByteArray()}) { // without a pin, the system's trust decides
        link::HubConnection connection(
            {.url = agent->hub, .fingerprint = pin, .link = {.apiKey = agent->apiKey}});
        connection.link().start();
        QVERIFY(eventually([&] { return !connection.link().disconnects().isEmpty(); }));
        const link::Disconnect refused = connection.link().disconnects().constFirst();
        QCOMPARE(refused.cause, link::Disconnect::Cause::TlsFailed);
        const QString detail = refused.error.detail.toLower();
        QCOMPARE(detail.contains(QString::fromLatin1(agent->fingerprint.toHex(':'))), !pin.isEmpty());
        QCOMPARE(detail.contains(QString::fromLatin1(wrong.toHex(':'))), !pin.isEmpty());
    }
}

/// A proxy with a certificate of its own is in between: the hub's is nothing that agents see.
void HubCommandTest::publicUrlStandsInTheLine()
{
    HubCommand command(settingsFor({u"--public-url=https://Hub.Example:443/"_s}));
    QVERIFY(await(command.start()));
    QVERIFY(isWritten(m_folder->filePath(u"data"_s), QUrl(u"https://hub.example"_s)));
    const QStringList words = enrollWords(u"web-1"_s);
    QCOMPARE(words.value(3), u"https://hub.example"_s);
    QCOMPARE(words.size(), 5);
}

void HubCommandTest::reloadKeepsThePairThatWorks()
{
    const HubSettings settings = settingsFor({u"--tls-self-signed"_s});
    HubCommand command(settings);
    QVERIFY(await(command.start()));
    const QSslCertificate first = shownBy(command.url());
    QVERIFY(!first.isNull());
    const auto other = net::makeSelfSigned({u"localhost"_s}, systemTime(), std::chrono::days(9)).value();
    const auto write = [](const QString &name, const QByteArray &text) {
        QFile file(name);
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
    };
    QVERIFY(write(settings.tls.certificate, other.certificate)); // its key is still the old one
    QTest::ignoreMessage(
        QtWarningMsg, QRegularExpression(u"the certificate stays as it was: .*tls\\.key.*not the key of"_s));
    command.reload();
    QCOMPARE(shownBy(command.url()), first);
    QVERIFY(write(settings.tls.key, other.key));
    command.reload();
    QCOMPARE(shownBy(command.url()), QSslCertificate(other.certificate));
}

QTEST_GUILESS_MAIN(HubCommandTest)
#include "hubcommand.moc"
