// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/execrequest.h"

#include "core/hub/credentials.h"
#include "core/link/limits.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr QByteArrayView prefix = "/api/v1/ws/exec/";

QString decoded(const QByteArray &piece)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(piece));
}

/// Takes the ticket out of the query.
QByteArray takeTicket(QByteArray &query)
{
    constexpr QByteArrayView key = "ticket=";
    qsizetype start = query.startsWith(key) ? 0 : query.indexOf("&ticket=");
    if (start < 0)
        return {};
    start += query.at(start) == '&' ? 1 : 0;
    qsizetype end = start;
    while (end < query.size() && query.at(end) != '&' && query.at(end) != '?')
        ++end;
    const QByteArray ticket = query.sliced(start + key.size(), end - start - key.size());
    query.remove(start, qMin(end + 1, query.size()) - start);
    return ticket;
}

Result<QString> single(const QByteArray &query, QByteArrayView key)
{
    return exec::valuesOf(query, key).transform([](const QStringList &values) {
        return values.isEmpty() ? QString() : values.last();
    });
}

Result<> readOptions(const QByteArray &query, ExecRequest &request)
{
    const auto user = single(query, "user");
    const auto workingDir = single(query, "workdir");
    const auto environment = exec::valuesOf(query, "env");
    const auto privileged = single(query, "privileged");
    for (const auto *value : {&user, &workingDir, &privileged}) {
        if (!*value)
            return std::unexpected(value->error());
    }
    if (!environment)
        return std::unexpected(environment.error());
    if (environment->size() > link::maxArguments)
        return failure(ErrorCode::InvalidInput, u"the env"_s, u"it has too many values"_s);
    request.user = *user;
    request.workingDir = *workingDir;
    request.environment = *environment;
    request.privileged = privileged->compare("true"_L1, Qt::CaseInsensitive) == 0;
    return {};
}

Result<ExecRequest> read(const QByteArrayList &pieces, const net::RequestHead &head)
{
    QByteArray query = head.query;
    ExecRequest request{.server = decoded(pieces.at(0)), .container = decoded(pieces.at(1))};
    request.ticket = takeTicket(query);
    request.token = bearerToken(head);
    if (!isContainerReference(request.container))
        return failure(ErrorCode::InvalidInput, u"the container's id"_s,
                       u"it has letters, digits, '_', '.' and '-' only"_s);
    auto opening = exec::parseOpening(query);
    if (!opening)
        return std::unexpected(std::move(opening).error());
    request.opening = *std::move(opening);
    return readOptions(query, request).transform([&] { return request; });
}

} // namespace

std::optional<Result<ExecRequest>> execRequestFrom(const net::RequestHead &head)
{
    if (!head.path.startsWith(prefix))
        return std::nullopt;
    // Decoded after it was split, so that no %2F makes another path.
    const QByteArrayList pieces = head.path.sliced(prefix.size()).split('/');
    if (pieces.size() != 2 || pieces.first().isEmpty() || decoded(pieces.first()).size() > link::maxId)
        return std::nullopt;
    return read(pieces, head);
}

QString execPurpose(const QString &container)
{
    return u"exec "_s + container;
}

QString ticketPath(const QString &server, const QString &container, const QByteArray &ticket)
{
    return QString::fromLatin1(prefix) + server + u'/' + container + u"?ticket="_s
           + QString::fromLatin1(ticket);
}

} // namespace fairlead::hub
