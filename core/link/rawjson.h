// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace fairlead::link {

/// A JSON value as its sender wrote it: valid, but not looked into.
struct RawJson
{
    QByteArray text;

    friend bool operator==(const RawJson &, const RawJson &) = default;
};

} // namespace fairlead::link
