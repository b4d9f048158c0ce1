// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpresponseparser.h"

#include <QList>

#include <functional>

namespace fairlead::test {

/// What became of a response that was fed to a parser in some portions.
struct ResponseRun
{
    using State = net::HttpResponseParser::State;

    State state = State::StatusLine;
    int status = 0;
    QByteArray reason;
    QByteArray body;
    QByteArray rest; ///< what the parser did not touch
    Error error;

    friend bool operator==(const ResponseRun &, const ResponseRun &) = default;
};

/// Feeds `portions` one after the other, then closes when `close` is set.
[[nodiscard]] inline ResponseRun feed(const QList<QByteArrayView> &portions, bool close,
                                      net::HttpResponseParser::Options options)
{
    net::HttpResponseParser parser(options);
    ResponseRun run;
    for (const QByteArrayView portion : portions) {
        const qsizetype taken = parser.feed(portion, run.body);
        run.rest += portion.sliced(taken).toByteArray();
    }
    if (close)
        parser.peerClosed();
    run.state = parser.state();
    run.status = parser.head().status;
    run.reason = parser.head().reason;
    run.error = parser.error();
    return run;
}

/// Feeds `bytes` whole, byte by byte, and cut in two at every place. Returns the first run that differs from
/// the whole one, or the whole one when all are equal: `how` tells which it is.
[[nodiscard]] inline ResponseRun feedEveryWay(QByteArrayView bytes, bool close,
                                              net::HttpResponseParser::Options options, QByteArray &how)
{
    const ResponseRun whole = feed({bytes}, close, options);
    QList<QByteArrayView> single;
    for (qsizetype i = 0; i < bytes.size(); ++i)
        single += bytes.sliced(i, 1);
    how = "byte by byte";
    if (const auto run = feed(single, close, options); run != whole)
        return run;
    for (qsizetype cut = 1; cut < bytes.size(); ++cut) {
        how = "cut at " + QByteArray::number(cut);
        if (const auto run = feed({bytes.first(cut), bytes.sliced(cut)}, close, options); run != whole)
            return run;
    }
    how = "whole";
    return whole;
}

} // namespace fairlead::test
