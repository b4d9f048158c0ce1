// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accesstoken.h"

#include "tests/auth/forgedtoken.h"
#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;
using namespace std::chrono_literals;

namespace {

const QByteArray key(32, 'k');
const qint64 now = start.time_since_epoch().count() / 1000;

QByteArray body(qint64 issued, qint64 notBefore, qint64 expires)
{
    return R"({"sub":"7","sid":"s","iat":%1,"nbf":%2,"exp":%3})"_ba.replace("%1", QByteArray::number(issued))
        .replace("%2", QByteArray::number(notBefore))
        .replace("%3", QByteArray::number(expires));
}

QByteArray ours(const QByteArray &claims)
{
    return forge(R"({"alg":"HS256","typ":"JWT"})", claims, key);
}

} // namespace

class AccessTokenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBack();
    void expires();
    void headers_data();
    void headers();
    void claims_data();
    void claims();
    void malformed_data();
    void malformed();
    void everyChangedByteIsSeen();

private:
    Time m_now = start;
    AccessTokens m_tokens{key, [this] { return m_now; }};
};

void AccessTokenTest::comesBack()
{
    m_now = start;
    const QByteArray token = m_tokens.issue(7, u"s"_s);
    QCOMPARE(m_tokens.verify(token), (Claims{.user = 7, .session = u"s"_s, .expires = start + 15min}));
    // Nothing about rights is in it, so nobody can believe it.
    const QByteArray payload = QByteArray::fromBase64(token.split('.').at(1), QByteArray::Base64UrlEncoding);
    QVERIFY(!payload.contains("role"));
    QCOMPARE(codeOf(AccessTokens(QByteArray(32, 'x'), [] { return start; }).verify(token)),
             ErrorCode::PermissionDenied);
}

void AccessTokenTest::expires()
{
    m_now = start;
    const QByteArray token = m_tokens.issue(7, u"s"_s);
    m_now = start + 15min - 1s;
    QVERIFY(m_tokens.verify(token));
    m_now = start + 15min;
    QVERIFY(!m_tokens.verify(token));
    m_now = start - 60s; // the clock was set back
    QVERIFY(m_tokens.verify(token));
    m_now = start - 61s;
    QVERIFY(!m_tokens.verify(token));
}

void AccessTokenTest::headers_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("good");
    QTest::newRow("ours") << R"({"alg":"HS256","typ":"JWT"})"_ba << true;
    QTest::newRow("without typ") << R"({"alg":"HS256"})"_ba << true;
    for (const QByteArray alg :
         {"none", "None", "NONE", "HS384", "HS512", "RS256", "ES256", "PS256", "", "HS2561", "EdDSA"})
        QTest::addRow("alg %s", alg.constData())
            << QByteArray(R"({"alg":")" + alg + R"(","typ":"JWT"})") << false;
    QTest::newRow("no alg") << R"({"typ":"JWT"})"_ba << false;
    QTest::newRow("alg no string") << R"({"alg":1})"_ba << false;
    // RFC 7515 §4: the last one counts, for whoever checks and whoever verifies.
    QTest::newRow("none, then ours") << R"({"alg":"none","alg":"HS256"})"_ba << true;
    QTest::newRow("ours, then none") << R"({"alg":"HS256","alg":"none"})"_ba << false;
    QTest::newRow("no object") << R"(["HS256"])"_ba << false;
    QTest::newRow("no JSON") << "HS256"_ba << false;
    QTest::newRow("empty") << ""_ba << false;
}

/// Whatever the header says, signed with our own key by HS256, and not at all.
void AccessTokenTest::headers()
{
    QFETCH(QByteArray, header);
    m_now = start;
    const QByteArray claims = body(now, now, now + 900);
    QTEST(m_tokens.verify(forge(header, claims, key)).has_value(), "good");
    QVERIFY(!m_tokens.verify(forge(header, claims, {})));
    QVERIFY(!m_tokens.verify(forge(header, claims, "other key")));
}

