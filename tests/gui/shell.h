// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/gui/desk.h"

namespace fairlead::test {

/// A window with a running shell in web-1 of a fake host.
struct Shell
{
    FakeHost host;
    std::unique_ptr<Desk> desk;

    /// `answers`: the other end behaves like a shell; otherwise it is silent.
    explicit Shell(bool answers = true);

    [[nodiscard]] bool open();
};

/// The part of the current terminal that takes keys and clicks.
[[nodiscard]] QWidget *display(Desk &desk);

} // namespace fairlead::test
