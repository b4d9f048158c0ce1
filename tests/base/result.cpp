// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/result.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead;

/// Errors as values, and answers that are there already.
class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failureCarriesAllParts()
    {
        const Result<int> result = failure(ErrorCode::NotFound, u"web"_s, u"gone"_s);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
        QCOMPARE(result.error().subject, u"web"_s);
        QCOMPARE(result.error().detail, u"gone"_s);
    }

    void readyFutureIsFinished()
    {
        const Future<int> good = readyFuture<int>(5);
        QVERIFY(good.isFinished());
        QCOMPARE(good.result().value(), 5);
        const Future<> bad = readyFuture<void>(failure(ErrorCode::Cancelled));
        QVERIFY(bad.isFinished());
        QCOMPARE(bad.result().error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "result.moc"
