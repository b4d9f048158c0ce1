// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/logstream.h"

#include "core/docker/names.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

LogStream::LogStream(Client &client, LogQuery query, QObject *parent)
    : LiveStream(client, query.container, parent)
    , m_query(std::move(query))
{}

Result<net::HttpRequest> LogStream::request() const
{
    Query query{{u"stdout"_s, u"1"_s}, {u"stderr"_s, u"1"_s}};
    if (m_query.follow)
        query.emplaceBack(u"follow"_s, u"1"_s);
    if (m_query.timestamps)
        query.emplaceBack(u"timestamps"_s, u"1"_s);
    query.emplaceBack(u"tail"_s, m_query.tail ? QString::number(*m_query.tail) : u"all"_s);
    if (!m_query.since.isEmpty())
        query.emplaceBack(u"since"_s, m_query.since);
    if (!m_query.until.isEmpty())
        query.emplaceBack(u"until"_s, m_query.until);
    return containerPath(m_query.container, "/logs").transform([&](const QByteArray &path) {
        net::HttpRequest request;
        request.target = target(path, query);
        return request;
    });
}

Result<> LogStream::takeBytes(const QByteArray &bytes)
{
    if (m_query.tty) {
        Q_EMIT chunk(OutputKind::Stdout, bytes, false);
        return {};
    }
    const QPointer<LogStream> alive(this);
    for (QByteArrayView rest = bytes; !rest.isEmpty() && alive;) {
        const qsizetype header = qMin(m_demux.missingHeaderBytes(), rest.size());
        if (header > 0) {
            if (const auto fed = m_demux.feedHeader(rest.first(header)); !fed)
                return fed;
            rest = rest.sliced(header);
            m_atFrameStart = true;
            continue;
        }
        const auto payload = qsizetype(qMin<qint64>(m_demux.remaining(), rest.size()));
        const QByteArray piece = rest.first(payload).toByteArray();
        const OutputKind kind = m_demux.kind();
        m_demux.payloadTaken(payload);
        rest = rest.sliced(payload);
        Q_EMIT chunk(kind, piece, std::exchange(m_atFrameStart, false));
    }
    return {};
}

} // namespace fairlead::docker
