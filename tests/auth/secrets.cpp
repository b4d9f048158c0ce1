// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/secrets.h"

#include "core/auth/apikey.h"
#include "tests/store/teststore.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace fairlead;
using namespace fairlead::auth;
using namespace fairlead::test;

class SecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomIsRandom();
    void constantTimeComparison();
    void keyIsMadeOnceForItsOwner();
    void keyFiles_data();
    void keyFiles();
    void apiKeysAreKeptAsHashes();
    void apiKeyIsRotatedAndRevoked();
    void malformedApiKeys_data();
    void malformedApiKeys();
};

void SecretsTest::randomIsRandom()
{
    QSet<QByteArray> tokens;
    QSet<QString> passwords;
    for (int i = 0; i < 1000; ++i) {
        tokens.insert(randomToken());
        passwords.insert(randomPassword());
    }
    QCOMPARE(tokens.size(), 1000);
    QCOMPARE(passwords.size(), 1000);
    QCOMPARE(QByteArray::fromBase64(*tokens.begin(), QByteArray::Base64UrlEncoding).size(), 32);
    QCOMPARE(passwords.begin()->size(), 23);
    QCOMPARE(randomBytes(0).size(), 0);
    QCOMPARE(sha256("abc").toHex(),
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180
}

void SecretsTest::constantTimeComparison()
{
    QVERIFY(equalInConstantTime("abc", "abc"));
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(!equalInConstantTime("abc", "abd"));
    QVERIFY(!equalInConstantTime("abc", "ab"));
    QVERIFY(!equalInConstantTime("", "a"));
}

void SecretsTest::keyIsMadeOnceForItsOwner()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"jwt.key"_s);
    const auto key = loadOrMakeKey(file);
    QCOMPARE(key.value().size(), 32);
    QCOMPARE(QFileInfo(file).permissions() & ~QFile::Permissions(0x7000), QFile::ReadUser | QFile::WriteUser);
    QCOMPARE(loadOrMakeKey(file), key);
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files),
             QStringList{u"jwt.key"_s});                               // nothing half is left
    QVERIFY(loadOrMakeKey(directory.filePath(u"other.key"_s)) != key); // random per install
}

void SecretsTest::keyFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("permissions");
    QTest::addColumn<ErrorCode>("code");
    const QByteArray key(32, 'k');
    QTest::newRow("group reads") << key << 0x6040 << ErrorCode::PermissionDenied;
    QTest::newRow("all read") << key << 0x6044 << ErrorCode::PermissionDenied;
    QTest::newRow("all write") << key << 0x6002 << ErrorCode::PermissionDenied;
    QTest::newRow("empty") << QByteArray() << 0x6000 << ErrorCode::InvalidInput;
    QTest::newRow("short") << QByteArray(31, 'k') << 0x6000 << ErrorCode::InvalidInput;
    QTest::newRow("long") << QByteArray(33, 'k') << 0x6000 << ErrorCode::InvalidInput;
}

void SecretsTest::keyFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(int, permissions);
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"jwt.key"_s));
    QVERIFY(file.open(QFile::WriteOnly) && file.write(content) == content.size());
    QVERIFY(file.setPermissions(QFile::Permissions(permissions)));
    file.close();
    const auto key = loadOrMakeKey(file.fileName());
    QVERIFY(!key);
    QTEST(key.error().code, "code");
    QVERIFY(toSentence(key.error()).contains("jwt.key"_L1));
    QCOMPARE(codeOf(loadOrMakeKey(directory.path())), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(loadOrMakeKey(u"/proc/none/jwt.key"_s)), ErrorCode::PermissionDenied);
}

void SecretsTest::apiKeysAreKeptAsHashes()
{
    TestStore store;
    const auto one = registerServer(*store, u"one"_s, {u"prod"_s}, start).value();
    QVERIFY(isApiKey(one.key));
    QVERIFY(one.key.startsWith("fl_"));
    QCOMPARE(serverOfKey(*store, one.key), one.server.id);
    store.connection.reset(); // everything is in the file
    for (const QString &name : QDir(store.directory.path()).entryList(QDir::Files)) {
        QFile file(store.directory.filePath(name));
        QVERIFY(file.open(QFile::ReadOnly));
        QVERIFY(!file.readAll().contains(one.key.sliced(3)));
    }
}

void SecretsTest::apiKeyIsRotatedAndRevoked()
{
    const TestStore store;
    const auto one = registerServer(*store, u"one"_s, {}, start).value();
    const auto two = registerServer(*store, u"two"_s, {}, start).value();
    const QByteArray next = rotateApiKey(*store, one.server.id, start).value();
    QCOMPARE(codeOf(serverOfKey(*store, one.key)), ErrorCode::PermissionDenied);
    QCOMPARE(serverOfKey(*store, next), one.server.id);
    QVERIFY(revokeApiKeys(*store, one.server.id, start));
    QCOMPARE(codeOf(serverOfKey(*store, next)), ErrorCode::PermissionDenied);
    QCOMPARE(codeOf(revokeApiKeys(*store, one.server.id, start)), ErrorCode::NotFound);
    QCOMPARE(codeOf(rotateApiKey(*store, u"none"_s, start)), ErrorCode::NotFound);
    QCOMPARE(serverOfKey(*store, two.key), two.server.id); // nobody else is touched
    QCOMPARE(codeOf(registerServer(*store, u"two"_s, {}, start)), ErrorCode::Conflict);
}

void SecretsTest::malformedApiKeys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prefix alone") << "fl_"_ba;
    QTest::newRow("unknown") << newApiKey();
    QTest::newRow("other prefix") << "gl_" + randomToken();
    QTest::newRow("cut") << newApiKey().chopped(1);
    QTest::newRow("longer") << newApiKey() + 'a';
    QTest::newRow("other alphabet") << "fl_" + QByteArray(43, '+');
    QTest::newRow("quote") << "fl_' OR 1=1 --" + QByteArray(32, 'a');
    QTest::newRow("byte 0") << "fl_" + QByteArray(43, '\0');
    QTest::newRow("huge") << QByteArray(1'000'000, 'a');
}

void SecretsTest::malformedApiKeys()
{
    QFETCH(QByteArray, key);
    const TestStore store;
    const auto one = registerServer(*store, u"one"_s, {}, start).value();
    const auto found = serverOfKey(*store, key);
    // The same words for each: they tell nothing.
    const auto other = serverOfKey(*store, newApiKey());
    QVERIFY(!found && found == other);
    QCOMPARE(found.error().code, ErrorCode::PermissionDenied);
}

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets.moc"
