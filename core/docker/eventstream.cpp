// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/eventstream.h"

#include "core/docker/names.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

EventStream::EventStream(Client &client, QObject *parent) : LiveStream(client, {}, parent) {}

Result<net::HttpRequest> EventStream::request() const
{
    net::HttpRequest request;
    request.target = target("/events", {{u"filters"_s, u"{\"type\":[\"container\"]}"_s}});
    return request;
}

Result<> EventStream::takeBytes(const QByteArray &bytes)
{
    const auto objects = m_lines.feed(bytes);
    if (!objects)
        return std::unexpected(objects.error());
    const QPointer<EventStream> alive(this);
    for (const QJsonObject &object : *objects) {
        const auto parsed = Event::fromJson(object);
        if (!parsed)
            return std::unexpected(parsed.error());
        Q_EMIT event(*parsed);
        if (!alive)
            break;
    }
    return {};
}

StatsStream::StatsStream(Client &client, const QString &container, QObject *parent)
    : LiveStream(client, container, parent)
{}

Result<net::HttpRequest> StatsStream::request() const
{
    return containerPath(subject(), "/stats").transform([](const QByteArray &path) {
        net::HttpRequest request;
        request.target = target(path, {{u"stream"_s, u"true"_s}});
        return request;
    });
}

Result<> StatsStream::takeBytes(const QByteArray &bytes)
{
    const auto objects = m_lines.feed(bytes);
    if (!objects)
        return std::unexpected(objects.error());
    const QPointer<StatsStream> alive(this);
    for (const QJsonObject &object : *objects) {
        const auto parsed = StatsSample::fromJson(object);
        if (!parsed && parsed.error().code == ErrorCode::NotRunning)
            continue;
        if (!parsed)
            return std::unexpected(parsed.error());
        Q_EMIT sample(*parsed);
        if (!alive)
            break;
    }
    return {};
}

} // namespace fairlead::docker
