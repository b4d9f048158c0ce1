// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/noticebody.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace std::chrono_literals;
using hub::Notice;

/// What webhooks and mail servers get.
class NoticeBodyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void json();
    void signature();
    void bodies_data();
    void bodies();
    void ntfyTarget_data();
    void ntfyTarget();
    void longTextIsCut();
    void mail();
    void mailHeadersStayApart();
};

namespace {

constexpr Time start{std::chrono::sys_days{std::chrono::year(2026) / 3 / 14}};

Notice notice(const QString &subject = u"/data"_s)
{
    const store::Alert alert{.id = u"a"_s,
                             .rule = 3,
                             .ruleName = u"Disk almost full"_s,
                             .kind = u"threshold"_s,
                             .severity = store::Severity::Critical,
                             .server = u"s"_s,
                             .subject = subject,
                             .metric = u"disk.*.percent"_s,
                             .value = 93.25,
                             .threshold = 90,
                             .since = start};
    return {Notice::Event::Firing, {{alert, u"web-1"_s}}, start + 1s};
}

store::AlertChannel channel(store::ChannelKind kind)
{
    return {.name = u"ops"_s, .kind = kind, .url = QUrl(u"https://example.org/hooks/ops"_s)};
}

QJsonObject bodyOf(const net::WebPost &post)
{
    return QJsonDocument::fromJson(post.body).object();
}

} // namespace

void NoticeBodyTest::json()
{
    const auto post = hub::webPostFor(channel(store::ChannelKind::Json), notice());
    QCOMPARE(post.headers, QByteArrayList{"Content-Type: application/json"});
    const QJsonObject body = bodyOf(post);
    QCOMPARE(body.value("version"_L1).toInt(), 1);
    QCOMPARE(body.value("event"_L1).toString(), u"firing"_s);
    QCOMPARE(body.value("title"_L1).toString(), u"FIRING: Disk almost full: web-1, /data"_s);
    const QJsonObject alert = body.value("alerts"_L1).toArray().first().toObject();
    const QJsonObject expected{
        {u"id"_s, u"a"_s},
        {u"rule_id"_s, 3},
        {u"rule"_s, u"Disk almost full"_s},
        {u"kind"_s, u"threshold"_s},
        {u"severity"_s, u"critical"_s},
        {u"state"_s, u"firing"_s},
        {u"server_id"_s, u"s"_s},
        {u"server"_s, u"web-1"_s},
        {u"subject"_s, u"/data"_s},
        {u"metric"_s, u"disk.*.percent"_s},
        {u"value"_s, 93.25},
        {u"threshold"_s, 90},
        {u"since"_s, u"2026-03-14T00:00:00.000Z"_s},
        {u"resolved_at"_s, QJsonValue()},
        {u"reason"_s, QJsonValue()},
        {u"acknowledged_at"_s, QJsonValue()},
        {u"acknowledged_by"_s, QJsonValue()},
        {u"silenced_until"_s, QJsonValue()},
    };
    QCOMPARE(alert, expected);
}

void NoticeBodyTest::signature()
{
    auto signing = channel(store::ChannelKind::Json);
    signing.signingSecret = u"hidden"_s;
    const auto post = hub::webPostFor(signing, notice());
    QCOMPARE(post.headers.at(1), "X-Fairlead-Timestamp: 1773446401");
    // As a receiver computes it.
    const QByteArray code =
        QMessageAuthenticationCode::hash("1773446401." + post.body, "hidden", QCryptographicHash::Sha256)
            .toHex();
    QCOMPARE(post.headers.at(2), "X-Fairlead-Signature: sha256=" + code);
    QVERIFY(!post.body.contains("hidden"));
}

void NoticeBodyTest::bodies_data()
{
    QTest::addColumn<store::ChannelKind>("kind");
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("expected"); // in that member
    using Kind = store::ChannelKind;
    QTest::newRow("Slack") << Kind::Slack << u"text"_s << u"/data"_s
                           << u"web-1, /data\ncritical, since 2026"_s;
    QTest::newRow("Slack, a call") << Kind::Slack << u"text"_s << u"<!channel> & co"_s
                                   << u"&lt;!channel&gt; &amp; co"_s;
    QTest::newRow("Discord") << Kind::Discord << u"content"_s << u"/data"_s
                             << u"disk.*.percent was 93.25, the threshold is 90"_s;
    QTest::newRow("ntfy") << Kind::Ntfy << u"message"_s << u"/data"_s << u"critical, since 2026"_s;
    QTest::newRow("ntfy, title") << Kind::Ntfy << u"title"_s << u"/data"_s << u"FIRING: Disk almost full"_s;
    QTest::newRow("two lines") << Kind::Ntfy << u"title"_s << u"a\r\nX: b"_s << u"web-1, a  X: b"_s;
}

