// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/alertchannels.h"

#include "tests/store/teststore.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::test;
using store::AlertChannel;
using store::AlertChannels;

/// Channels, and that their secrets stay inside.
class AlertChannelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBack_data();
    void comeBack();
    void secretsStayInside_data();
    void secretsStayInside();
    void keptSecrets_data();
    void keptSecrets();
    void malformed_data();
    void malformed();
    void namesAreUnique();
};

namespace {

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

constexpr auto hook = R"({"name":"ops","kind":"json","url":"https://example.org/hook?key=hidden-1",)"
                      R"("signing_secret":"hidden-2","quiet_hours":{"from":"22:00","to":"07:00",)"
                      R"("time_zone":"UTC"},"send_resolved":false})";
constexpr auto topic = R"({"name":"phone","kind":"ntfy","url":"https://ntfy.example.org/hidden-1",)"
                       R"("token":"hidden-2"})";
constexpr auto mail = R"({"name":"mail","kind":"email","smtp":{"host":"mx.example.org","username":"ann",)"
                      R"("password":"hidden-1","from":"hub@example.org","to":["ann@example.org"]}})";

void addChannels()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("webhook") << QByteArray(hook);
    QTest::newRow("ntfy") << QByteArray(topic);
    QTest::newRow("mail") << QByteArray(mail);
}

} // namespace

void AlertChannelsTest::comeBack_data()
{
    addChannels();
}

void AlertChannelsTest::comeBack()
{
    QFETCH(const QByteArray, text);
    const TestStore store;
    AlertChannels channels(*store);
    AlertChannel channel = channels.add(AlertChannel::fromJson(json(text)).value()).value();
    QVERIFY(channel.id > 0);
    QCOMPARE(channels.byId(channel.id).value(), channel);
    channel.enabled = false;
    QVERIFY(channels.update(channel));
    QCOMPARE(channels.all().value(), QList<AlertChannel>{channel});
    QVERIFY(channels.remove(channel.id));
    QCOMPARE(codeOf(channels.remove(channel.id)), ErrorCode::NotFound);
    QCOMPARE(codeOf(channels.update(channel)), ErrorCode::NotFound);
}

void AlertChannelsTest::secretsStayInside_data()
{
    addChannels();
}

void AlertChannelsTest::secretsStayInside()
{
    QFETCH(const QByteArray, text);
    const AlertChannel channel = AlertChannel::fromJson(json(text)).value();
    const QByteArray shown = QJsonDocument(channel.toJson()).toJson();
    QVERIFY2(!shown.contains("hidden"), shown.constData());
    QVERIFY(shown.contains("\"set\": true"));
    QVERIFY(QJsonDocument(channel.toSecretJson()).toJson().contains("hidden-1"));
}

void AlertChannelsTest::keptSecrets_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QString>("secret"); // of whichever kind, afterwards
    const auto row = [](const char *name, const char *before, const QByteArray &change, bool good,
                        const QString &secret) {
        QTest::newRow(name) << QByteArray(before) << change << good << secret;
    };
    row("url and token stay", topic, R"({"name":"p","kind":"ntfy"})", true, u"hidden-2"_s);
    row("another topic there", topic, R"({"name":"p","kind":"ntfy","url":"https://ntfy.example.org/b"})",
        true, u"hidden-2"_s);
    row("token goes nowhere else", topic, R"({"name":"p","kind":"ntfy","url":"https://other.example.org/b"})",
        true, {});
    row("nor in the clear", topic, R"({"name":"p","kind":"ntfy","url":"http://ntfy.example.org/b"})", true,
        {});
    row("taken away", topic, R"({"name":"p","kind":"ntfy","token":""})", true, {});
    row("another kind has no url", topic, R"({"name":"p","kind":"slack"})", false, {});
    row("password stays", mail,
        R"({"name":"m","kind":"email","smtp":{"host":"mx.example.org","username":"ann","from":"b@example.org",)"
        R"("to":["c@example.org"]}})",
        true, u"hidden-1"_s);
    row("password goes nowhere else", mail,
        R"({"name":"m","kind":"email","smtp":{"host":"mx2.example.org","username":"ann",)"
        R"("from":"b@example.org","to":["c@example.org"]}})",
        false, {});
    row("nor with less security", mail,
        R"({"name":"m","kind":"email","smtp":{"host":"mx.example.org","security":"none","username":"ann",)"
        R"("from":"b@example.org","to":["c@example.org"]}})",
        false, {});
}

