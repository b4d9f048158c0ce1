// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/passwords.h"

#include "tests/store/teststore.h"

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;

namespace {

const QString good = u"correct horse"_s;

} // namespace

class PasswordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void hashIsArgon2id();
    void wrongOnes_data();
    void wrongOnes();
    void strangeHashesFitNothing_data();
    void strangeHashesFitNothing();
    void nobodyCostsAsMuchAsSomebody();
    void offTheThread();
    void queueIsBounded();
};

void PasswordsTest::rules_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("good") << good << true;
    QTest::newRow("10") << u"0123456789"_s << true;
    QTest::newRow("9") << u"012345678"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("256 bytes") << u"a"_s + QString(255, u'b') << true;
    QTest::newRow("257 bytes") << u"a"_s + QString(256, u'b') << false;
    QTest::newRow("200 characters, 400 bytes") << u"a"_s + QString(199, u'ü') << false;
    QTest::newRow("one character") << QString(20, u'a') << false;
    QTest::newRow("the name") << u"Administrator"_s << false;
    QTest::newRow("umlauts") << u"süßeÄpfel5"_s << true;
    QTest::newRow("byte 0") << u"01234"_s + QChar(0) + u"56789"_s << false;
}

void PasswordsTest::rules()
{
    QFETCH(QString, password);
    QTEST(checkPassword(password, u"administrator"_s).has_value(), "allowed");
}

void PasswordsTest::hashIsArgon2id()
{
    const QString hash = hashPassword(good).value();
    // RFC 9106 with what libsodium calls interactive: 64 MiB, 2 passes.
    QVERIFY2(hash.startsWith("$argon2id$v=19$m=65536,t=2,p=1$"_L1), qPrintable(hash));
    QVERIFY(verifyPassword(hash, good));
    QVERIFY(hash != hashPassword(good).value()); // salted
    QVERIFY(!hash.contains(good));
}

void PasswordsTest::wrongOnes_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("empty") << QString();
    QTest::newRow("shorter") << good.chopped(1);
    QTest::newRow("longer") << QString(good + u'x');
    QTest::newRow("byte 0 behind") << QString(good + QChar(0));
    QTest::newRow("case") << u"Correct horse"_s;
    QTest::newRow("huge") << QString(10'000'000, u'x');
}

void PasswordsTest::wrongOnes()
{
    QFETCH(QString, password);
    QVERIFY(!verifyPassword(hashPassword(good, PasswordCost::least()).value(), password));
}

void PasswordsTest::strangeHashesFitNothing_data()
{
    QTest::addColumn<QString>("hash");
    QTest::newRow("none") << QString();
    QTest::newRow("locked") << u"!"_s;
    QTest::newRow("the password itself") << good;
    QTest::newRow("cut") << hashPassword(good, PasswordCost::least()).value().chopped(5);
    QTest::newRow("prefix alone") << u"$argon2id$"_s;
    QTest::newRow("long") << u"$argon2id$"_s + QString(1000, u'a');
    QTest::newRow("immense cost")
        << u"$argon2id$v=19$m=4294967295,t=4294967295,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"_s;
}

void PasswordsTest::strangeHashesFitNothing()
{
    QFETCH(QString, hash);
    QVERIFY(!verifyPassword(hash, good, PasswordCost::least()));
    QVERIFY(!verifyPassword(hash, QString(), PasswordCost::least()));
}

void PasswordsTest::nobodyCostsAsMuchAsSomebody()
{
    const QString hash = hashPassword(good).value();
    const auto cost = [](const QString &of) {
        // The least of some: what else runs on the machine only adds.
        qint64 least = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            std::ignore = verifyPassword(of, u"wrong password"_s);
            least = qMin(least, timer.nsecsElapsed());
        }
        return double(least);
    };
    const double somebody = cost(hash);
    const double nobody = cost({});
    QVERIFY2(nobody > somebody / 2 && nobody < somebody * 2,
             qPrintable(u"%1 ns, %2 ns"_s.arg(nobody).arg(somebody)));
}

void PasswordsTest::offTheThread()
{
    Passwords passwords(PasswordCost::least());
    const auto hash = await(passwords.hash(good));
    QVERIFY(hash);
    QCOMPARE(await(passwords.verify(*hash, good)), true);
    QCOMPARE(await(passwords.verify(*hash, u"other"_s)), false);
    QCOMPARE(await(passwords.verify({}, good)), false);
}

void PasswordsTest::queueIsBounded()
{
    Passwords passwords({1, 32 << 20}); // slow enough that none is done before all are there
    QList<Future<bool>> all;
    for (int i = 0; i < 70; ++i)
        all += passwords.verify({}, good);
    QCOMPARE(codeOf(all.last().result()), ErrorCode::LimitReached); // at once
    QVERIFY(eventually([&] { return std::ranges::all_of(all, &Future<bool>::isFinished); }));
    QCOMPARE(await(passwords.verify({}, good)), false); // there is room again
}

QTEST_GUILESS_MAIN(PasswordsTest)
#include "passwords.moc"
