// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/worker.h"

#include <QDeadlineTimer>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

// A commit costs as much as some ten jobs; but nobody shall wait long for the others' work.
constexpr size_t maxGroup = 256;
constexpr std::chrono::milliseconds maxGroupTime{100};

/// The error of a result, if it is one.
template<typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

} // namespace

Worker::Worker(QString directory, size_t maxWaiting, Report report)
    : m_directory(std::move(directory))
    , m_maxWaiting(maxWaiting)
    , m_report(std::move(report))
{}

bool Worker::add(JobPointer job)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_closed && m_waiting.size() < m_maxWaiting) {
            m_waiting.push_back(std::move(job));
            m_wake.notify_one();
            return true;
        }
    }
    job->finish(Error{ErrorCode::LimitReached, u"the queue of the database"_s, {}});
    return false;
}

void Worker::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_wake.notify_one();
}

Worker::JobPointer Worker::take()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    if (m_waiting.empty())
        return nullptr;
    JobPointer job = std::move(m_waiting.front());
    m_waiting.pop_front();
    return job;
}

Worker::JobPointer Worker::takeWrite()
{
    const std::scoped_lock lock(m_mutex);
    if (m_waiting.empty() || m_waiting.front()->kind() != Job::Kind::Write)
        return nullptr;
    JobPointer job = std::move(m_waiting.front());
    m_waiting.pop_front();
    return job;
}

void Worker::run()
{
    const auto connection = Connection::open(m_directory);
    while (JobPointer job = take()) {
        if (!connection) {
            job->finish(connection.error());
        } else if (job->kind() == Job::Kind::Write) {
            runGroup(**connection, std::move(job));
        } else {
            std::ignore = job->succeeds(**connection);
            job->finish(std::nullopt);
        }
    }
}

void Worker::runGroup(Connection &connection, JobPointer first)
{
    const QDeadlineTimer deadline(maxGroupTime);
    std::vector<JobPointer> group;
    std::optional<Error> fault = errorOf(connection.execute("BEGIN IMMEDIATE"));
    for (JobPointer job = std::move(first); job; job = takeWrite()) {
        if (!fault)
            fault = runInside(connection, *job);
        group.push_back(std::move(job));
        if (fault || group.size() >= maxGroup || deadline.hasExpired())
            break;
    }
    if (!fault)
        fault = errorOf(connection.execute("COMMIT"));
    const std::optional<Error> trouble = connection.takeTrouble();
    if (fault) {
        std::ignore = connection.execute("ROLLBACK"); // fails when SQLite has rolled back by itself
        fault = trouble.value_or(*fault);             // not that the savepoint is gone, but why
    }
    for (const JobPointer &job : group)
        job->finish(fault);
    if (trouble || !fault)
        m_report(trouble);
}

std::optional<Error> Worker::runInside(Connection &connection, Job &job)
{
    if (auto fault = errorOf(connection.execute("SAVEPOINT job")))
        return fault;
    const bool good = job.succeeds(connection);
    if (!good) {
        // After a full disk the whole transaction may be gone, and the savepoint with it.
        if (auto fault = errorOf(connection.execute("ROLLBACK TO job")))
            return fault;
    }
    return errorOf(connection.execute("RELEASE job"));
}

} // namespace fairlead::store
