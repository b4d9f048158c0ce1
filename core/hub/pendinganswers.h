// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QPromise>
#include <QScopedPointer>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace fairlead::hub {

/// What one agent was asked and has not answered yet, by command_id.
template<typename Response>
class PendingAnswers
{
public:
    static constexpr qsizetype most = 64;

    /// Waits for an answer. Conflict when the id is in use; LimitReached beyond `most`. When `timeout` is
    /// over, `onTimeout` is called and the future gets a Timeout.
    [[nodiscard]] Future<Response> add(const QString &id, std::chrono::milliseconds timeout,
                                       const std::function<void()> &onTimeout = {})
    {
        if (m_entries.contains(id))
            return readyFuture<Response>(failure(ErrorCode::Conflict, QStringLiteral("command %1").arg(id),
                                                 QStringLiteral("it runs already")));
        if (m_entries.size() >= most)
            return readyFuture<Response>(failure(ErrorCode::LimitReached,
                                                 QStringLiteral("the number of commands"),
                                                 QStringLiteral("%1 run on this server already").arg(most)));
        auto entry = std::make_shared<Entry>();
        entry->promise.start();
        entry->timer.reset(new QTimer);
        entry->timer->setSingleShot(true);
        QObject::connect(entry->timer.get(), &QTimer::timeout, entry->timer.get(), [this, id, onTimeout] {
            if (onTimeout)
                onTimeout();
            settle(id, failure(ErrorCode::Timeout, QStringLiteral("the agent")));
        });
        entry->timer->start(timeout);
        m_entries.insert(id, entry);
        return entry->promise.future();
    }

    /// False when nobody waits for it.
    bool settle(const QString &id, const Result<Response> &result)
    {
        const auto entry = m_entries.take(id);
        if (!entry)
            return false;
        entry->timer->stop();
        entry->promise.addResult(result);
        entry->promise.finish();
        return true;
    }

    void failAll(const Error &error)
    {
        const QStringList ids = m_entries.keys();
        for (const QString &id : ids)
            settle(id, std::unexpected(error));
    }

    [[nodiscard]] bool contains(const QString &id) const { return m_entries.contains(id); }
    [[nodiscard]] qsizetype count() const { return m_entries.size(); }

private:
    struct Entry
    {
        QPromise<Result<Response>> promise;
        std::unique_ptr<QTimer, QScopedPointerDeleteLater> timer;
    };

    QHash<QString, std::shared_ptr<Entry>> m_entries;
};

} // namespace fairlead::hub