void AccessTokenTest::claims_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<bool>("good");
    QTest::newRow("ours") << body(now, now, now + 900) << true;
    QTest::newRow("clock 60 s ahead") << body(now + 60, now + 60, now + 960) << true;
    QTest::newRow("issued in the future") << body(now + 61, now, now + 900) << false;
    QTest::newRow("not yet valid") << body(now, now + 61, now + 900) << false;
    QTest::newRow("expired now") << body(now - 10, now, now) << false;
    QTest::newRow("lives too long") << body(now, now, now + 901) << false;
    QTest::newRow("lives for ever") << body(now, now, 253402300799) << false;
    QTest::newRow("beyond 64 bits of ms") << body(now, now, 9223372036854775807) << false;
    QTest::newRow("negative") << body(-5, -5, -1) << false;
    QTest::newRow("issued before 1970, to live long") << body(-now, now, now + 900) << false;
    const auto row = [](const char *name, const QByteArray &claims) {
        QTest::newRow(name) << claims << false;
    };
    const QByteArray times = R"("iat":)" + QByteArray::number(now) + R"(,"nbf":)" + QByteArray::number(now);
    const QByteArray exp = R"(,"exp":)" + QByteArray::number(now + 900);
    row("no exp", R"({"sub":"7","sid":"s",)" + times + '}');
    row("exp null", R"({"sub":"7","sid":"s",)" + times + R"(,"exp":null})");
    row("exp in words", R"({"sub":"7","sid":"s",)" + times + R"(,"exp":"9999999999"})");
    row("exp with a fraction", R"({"sub":"7","sid":"s",)" + times + R"(,"exp":1e10})");
    row("no iat", R"({"sub":"7","sid":"s")" + exp + '}');
    row("no sub", R"({"sid":"s",)" + times + exp + '}');
    row("sub a number", R"({"sub":7,"sid":"s",)" + times + exp + '}');
    row("sub a name", R"({"sub":"admin","sid":"s",)" + times + exp + '}');
    row("sub 0", R"({"sub":"0","sid":"s",)" + times + exp + '}');
    row("sub negative", R"({"sub":"-7","sid":"s",)" + times + exp + '}');
    row("no sid", R"({"sub":"7",)" + times + exp + '}');
    row("sid empty", R"({"sub":"7","sid":"",)" + times + exp + '}');
    row("no object", "[]");
    row("no JSON", "{");
    row("empty", "");
}

void AccessTokenTest::claims()
{
    QFETCH(QByteArray, claims);
    m_now = start;
    const auto verified = m_tokens.verify(ours(claims));
    QTEST(verified.has_value(), "good");
    if (!verified)
        QCOMPARE(verified.error().code, ErrorCode::PermissionDenied);
}

void AccessTokenTest::malformed_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = ours(body(now, now, now + 900));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("dots") << ".."_ba;
    QTest::newRow("one part") << "abc"_ba;
    QTest::newRow("two parts") << good.first(good.lastIndexOf('.'));
    QTest::newRow("no signature") << good.first(good.lastIndexOf('.') + 1);
    QTest::newRow("four parts") << good + ".x";
    QTest::newRow("five parts, as JWE") << good + ".x.y";
    QTest::newRow("byte 0 behind") << good + QByteArray("\0x", 2);
    QTest::newRow("byte 0 before") << QByteArray("\0", 1) + good;
    QTest::newRow("space before") << ' ' + good;
    QTest::newRow("huge") << QByteArray(100'000'000, 'a');
    QTest::newRow("deep") << forge(R"({"alg":"HS256"})", QByteArray(500, '['), key);
    QTest::newRow("not base64") << "!!!.???.###"_ba;
}

void AccessTokenTest::malformed()
{
    QFETCH(QByteArray, token);
    m_now = start;
    QCOMPARE(codeOf(m_tokens.verify(token)), ErrorCode::PermissionDenied);
}

void AccessTokenTest::everyChangedByteIsSeen()
{
    m_now = start;
    const QByteArray good = m_tokens.issue(7, u"s"_s);
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = bad.at(i) == 'A' ? 'Q' : 'A'; // their first bits differ too: the last sign has two idle ones
        if (bad != good)
            QVERIFY2(!m_tokens.verify(bad), QByteArray::number(i).constData());
        QVERIFY(!m_tokens.verify(good.first(i)));
    }
}

QTEST_GUILESS_MAIN(AccessTokenTest)
#include "accesstoken.moc"
