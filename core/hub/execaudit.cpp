// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/execaudit.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

QString auditTarget(const RelaySession &session)
{
    const ExecRequest &request = session.request();
    const QString &name = session.owner().serverName;
    const auto argv = QJsonArray::fromStringList(request.opening.command);
    return (name.isEmpty() ? request.server : name) + u'/' + request.container + u' '
           + QString::fromUtf8(QJsonDocument(argv).toJson(QJsonDocument::Compact));
}

QString auditOutcome(const RelaySession &session, Time now)
{
    const double seconds = double((now - session.opened()).count()) / 1000;
    return u"%1, after %2 s"_s.arg(session.outcome()).arg(seconds, 0, 'f', 1);
}

} // namespace fairlead::hub