void AlertChannelsTest::keptSecrets()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, change);
    QFETCH(const bool, good);
    QFETCH(const QString, secret);
    AlertChannel old = AlertChannel::fromJson(json(before)).value();
    old.id = 5;
    const auto changed = AlertChannel::fromJson(json(change), &old);
    QCOMPARE(changed.has_value(), good);
    if (!good)
        return;
    QCOMPARE(changed->token + changed->mail.password, secret);
    QCOMPARE(changed->id, 5);
}

void AlertChannelsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("member"); // that is named
    const auto row = [](const char *name, const QByteArray &text, const char *member) {
        QTest::newRow(name) << text << QByteArray(member);
    };
    const auto smtp = [&](const char *name, const QByteArray &members, const char *member) {
        row(name, R"({"name":"a","kind":"email","smtp":{)" + members + "}}", member);
    };
    row("empty", "{}", "name");
    row("no kind", R"({"name":"a"})", "kind");
    row("unknown kind", R"({"name":"a","kind":"pigeon"})", "kind");
    row("no url", R"({"name":"a","kind":"slack"})", "url");
    row("a file", R"({"name":"a","kind":"slack","url":"file:///etc/passwd"})", "url");
    row("another protocol", R"({"name":"a","kind":"json","url":"gopher://example.org/"})", "url");
    row("no host", R"({"name":"a","kind":"json","url":"https:///x"})", "url");
    row("login in it", R"({"name":"a","kind":"json","url":"https://a:b@example.org/"})", "url");
    row("line break in it", R"({"name":"a","kind":"json","url":"https://example.org/a\r\nb"})", "url");
    row("url no text", R"({"name":"a","kind":"json","url":7})", "url");
    row("no topic", R"({"name":"a","kind":"ntfy","url":"https://ntfy.example.org/"})", "url");
    row("line break in the token", R"({"name":"a","kind":"ntfy","url":"https://e.org/t","token":"a\r\nb"})",
        "token");
    row("quiet hours", R"({"name":"a","kind":"json","url":"https://e.org/","quiet_hours":{"from":"x"}})",
        "quiet hours");
    smtp("no host", R"("from":"a@e.org","to":["b@e.org"])", "host");
    smtp("host with a path", R"("host":"e.org/x","from":"a@e.org","to":["b@e.org"])", "host");
    smtp("port 0", R"("host":"e.org","port":0,"from":"a@e.org","to":["b@e.org"])", "port");
    smtp("port beyond", R"("host":"e.org","port":65536,"from":"a@e.org","to":["b@e.org"])", "port");
    smtp("no sender", R"("host":"e.org","to":["b@e.org"])", "from");
    smtp("nobody", R"("host":"e.org","from":"a@e.org","to":[])", "to");
    smtp("two lines", R"("host":"e.org","from":"a@e.org","to":["b@e.org>\r\nRCPT TO:<c@e.org"])", "to");
    smtp("two in one", R"("host":"e.org","from":"a@e.org","to":["b@e.org,c@e.org"])", "to");
    smtp("no password", R"("host":"e.org","username":"u","from":"a@e.org","to":["b@e.org"])", "password");
    smtp(
        "password in the clear",
        R"("host":"e.org","security":"none","username":"u","password":"p","from":"a@e.org","to":["b@e.org"])",
        "security");
    smtp("unknown security", R"("host":"e.org","security":"ssl","from":"a@e.org","to":["b@e.org"])",
         "security");
}

void AlertChannelsTest::malformed()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, member);
    const auto channel = AlertChannel::fromJson(json(text));
    QVERIFY(!channel);
    QCOMPARE(channel.error().code, ErrorCode::InvalidInput);
    QVERIFY2(toSentence(channel.error()).contains(QString::fromLatin1(member)), why(channel).constData());
}

void AlertChannelsTest::namesAreUnique()
{
    const TestStore store;
    AlertChannels channels(*store);
    const AlertChannel channel = AlertChannel::fromJson(json(hook)).value();
    QVERIFY(channels.add(channel));
    const auto again = channels.add(channel);
    QCOMPARE(codeOf(again), ErrorCode::Conflict);
    QVERIFY(!why(again).contains("hidden"));
}

QTEST_GUILESS_MAIN(AlertChannelsTest)
#include "alertchannels.moc"
