// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/keycheck.h"

#include "core/store/apikeys.h"
#include "core/store/servers.h"

namespace fairlead::hub {

Result<QList<qsizetype>> noteAndCheck(store::Connection &connection, const QList<KeyInUse> &keys)
{
    QList<qsizetype> bad;
    store::ApiKeys stored(connection);
    store::Servers servers(connection);
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const auto key = stored.byHash(keys.at(i).hash);
        if (!key)
            return std::unexpected(key.error());
        if (!*key || (*key)->revoked || (*key)->server != keys.at(i).server) {
            bad.append(i);
            continue;
        }
        if (const auto noted = servers.noteSeen(keys.at(i).server, keys.at(i).heard); !noted)
            return std::unexpected(noted.error());
    }
    return bad;
}

} // namespace fairlead::hub
