// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <memory>

class QSocketNotifier;

namespace fairlead::net {

/// A transfer of libcurl's: its easy handle and all that this points to.
struct CurlTransfer;

/// Runs libcurl's transfers, in the event loop of its thread where that is possible
/// (https://curl.se/libcurl/c/libcurl-multi.html). Each ends within its own time limit.
class CurlTransfers : public QObject
{
    Q_OBJECT

public:
    /// More at once are refused.
    static constexpr size_t maxTransfers = 64;

    explicit CurlTransfers(QObject *parent = nullptr);
    /// What runs ends with Cancelled.
    ~CurlTransfers() override;

    /// The protocol's last response code: HTTP's status, SMTP's reply. Errors: NotReachable, Timeout,
    /// ConnectionLost, TlsFailed, TooLarge, PermissionDenied for a login, LimitReached; Refused with what
    /// SMTP answered. They quote neither address nor peer, whose words may hold secrets.
    [[nodiscard]] Future<long> run(std::unique_ptr<CurlTransfer> transfer);
    /// The same in a thread, for protocols in which libcurl blocks all the same: having sent SMTP's QUIT, it
    /// waits for the answer.
    [[nodiscard]] Future<long> runInThread(std::unique_ptr<CurlTransfer> transfer);

private:
    struct Private;

    void onActivity(qintptr socket, int events);
    void finishDone();

    std::unique_ptr<Private> d;
    QTimer m_timer;
    std::atomic<bool> m_stopping = false;
    std::atomic<size_t> m_inThreads = 0;
    QThreadPool m_threads;
};

} // namespace fairlead::net
