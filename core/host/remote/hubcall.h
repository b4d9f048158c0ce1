// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/remote/hubhttp.h"

#include <QNetworkReply>
#include <QPromise>
#include <QTimer>

#include <memory>

namespace fairlead {

/// One request on its way: reads within bounds, judges the certificate, and deletes itself when it is over.
class HubCall : public QObject
{
    Q_OBJECT

public:
    HubCall(QNetworkReply *reply, const HubAddress &address, std::chrono::milliseconds timeout,
            QObject *parent);
    ~HubCall() override;

    [[nodiscard]] Future<HubReply> answer() { return m_promise.future(); }

Q_SIGNALS:
    void certificateRefused(const QByteArray &fingerprint);

private:
    void onSslErrors(const QList<QSslError> &errors);
    void read();
    void onFinished();
    [[nodiscard]] Result<HubReply> result();
    [[nodiscard]] Error networkError() const;

    std::unique_ptr<QNetworkReply> m_reply;
    HubAddress m_address;
    QTimer m_deadline;
    QByteArray m_body;
    std::optional<Error> m_failure; ///< why we ended it
    QPromise<Result<HubReply>> m_promise;
};

} // namespace fairlead
