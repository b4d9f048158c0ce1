// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/remote/hubaddress.h"

#include <QJsonObject>
#include <QNetworkAccessManager>

#include <chrono>
#include <optional>

namespace fairlead {

/// One request to a hub's REST.
struct HubRequest
{
    QByteArray method = "GET";
    QByteArray path; ///< encoded, behind "/api/v1"
    QUrlQuery query = {};
    std::optional<QJsonObject> body = std::nullopt;
    std::chrono::milliseconds timeout = std::chrono::seconds(30); ///< for all of it
    QString subject = {}; ///< what it is about, for errors; empty: the hub
};

/// What a hub answered, whatever its status.
struct HubReply
{
    int status = 0;
    QJsonObject json;                   ///< of a problem too (RFC 9457)
    std::chrono::seconds retryAfter{0}; ///< of 429
};

/// Asks a hub over HTTP. Every answer is bounded in size and time; redirects are not followed, or a password
/// would go to whom the hub does not know.
class HubHttp : public QObject
{
    Q_OBJECT

public:
    /// The largest is a year's history of many metrics.
    static constexpr qint64 maxAnswer = 16 * 1024 * 1024;

    explicit HubHttp(HubAddress address, QObject *parent = nullptr);
    ~HubHttp() override;

    [[nodiscard]] const HubAddress &address() const { return m_address; }
    /// NotReachable; TlsFailed, also for another certificate than the pinned one, with both fingerprints;
    /// Timeout, ConnectionLost, TooLarge; ProtocolError for what is no JSON object, and for redirects.
    /// Without a token nobody is named. When this object goes the future is cancelled.
    [[nodiscard]] Future<HubReply> send(const HubRequest &request, const QByteArray &token = {});
    /// SHA-256 of the certificate that was refused last; empty: none was. For a person who may want to trust
    /// it.
    [[nodiscard]] const QByteArray &refusedFingerprint() const { return m_refusedFingerprint; }

private:
    [[nodiscard]] QNetworkRequest wireRequest(const HubRequest &request, const QByteArray &token) const;

    HubAddress m_address;
    QNetworkAccessManager m_manager;
    QByteArray m_refusedFingerprint;
};

} // namespace fairlead
