// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/client.h"

#include <QObject>
#include <QProcessEnvironment>

#include <memory>

namespace fairlead {

/// Asks one place after the other whether an engine answers there.
class EngineFinder : public QObject
{
    Q_OBJECT

public:
    explicit EngineFinder(QProcessEnvironment environment);

    /// Begins with the first place; found() or failed() follows, once, never from inside this call.
    void start();

Q_SIGNALS:
    void found(const fairlead::docker::Endpoint &endpoint);
    /// Nobody answers. `subject` is the place whose failure a person can do most about, `detail` has a line
    /// for each place.
    void failed(const fairlead::Error &error);

private:
    void tryNext();
    void giveUp();

    QProcessEnvironment m_environment;
    QList<docker::Endpoint> m_places;
    QList<Error> m_errors;
    std::unique_ptr<docker::Client> m_client;
};

} // namespace fairlead