void NoticeBodyTest::bodies()
{
    QFETCH(const store::ChannelKind, kind);
    QFETCH(const QString, member);
    QFETCH(const QString, subject);
    QFETCH(const QString, expected);
    const QString text = bodyOf(hub::webPostFor(channel(kind), notice(subject))).value(member).toString();
    QVERIFY2(text.contains(expected), qPrintable(text));
}

void NoticeBodyTest::ntfyTarget_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("target");
    QTest::newRow("usual") << u"https://ntfy.sh/ops"_s << u"https://ntfy.sh/"_s;
    QTest::newRow("below a path") << u"https://example.org/ntfy/ops"_s << u"https://example.org/ntfy/"_s;
    QTest::newRow("with a query") << u"https://ntfy.sh/ops?auth=x"_s << u"https://ntfy.sh/"_s;
}

void NoticeBodyTest::ntfyTarget()
{
    QFETCH(const QString, url);
    QFETCH(const QString, target);
    auto ntfy = channel(store::ChannelKind::Ntfy);
    ntfy.url = QUrl(url);
    ntfy.token = u"tk"_s;
    const auto post = hub::webPostFor(ntfy, notice());
    QCOMPARE(post.url.toString(), target);
    QCOMPARE(bodyOf(post).value("topic"_L1).toString(), u"ops"_s);
    QCOMPARE(bodyOf(post).value("priority"_L1).toInt(), 5);
    QVERIFY(post.headers.contains("Authorization: Bearer tk"));
}

void NoticeBodyTest::longTextIsCut()
{
    Notice many = notice(QString(500, u'x'));
    many.event = Notice::Event::Summary;
    many.alerts = QList<hub::ToldAlert>(500, many.alerts.first());
    const auto discord = bodyOf(hub::webPostFor(channel(store::ChannelKind::Discord), many));
    QCOMPARE(discord.value("content"_L1).toString().size(), 2000);
    QVERIFY(discord.contains("allowed_mentions"_L1));
    const auto json = bodyOf(hub::webPostFor(channel(store::ChannelKind::Json), many));
    QCOMPARE(json.value("alerts"_L1).toArray().size(), 200);
}

void NoticeBodyTest::mail()
{
    auto email = channel(store::ChannelKind::Email);
    email.mail = {.host = u"mx.example.org"_s,
                  .port = 465,
                  .security = store::MailSecurity::Tls,
                  .from = u"hub@example.org"_s,
                  .to = {u"ann@example.org"_s, u"bob@example.org"_s}};
    const auto sent = hub::mailFor(email, notice());
    QCOMPARE(sent.security, net::SmtpMail::Security::Tls);
    QCOMPARE(sent.to, (QByteArrayList{"ann@example.org", "bob@example.org"}));
    const qsizetype end = sent.message.indexOf("\r\n\r\n");
    const QByteArray head = sent.message.first(end);
    QVERIFY(head.contains("\r\nTo: ann@example.org,\r\n bob@example.org\r\n"));
    QVERIFY(head.contains("\r\nDate: 14 Mar 2026 00:00:01 +0000\r\n"));
    const QString text = QString::fromUtf8(QByteArray::fromBase64(sent.message.sliced(end)));
    QVERIFY(text.startsWith("FIRING: Disk almost full: web-1, /data\r\n"_L1));
    for (const QByteArray &line : sent.message.split('\n'))
        QVERIFY(line.size() <= 79);
}

void NoticeBodyTest::mailHeadersStayApart()
{
    auto email = channel(store::ChannelKind::Email);
    email.mail = {.host = u"mx.example.org"_s, .from = u"hub@example.org"_s, .to = {u"ann@example.org"_s}};
    const QString subject = u"a\r\nBcc: eve@example.org\r\n\r\nüß😀"_s + QString(200, u'ü');
    const QByteArray message = hub::mailFor(email, notice(subject)).message;
    QVERIFY(!message.contains("\r\nBcc"));
    const QByteArray start = "Subject: ";
    const qsizetype from = message.indexOf(start) + start.size();
    const QByteArray words = message.sliced(from, message.indexOf("\r\nDate") - from);
    QByteArray decoded;
    for (QByteArray word : words.split('\n')) {
        word = word.trimmed();
        QVERIFY(word.startsWith("=?UTF-8?B?") && word.endsWith("?=") && word.size() <= 75);
        decoded += QByteArray::fromBase64(word.sliced(10, word.size() - 12));
    }
    QCOMPARE(QString::fromUtf8(decoded),
             u"[Fairlead] FIRING: Disk almost full: web-1, a  Bcc: eve@example.org    üß😀"_s
                 + QString(200, u'ü'));
}

QTEST_APPLESS_MAIN(NoticeBodyTest)
#include "noticebody.moc"
