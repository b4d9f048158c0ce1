// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/requesthead.h"

#include <QString>

namespace fairlead::hub {

/// The token of "Authorization: Bearer …"; empty without one. Never from the URL, which ends up in logs.
[[nodiscard]] QByteArray bearerToken(const net::RequestHead &head);

/// Whether it can be a container's id or name, before it goes to an agent. The agent's own check comes on top
/// (CVE-2026-27734).
[[nodiscard]] bool isContainerReference(const QString &text);

} // namespace fairlead::hub
