// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/paging.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

Result<Page> pageFrom(const RestRequest &request)
{
    Page page;
    for (auto &[name, time] : {std::pair{"from"_L1, &page.from}, std::pair{"to"_L1, &page.to}}) {
        const QString text = request.argument(name);
        if (text.isEmpty())
            continue;
        const auto given = timeFrom(text, u"the parameter "_s + name);
        if (!given)
            return std::unexpected(given.error());
        *time = *given;
    }
    bool good = true;
    if (const QString text = request.argument("before"_L1); !text.isEmpty())
        page.before = text.toLongLong(&good);
    if (const QString text = request.argument("limit"_L1); good && !text.isEmpty())
        page.limit = text.toLongLong(&good);
    constexpr qint64 most = 1000;
    if (!good || page.limit < 1 || page.limit > most)
        return failure(ErrorCode::InvalidInput, u"the parameters before and limit"_s,
                       u"use whole numbers, and a limit of 1 to %1"_s.arg(most));
    return page;
}

} // namespace fairlead::hub
