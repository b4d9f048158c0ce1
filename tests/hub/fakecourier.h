// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/courier.h"

#include <deque>

namespace fairlead::test {

/// Writes down what it is to deliver, and answers as it was told.
class FakeCourier : public hub::Courier
{
public:
    [[nodiscard]] Future<> deliver(const store::AlertChannel &channel, const hub::Notice &notice) override
    {
        titles += channel.name + u'|' + hub::titleOf(notice);
        notices += notice;
        Result<> result;
        if (!answers.empty()) {
            result = answers.front();
            answers.pop_front();
        }
        return readyFuture<void>(result);
    }

    QStringList titles; ///< "channel|title"
    QList<hub::Notice> notices;
    std::deque<Result<>> answers; ///< then it takes everything
};

} // namespace fairlead::test
