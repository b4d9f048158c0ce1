// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/container.h"

#include <QCoreApplication>

namespace fairlead::ui {

/// What a dot in a list says. Views give each its own shape and its own colour.
enum class Glyph { Running, Paused, Stopped, Restarting, Unhealthy, Unreachable, Connecting };

/// The sentences and short facts that lists and hovers show of a container. Pure: same input, same text.
class ContainerText
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::ContainerText)

public:
    [[nodiscard]] static Glyph glyph(const Container &container);
    /// "running", "paused", "stopped (exit code 137)".
    [[nodiscard]] static QString state(const Container &container);
    /// The quiet second line: "up 3 h · nginx:1.27"; what may be cut off comes last.
    [[nodiscard]] static QString secondLine(const Container &container, const QDateTime &now);
    /// The hover text, as rich text with everything foreign escaped.
    [[nodiscard]] static QString toolTip(const Container &container, const QDateTime &now);
    /// One sentence for screen readers.
    [[nodiscard]] static QString spoken(const Container &container, const QDateTime &now);

    /// "nginx:1.27"; digests are cut to what a person can compare, Docker Hub is not named.
    [[nodiscard]] static QString image(const QString &reference);
    /// "8080 → 80/tcp", unpublished ports as "80/tcp".
    [[nodiscard]] static QString port(const PublishedPort &port);
    /// "4 min", "3 h", "12 d"; under a minute and for clocks that run apart: "under a minute".
    [[nodiscard]] static QString span(const QDateTime &from, const QDateTime &now);
};

} // namespace fairlead::ui
