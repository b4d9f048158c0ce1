// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/containers.h"

#include "core/base/jsonreader.h"
#include "core/docker/names.h"

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

Result<net::HttpRequest> onContainer(QByteArray method, const QString &container, QByteArrayView suffix,
                                     const Query &query = {})
{
    return containerPath(container, suffix).transform([&](const QByteArray &path) {
        net::HttpRequest request;
        request.method = std::move(method);
        request.target = target(path, query);
        return request;
    });
}

QByteArrayView suffixOf(ChangeContainer::Action action)
{
    switch (action) {
    case ChangeContainer::Action::Start:
        return "/start";
    case ChangeContainer::Action::Stop:
        return "/stop";
    case ChangeContainer::Action::Restart:
        return "/restart";
    case ChangeContainer::Action::Kill:
        return "/kill";
    case ChangeContainer::Action::Pause:
        return "/pause";
    case ChangeContainer::Action::Unpause:
        return "/unpause";
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

Result<net::HttpRequest> ListContainers::toHttp(ApiVersion) const
{
    net::HttpRequest request;
    request.target = all ? "/containers/json?all=1" : "/containers/json";
    return request;
}

Result<QList<ContainerSummary>> ListContainers::parse(const net::HttpResponse &response)
{
    return parseJsonArray(response.body, u"container list"_s).and_then(&listFromJson<ContainerSummary>);
}

Result<net::HttpRequest> InspectContainer::toHttp(ApiVersion) const
{
    return onContainer("GET", container, "/json");
}

Result<ContainerDetails> InspectContainer::parse(const net::HttpResponse &response)
{
    return parseJsonObject(response.body, u"container"_s).and_then(&ContainerDetails::fromJson);
}

Result<net::HttpRequest> ChangeContainer::toHttp(ApiVersion) const
{
    return onContainer("POST", container, suffixOf(action));
}

Result<net::HttpRequest> RenameContainer::toHttp(ApiVersion) const
{
    if (!isContainerReference(newName))
        return failure(ErrorCode::InvalidInput, newName,
                       u"a name has letters, digits, '_', '.' and '-' only"_s);
    return onContainer("POST", container, "/rename", Query{{u"name"_s, newName}});
}

Result<net::HttpRequest> RemoveContainer::toHttp(ApiVersion) const
{
    Query query;
    if (force)
        query.emplaceBack(u"force"_s, u"1"_s);
    if (anonymousVolumes)
        query.emplaceBack(u"v"_s, u"1"_s);
    return onContainer("DELETE", container, {}, query);
}

Result<net::HttpRequest> ListProcesses::toHttp(ApiVersion) const
{
    return onContainer("GET", container, "/top");
}

Result<ProcessTable> ListProcesses::parse(const net::HttpResponse &response)
{
    return parseJsonObject(response.body, u"process list"_s).and_then(&ProcessTable::fromJson);
}

Result<net::HttpRequest> GetStats::toHttp(ApiVersion) const
{
    Query query{{u"stream"_s, u"false"_s}};
    if (oneShot)
        query.emplaceBack(u"one-shot"_s, u"true"_s);
    return onContainer("GET", container, "/stats", query);
}

Result<StatsSample> GetStats::parse(const net::HttpResponse &response)
{
    return parseJsonObject(response.body, u"container stats"_s).and_then(&StatsSample::fromJson);
}

} // namespace fairlead::docker
