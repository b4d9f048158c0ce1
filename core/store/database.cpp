// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/database.h"

#include "core/base/logging.h"

using namespace Qt::StringLiterals;

namespace fairlead::store {

Database::Database(const Options &options, QObject *parent)
    : QObject(parent)
    , m_worker(options.directory, options.maxWaiting,
               [this](const std::optional<Error> &trouble) { onReport(trouble); })
    , m_thread(QThread::create([this] { m_worker.run(); }))
{
    m_thread->setObjectName(u"database"_s);
    m_thread->start();
}

Database::~Database()
{
    m_worker.close();
    m_thread->wait();
}

Future<> Database::opened()
{
    return read([](Connection &) { return Result<>(); });
}

void Database::onReport(const std::optional<Error> &trouble)
{
    if (trouble.has_value() == m_inTrouble)
        return;
    m_inTrouble = trouble.has_value();
    // Queued, for these are signals of the object's own thread.
    if (trouble) {
        qCWarning(lcStore) << "cannot write:" << toSentence(*trouble);
        QMetaObject::invokeMethod(this, &Database::troubled, Qt::QueuedConnection, *trouble);
    } else {
        QMetaObject::invokeMethod(this, &Database::recovered, Qt::QueuedConnection);
    }
}

} // namespace fairlead::store
