// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/apiversion.h"

using namespace Qt::StringLiterals;

namespace fairlead::docker {

Result<ApiVersion> ApiVersion::parse(QByteArrayView text)
{
    const qsizetype dot = text.indexOf('.');
    bool majorOk = false;
    bool minorOk = false;
    if (dot > 0 && text.size() <= 8) {
        const ApiVersion version{text.first(dot).toInt(&majorOk), text.sliced(dot + 1).toInt(&minorOk)};
        if (majorOk && minorOk && version.major > 0 && version.minor >= 0)
            return version;
    }
    return failure(ErrorCode::ProtocolError, u"engine"_s, u"it does not tell its API version"_s);
}

Result<ApiVersion> negotiate(ApiVersion engineNewest)
{
    if (engineNewest < oldestKnownApi) {
        return failure(ErrorCode::Unsupported, u"engine"_s,
                       u"its API is %1, Fairlead needs %2 or newer (Docker 19.03, Podman 3)"_s.arg(
                           QLatin1StringView(engineNewest.toString()), QLatin1StringView(oldestKnownApi.toString())));
    }
    return std::min(engineNewest, newestKnownApi);
}

} // namespace fairlead::docker
