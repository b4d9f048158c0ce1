// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QJsonObject>

#include <optional>

namespace fairlead::docker {

/// The error that an engine's refusal stands for. Its words have a part in it: Podman answers 500 where
/// Docker answers 409, and both use one status for what a person has to tell apart, "is not running" and "is
/// in use".
[[nodiscard]] Error engineError(int status, const QString &message, const QString &subject);

/// Podman has sent its head when it finds that a container is stopped: then the body of a 200 is {"cause": …,
/// "message": …, "response": 500}.
[[nodiscard]] std::optional<Error> refusalIn(const QJsonObject &body, const QString &subject);

} // namespace fairlead::docker
