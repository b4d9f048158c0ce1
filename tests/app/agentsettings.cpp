// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/agentcommand.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace fairlead;
using namespace Qt::StringLiterals;

namespace {

Result<AgentSettings> parse(const QStringList &options, const QProcessEnvironment &environment = {},
                            bool isRoot = false)
{
    return AgentSettings::parse(QStringList{u"fairleadd"_s, u"agent"_s} + options, environment, isRoot);
}

} // namespace

class AgentSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void places_data();
    void places();
    void hubUrls_data();
    void hubUrls();
    void wrongUsage_data();
    void wrongUsage();
    void fingerprintAsTheHubPrintsIt();
    void enrollKeepsTheLocks();
    void startWithoutEnrolmentSaysHow();
};

void AgentSettingsTest::places_data()
{
    QTest::addColumn<QProcessEnvironment>("environment");
    QTest::addColumn<bool>("isRoot");
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("state");
    QProcessEnvironment user;
    user.insert(u"HOME"_s, u"/home/u"_s);
    QTest::newRow("user") << user << false << u"/home/u/.config/fairlead/agent.json"_s
                          << u"/home/u/.local/state/fairlead"_s;
    QProcessEnvironment xdg = user;
    xdg.insert(u"XDG_CONFIG_HOME"_s, u"/c"_s);
    xdg.insert(u"XDG_STATE_HOME"_s, u"/s"_s);
    QTest::newRow("XDG") << xdg << false << u"/c/fairlead/agent.json"_s << u"/s/fairlead"_s;
    QTest::newRow("root") << xdg << true << u"/etc/fairlead/agent.json"_s << u"/var/lib/fairlead"_s;
    QProcessEnvironment systemd = xdg;
    systemd.insert(u"CONFIGURATION_DIRECTORY"_s, u"/etc/x:/etc/y"_s);
    systemd.insert(u"STATE_DIRECTORY"_s, u"/var/lib/x"_s);
    QTest::newRow("systemd") << systemd << true << u"/etc/x/agent.json"_s << u"/var/lib/x"_s;
}

void AgentSettingsTest::places()
{
    QFETCH(QProcessEnvironment, environment);
    QFETCH(bool, isRoot);
    const auto settings = parse({}, environment, isRoot);
    QVERIFY(settings);
    QCOMPARE(settings->task, AgentSettings::Task::Run);
    QTEST(settings->configFile, "config");
    QTEST(settings->stateFolder, "state");
    const auto given = parse({u"--config=/a"_s, u"--state-dir=/b"_s}, environment, isRoot);
    QVERIFY(given);
    QCOMPARE(given->configFile, u"/a"_s);
    QCOMPARE(given->stateFolder, u"/b"_s);
}

void AgentSettingsTest::hubUrls_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url"); // null: none
    QTest::newRow("https") << u"https://hub.example"_s << u"wss://hub.example"_s;
    QTest::newRow("https, port and slash") << u"https://hub.example:8443/"_s << u"wss://hub.example:8443"_s;
    QTest::newRow("http") << u"http://127.0.0.1:8080"_s << u"ws://127.0.0.1:8080"_s;
    QTest::newRow("wss") << u"wss://hub.example"_s << u"wss://hub.example"_s;
    QTest::newRow("path") << u"https://example.org/hub"_s << u"wss://example.org/hub"_s;
    QTest::newRow("no scheme") << u"hub.example"_s << QString();
    QTest::newRow("other scheme") << u"ftp://hub.example"_s << QString();
    QTest::newRow("no host") << u"https:///x"_s << QString();
    QTest::newRow("user") << u"https://u:p@hub.example"_s << QString();
    QTest::newRow("query") << u"https://hub.example?key=x"_s << QString();
    QTest::newRow("empty") << QString() << QString();
}

void AgentSettingsTest::hubUrls()
{
    QFETCH(QString, text);
    QFETCH(QString, url);
    QCOMPARE(hubUrl(text).value_or(QUrl()).toString(), url);
}

void AgentSettingsTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("mention"); // what the sentence must name
    const QString hub = u"https://hub"_s;
    QTest::newRow("stray word") << QStringList{u"enrol"_s} << u"enrol"_s;
    QTest::newRow("no key") << QStringList{u"enroll"_s, hub} << u"URL KEY"_s;
    QTest::newRow("too much") << QStringList{u"enroll"_s, hub, u"k"_s, u"x"_s} << u"URL KEY"_s;
    QTest::newRow("no url") << QStringList{u"enroll"_s, u"hub"_s, u"k"_s} << u"hub"_s;
    QTest::newRow("bad fingerprint") << QStringList{u"enroll"_s, hub, u"k"_s, u"--fingerprint=12"_s}
                                     << u"--fingerprint"_s;
    QTest::newRow("fingerprint too long")
        << QStringList{u"enroll"_s, hub, u"k"_s, u"--fingerprint=sha256:"_s + QString(66, u'0')}
        << u"--fingerprint"_s;
    QTest::newRow("fingerprint of another kind")
        << QStringList{u"enroll"_s, hub, u"k"_s, u"--fingerprint=sha1:"_s + QString(64, u'0')}
        << u"--fingerprint"_s;
    QTest::newRow("fingerprint without TLS")
        << QStringList{u"enroll"_s, u"http://hub"_s, u"k"_s, u"--fingerprint="_s + QString(64, u'0')}
        << u"https://"_s;
    QTest::newRow("two fingerprints")
        << QStringList{u"enroll"_s, hub, u"k"_s, u"--fingerprint="_s + QString(64, u'0'),
                       u"--fingerprint="_s + QString(64, u'1')}
        << u"--fingerprint"_s;
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s} << u"nonsense"_s;
}

void AgentSettingsTest::wrongUsage()
{
    QFETCH(QStringList, options);
    QFETCH(QString, mention);
    const auto settings = parse(options);
    QVERIFY(!settings);
    const QString sentence = toSentence(settings.error());
    QVERIFY2(sentence.contains(mention), qPrintable(sentence));
}

void AgentSettingsTest::fingerprintAsTheHubPrintsIt()
{
    const QString pin = u"sha256:"_s + u"0F:"_s.repeated(32).chopped(1);
    const auto settings = parse({u"enroll"_s, u"https://hub"_s, u"k"_s, u"--fingerprint"_s, pin});
    QVERIFY(settings);
    QCOMPARE(settings->fingerprint, QByteArray(32, '\x0f'));
}

void AgentSettingsTest::enrollKeepsTheLocks()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"agent.json"_s);
    const auto enrol = [&](const QString &key) {
        const auto settings = parse({u"enroll"_s, u"https://hub"_s, key, u"--config="_s + file});
        return settings && enroll(*settings).has_value();
    };
    QVERIFY(enrol(u"fl_one"_s));
    auto config = agent::loadAgentConfig(file);
    QVERIFY(config);
    QCOMPARE(config->apiKey, u"fl_one"_s);
    QVERIFY(!config->locks.hostCommands);
    config->locks.exec = false;
    QVERIFY(agent::saveAgentConfig(*config, file));
    QVERIFY(enrol(u"fl_two"_s));
    config = agent::loadAgentConfig(file);
    QVERIFY(config);
    QCOMPARE(config->apiKey, u"fl_two"_s);
    QVERIFY(!config->locks.exec);
    QVERIFY(!enrol(QString()));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly | QIODevice::Truncate));
    broken.write("not JSON");
    broken.close();
    QVERIFY2(!enrol(u"fl_three"_s), "a file that cannot be read must not be written over");
}

void AgentSettingsTest::startWithoutEnrolmentSaysHow()
{
    QTemporaryDir folder;
    const auto settings = parse({u"--config="_s + folder.filePath(u"none.json"_s)});
    QVERIFY(settings);
    AgentCommand command(*settings);
    const auto started = command.start();
    QVERIFY(!started);
    QVERIFY(toSentence(started.error()).contains(u"agent enroll"_s));
}

QTEST_GUILESS_MAIN(AgentSettingsTest)
#include "agentsettings.moc"
