// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// What a person reads when something fails, and whether it is worth another try.
class ErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentence_data();
    void sentence();
    void sentenceWithoutSubjectNamesSomething_data() { sentence_data(); }
    void sentenceWithoutSubjectNamesSomething();
    void detailFollowsAColon();
    void inputWithoutSubject();
    void equality();
};

void ErrorTest::sentence_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("transient");
    QTest::newRow("InvalidInput") << ErrorCode::InvalidInput << u"web is not valid"_s << false;
    QTest::newRow("NotReachable") << ErrorCode::NotReachable << u"web cannot be reached"_s << true;
    QTest::newRow("PermissionDenied")
        << ErrorCode::PermissionDenied << u"permission denied for web"_s << false;
    QTest::newRow("NotFound") << ErrorCode::NotFound << u"web does not exist"_s << false;
    QTest::newRow("NotRunning") << ErrorCode::NotRunning << u"web is not running"_s << false;
    QTest::newRow("Conflict") << ErrorCode::Conflict << u"web is not in a state that allows this"_s << false;
    QTest::newRow("Refused") << ErrorCode::Refused << u"web refused"_s << false;
    QTest::newRow("Unsupported") << ErrorCode::Unsupported << u"web does not support this"_s << false;
    QTest::newRow("Timeout") << ErrorCode::Timeout << u"web did not answer in time"_s << true;
    QTest::newRow("ConnectionLost") << ErrorCode::ConnectionLost << u"the connection to web was lost"_s
                                    << true;
    QTest::newRow("ProtocolError") << ErrorCode::ProtocolError
                                   << u"web sent an answer that could not be understood"_s << false;
    QTest::newRow("TooLarge") << ErrorCode::TooLarge << u"web is too large"_s << false;
    QTest::newRow("TlsFailed") << ErrorCode::TlsFailed << u"no secure connection to web"_s << false;
    QTest::newRow("LimitReached") << ErrorCode::LimitReached << u"web is at its limit"_s << true;
    QTest::newRow("Cancelled") << ErrorCode::Cancelled << u"web was cancelled"_s << false;
}

void ErrorTest::sentence()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, expected);
    QFETCH(bool, transient);
    const Error error{code, u"web"_s, {}};
    QCOMPARE(toSentence(error), expected);
    QCOMPARE(error.isTransient(), transient);
}

void ErrorTest::sentenceWithoutSubjectNamesSomething()
{
    QFETCH(ErrorCode, code);
    const QString sentence = toSentence({code, {}, {}});
    QVERIFY2(sentence.contains(code == ErrorCode::InvalidInput ? u"invalid input"_s : u"the peer"_s),
             qPrintable(sentence));
    QVERIFY2(!sentence.contains(u"%1"_s) && !sentence.contains(u"  "_s), qPrintable(sentence));
}

void ErrorTest::detailFollowsAColon()
{
    QCOMPARE(toSentence({ErrorCode::Refused, u"engine"_s, u"no space left on device"_s}),
             u"engine refused: no space left on device"_s);
    // What a peer says is no format string.
    QCOMPARE(toSentence({ErrorCode::NotFound, u"%1%2"_s, u"%1"_s}), u"%1%2 does not exist: %1"_s);
}

void ErrorTest::inputWithoutSubject()
{
    QCOMPARE(toSentence({ErrorCode::InvalidInput, {}, u"no command was given"_s}),
             u"invalid input: no command was given"_s);
}

void ErrorTest::equality()
{
    const Error error{ErrorCode::Timeout, u"a"_s, u"b"_s};
    QVERIFY(error == (Error{ErrorCode::Timeout, u"a"_s, u"b"_s}));
    QVERIFY(error != (Error{ErrorCode::NotFound, u"a"_s, u"b"_s}));
    QVERIFY(error != (Error{ErrorCode::Timeout, u"x"_s, u"b"_s}));
    QVERIFY(error != (Error{ErrorCode::Timeout, u"a"_s, u"x"_s}));
}

QTEST_GUILESS_MAIN(ErrorTest)
#include "error.moc"
