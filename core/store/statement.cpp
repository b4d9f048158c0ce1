// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/statement.h"

#include "core/store/connection.h"

#include <QSqlError>

namespace fairlead::store {

Statement::Statement(Connection &connection, Sql sql)
    : m_connection(connection)
    , m_sql(sql)
    , m_query(connection.database())
{
    if (auto prepared = m_connection.takePrepared(sql)) {
        m_query = *std::move(prepared);
        return;
    }
    m_query.setForwardOnly(true);
    // To run what is not prepared gives another error, which says nothing.
    if (!m_query.prepare(sql.text()))
        m_fault = m_connection.toError(m_query.lastError());
}

Statement::~Statement()
{
    m_query.finish(); // it must not hold the file
    if (!m_fault)
        m_connection.keepPrepared(m_sql, std::move(m_query));
}

Result<> Statement::execute()
{
    if (m_fault)
        return std::unexpected(*m_fault);
    if (!m_query.exec())
        return fault();
    return {};
}

Result<bool> Statement::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        return fault();
    return false;
}

std::unexpected<Error> Statement::fault() const
{
    return std::unexpected(m_connection.toError(m_query.lastError()));
}

} // namespace fairlead::store
