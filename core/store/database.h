// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/worker.h"

#include <QObject>
#include <QThread>

namespace fairlead::store {

/// The database of a hub, in a thread of its own: jobs go in, futures come out.
///
/// A job is a function `Result<T>(Connection &)`; it runs in the database's thread and must not touch what
/// belongs to another. Jobs run in the order they were given, so one sees what those before it wrote.
class Database : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString directory; ///< for Connection::open()
        size_t maxWaiting = 4096;
    };

    /// Starts to open the file; jobs may be given at once, and all fail with the same error if it cannot be
    /// opened.
    explicit Database(const Options &options, QObject *parent = nullptr);
    /// Runs the jobs that wait, and closes the file.
    ~Database() override;

    /// Finishes when the file is open, or with what prevents it.
    [[nodiscard]] Future<> opened();

    /// Runs a job that may write. When it fails, nothing that it wrote stays. Finishes when what it wrote
    /// would outlive the process; LimitReached when too many jobs wait already.
    template<typename Work>
    [[nodiscard]] QFuture<std::invoke_result_t<Work &, Connection &>> run(Work work)
    {
        return add(Job::Kind::Write, std::move(work));
    }

    /// The same for a job that only reads.
    template<typename Work>
    [[nodiscard]] QFuture<std::invoke_result_t<Work &, Connection &>> read(Work work)
    {
        return add(Job::Kind::Read, std::move(work));
    }

Q_SIGNALS:
    /// The file can no longer be written: disk full, read-only, broken. Said once; writing is tried on with
    /// every job.
    void troubled(const fairlead::Error &error);
    /// After troubled(): it can be written again.
    void recovered();

private:
    template<typename Work>
    auto add(Job::Kind kind, Work work)
    {
        auto job = std::make_unique<JobOf<Work>>(kind, std::move(work));
        auto future = job->future();
        m_worker.add(std::move(job));
        return future;
    }
    void onReport(const std::optional<Error> &trouble);

    Worker m_worker;
    std::unique_ptr<QThread> m_thread;
    bool m_inTrouble = false; // of the database's thread
};

} // namespace fairlead::store
