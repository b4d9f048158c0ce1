// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

namespace fairlead::hub {

/// A key that an agent is connected with.
struct KeyInUse
{
    QString server;
    QByteArray hash;
    Time heard; ///< its agent, the last time
};

/// Writes when the servers were heard, and gives the positions of keys that are no longer valid.
[[nodiscard]] Result<QList<qsizetype>> noteAndCheck(store::Connection &connection,
                                                    const QList<KeyInUse> &keys);

} // namespace fairlead::hub
