// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/host/container.h"
#include "core/host/host.h"

#include <QJsonObject>

// What an agent tells about containers and engine beside their figures, as members of its message "metrics".
namespace fairlead {

/// An element of `containers`: id, name, image, command, state (the Engine API's word), health, exit_code,
/// created, started_at (ISO 8601, UTC), ports [{host_address, host_port, container_port, protocol}], labels
/// (those of Compose that group containers), project. What is not known is left out; command and ports are
/// cut, for a message has a limit.
[[nodiscard]] QJsonObject toJson(const Container &container);
/// Reads it back; members of the wrong type count as absent. ProtocolError without an id.
[[nodiscard]] Result<Container> containerFromJson(const QJsonObject &json);

/// `engine`: product, version, api_version, os, cpus, memory_bytes.
[[nodiscard]] QJsonObject toJson(const EngineInfo &engine);
[[nodiscard]] EngineInfo engineFromJson(const QJsonObject &json);

/// "healthy" …; empty without a health check.
[[nodiscard]] QString nameOf(Health health);

} // namespace fairlead
