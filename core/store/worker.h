// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/job.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace fairlead::store {

/// What the database's thread does: takes jobs from a bounded queue and runs them one after the other.
///
/// Writing jobs that wait behind each other share a transaction, each in a savepoint of its own; they are
/// told their results when it is committed, so nothing that was acknowledged is lost with the process.
class Worker
{
public:
    using Report = std::function<void(const std::optional<Error> &trouble)>;

    Worker(QString directory, size_t maxWaiting, Report report);

    /// False when the queue is full or closed; the job is then finished with LimitReached.
    bool add(std::unique_ptr<Job> job);
    /// No more jobs are taken; run() ends after those that wait.
    void close();
    /// In the database's thread; opens the file, and closes it in the end.
    void run();

private:
    using JobPointer = std::unique_ptr<Job>;

    JobPointer take();
    /// The next job if it is there and writes.
    JobPointer takeWrite();
    void runGroup(Connection &connection, JobPointer first);
    std::optional<Error> runInside(Connection &connection, Job &job);

    QString m_directory;
    size_t m_maxWaiting;
    Report m_report;

    std::mutex m_mutex; // guards the following
    std::condition_variable m_wake;
    std::deque<JobPointer> m_waiting;
    bool m_closed = false;
};

} // namespace fairlead::store
