// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>

#include <cstdint>
#include <string>

namespace fairlead::bench {

/// One request to a hub on this machine; its JSON answer. Throws a Failure for any other status than 2xx.
[[nodiscard]] QJsonObject callHub(std::uint16_t port, const std::string &method, const std::string &path,
                                  const std::string &token = {}, const QJsonObject &body = {});

} // namespace fairlead::bench
