// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace fairlead {

/// Lets this process have as many open files as the system allows it. Each connection takes one, and what a
/// process begins with is often 1024. Does nothing where there is no such limit.
void allowManyOpenFiles();

} // namespace fairlead
