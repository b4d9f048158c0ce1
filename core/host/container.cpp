// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/container.h"

using namespace Qt::StringLiterals;

namespace fairlead {

QString Container::composeProject() const
{
    return labels.value(u"com.docker.compose.project"_s);
}

} // namespace fairlead
