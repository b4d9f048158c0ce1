// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/daemon/hubsettings.h"
#include "core/hub/hub.h"

#include <QLockFile>
#include <QUrl>

namespace fairlead {

/// `fairleadd hub`: builds a hub and runs it until it is told to stop.
class HubCommand : public QObject
{
    Q_OBJECT

public:
    explicit HubCommand(HubSettings settings, QObject *parent = nullptr);
    ~HubCommand() override;

    /// Opens the database and begins to listen; the admin that was made at the first start.
    [[nodiscard]] Future<hub::Hub::FirstAdmin> start();
    /// http:// or https://; empty before start() has finished.
    [[nodiscard]] QUrl url() const;
    /// SHA-256 of the certificate that the hub made for itself; empty without one.
    [[nodiscard]] const QByteArray &fingerprint() const { return m_fingerprint; }
    /// Reads certificate and key again.
    void reload();
    /// stopped() follows in bounded time.
    void stop();

Q_SIGNALS:
    void stopped();

private:
    [[nodiscard]] Result<> claimDirectory();
    [[nodiscard]] Result<net::Listener::Settings> prepareListener();
    [[nodiscard]] QUrl enrollUrl() const;

    HubSettings m_settings;
    QByteArray m_fingerprint;
    std::optional<QLockFile> m_claim; // on the data directory
    std::unique_ptr<hub::Hub> m_hub;
};

/// Runs `fairleadd hub` with the program's arguments and returns its exit code: 0, 1 when it cannot run, 2
/// for a wrong usage.
[[nodiscard]] int runHubCommand(const QStringList &arguments);

} // namespace fairlead
