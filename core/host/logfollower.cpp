// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/logfollower.h"

using namespace Qt::StringLiterals;

namespace fairlead {

QString toSentence(const LogEnd &end)
{
    switch (end.cause) {
    case LogEnd::Cause::Complete:
        return {};
    case LogEnd::Cause::ContainerStopped:
        return end.exitCode ? u"the container has stopped with exit code %1"_s.arg(*end.exitCode)
                            : u"the container has stopped"_s;
    case LogEnd::Cause::ContainerRemoved:
        return u"the container was removed"_s;
    case LogEnd::Cause::Failed:
        break;
    }
    return toSentence(end.error);
}

} // namespace fairlead
