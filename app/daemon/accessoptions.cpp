// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/accessoptions.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace fairlead {

Result<net::AccessRules> accessRulesFrom(const QCommandLineParser &parser)
{
    net::AccessRules access;
    for (const QString &text : parser.values(u"allow-host"_s)) {
        const auto name = net::hostName(text.toUtf8());
        if (!name)
            return failure(ErrorCode::InvalidInput, u"--allow-host %1"_s.arg(text),
                           u"it must be a host name or an address"_s);
        access.hosts << *name;
    }
    for (const QString &text : parser.values(u"allow-origin"_s)) {
        const auto origin = net::webOrigin(text);
        if (!origin)
            return failure(ErrorCode::InvalidInput, u"--allow-origin %1"_s.arg(text),
                           u"write it as https://host or https://host:port"_s);
        access.origins << *origin;
    }
    return access;
}

} // namespace fairlead
