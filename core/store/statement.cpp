// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/statement.h"

#include "core/store/connection.h"

#include <QSqlError>

namespace fairlead::store {

Statement::Statement(Connection &connection, Sql sql)
    : m_connection(connection)
    , m_query(connection.database())
{
    m_query.setForwardOnly(true);
    // To run what is not prepared gives another error, which says nothing.
    if (!m_query.prepare(sql.text()))
        m_fault = m_connection.toError(m_query.lastError());
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
