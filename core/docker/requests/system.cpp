// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/system.h"

#include "core/base/jsonreader.h"

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

net::HttpRequest get(QByteArray target)
{
    net::HttpRequest request;
    request.target = std::move(target);
    return request;
}

template<typename T>
Result<T> readObject(const net::HttpResponse &response, const QString &subject)
{
    return parseJsonObject(response.body, subject).and_then(&T::fromJson);
}

} // namespace

Result<net::HttpRequest> Ping::toHttp(ApiVersion) const
{
    return get("/_ping");
}

Result<Ping::Response> Ping::parse(const net::HttpResponse &response)
{
    const auto version = ApiVersion::parse(response.head.headers.value("Api-Version"));
    if (!version)
        return std::unexpected(version.error());
    return Response{*version,
                    QString::fromLatin1(response.head.headers.value(QHttpHeaders::WellKnownHeader::Server))};
}

Result<net::HttpRequest> GetVersion::toHttp(ApiVersion) const
{
    return get("/version");
}

Result<EngineVersion> GetVersion::parse(const net::HttpResponse &response)
{
    return readObject<EngineVersion>(response, u"engine version"_s);
}

Result<net::HttpRequest> GetInfo::toHttp(ApiVersion) const
{
    return get("/info");
}

Result<SystemInfo> GetInfo::parse(const net::HttpResponse &response)
{
    return readObject<SystemInfo>(response, u"engine info"_s);
}

Result<net::HttpRequest> ListImages::toHttp(ApiVersion) const
{
    return get("/images/json");
}

Result<QList<ImageSummary>> ListImages::parse(const net::HttpResponse &response)
{
    return parseJsonArray(response.body, u"image list"_s).and_then(&listFromJson<ImageSummary>);
}

} // namespace fairlead::docker
