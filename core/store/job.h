// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/connection.h"

#include <QPromise>

namespace fairlead::store {

/// A piece of work for the database's thread.
class Job
{
public:
    enum class Kind { Read, Write };

    explicit Job(Kind kind) : m_kind(kind) {}
    virtual ~Job() = default;
    Q_DISABLE_COPY_MOVE(Job)

    [[nodiscard]] Kind kind() const { return m_kind; }
    /// Does the work, and keeps its result.
    [[nodiscard]] virtual bool succeeds(Connection &connection) = 0;
    /// Tells whoever waits: the result, or `fault` when what the work wrote could not be kept.
    virtual void finish(const std::optional<Error> &fault) = 0;

private:
    Kind m_kind;
};

/// A job that calls `Work`, a function of Connection & that gives the Result type `R`.
template<typename Work, typename R = std::invoke_result_t<Work &, Connection &>>
class JobOf : public Job
{
public:
    JobOf(Kind kind, Work work) : Job(kind), m_work(std::move(work)) { m_promise.start(); }

    [[nodiscard]] QFuture<R> future() const { return m_promise.future(); }
    bool succeeds(Connection &connection) override
    {
        m_result.emplace(m_work(connection));
        return m_result->has_value();
    }
    void finish(const std::optional<Error> &fault) override
    {
        if (fault)
            m_promise.addResult(R(std::unexpected(*fault)));
        else
            m_promise.addResult(std::move(*m_result));
        m_promise.finish();
    }

private:
    Work m_work;
    QPromise<R> m_promise;
    std::optional<R> m_result;
};

} // namespace fairlead::store
