// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/rest/route.h"

namespace fairlead::hub {

/// The OpenAPI 3.1 document of the routes.
[[nodiscard]] QJsonObject openApi(const QList<Route> &routes);

} // namespace fairlead::hub
