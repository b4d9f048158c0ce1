// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QUrl>
#include <QUrlQuery>

namespace fairlead {

/// Where a hub is, and how its certificate is judged. A value.
class HubAddress
{
public:
    HubAddress() = default;
    /// As a person writes it: "hub.example", "https://hub.example:8443", a path behind it when a proxy has
    /// the hub there. https without a scheme. `fingerprint` is the SHA-256 of the one certificate to accept,
    /// in hexadecimal with or without colons; empty: the system's CAs decide. InvalidInput.
    [[nodiscard]] static Result<HubAddress> parse(const QString &text, const QString &fingerprint = {});

    /// Host and port, for errors and lists.
    [[nodiscard]] QString name() const;
    /// "https://hub.example:8443"
    [[nodiscard]] QString text() const { return m_url.toString(); }
    [[nodiscard]] const QByteArray &fingerprint() const { return m_fingerprint; }
    /// False: whoever is on the way can read passwords and shells. A hub on this machine counts as encrypted.
    [[nodiscard]] bool isProtected() const;

    /// The URL of a route; `path` is encoded and begins behind "/api/v1".
    [[nodiscard]] QUrl rest(const QByteArray &path, const QUrlQuery &query = {}) const;
    /// The same for WebSockets.
    [[nodiscard]] QUrl webSocket(const QByteArray &path, const QUrlQuery &query = {}) const;

    friend bool operator==(const HubAddress &, const HubAddress &) = default;

private:
    QUrl m_url; ///< http or https, without a slash at its end
    QByteArray m_fingerprint;
};

} // namespace fairlead
