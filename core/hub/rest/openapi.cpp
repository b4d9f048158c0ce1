// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/rest/openapi.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

QJsonObject content(const QString &type, const QJsonObject &schema)
{
    return {{type, QJsonObject{{u"schema"_s, schema}}}};
}

QJsonArray parametersOf(const Route &route)
{
    QJsonArray parameters;
    static const QRegularExpression name(u"\\{([a-z_]+)\\}"_s);
    auto found = name.globalMatch(QString::fromLatin1(route.path));
    while (found.hasNext())
        parameters.append(QJsonObject{{u"name"_s, found.next().captured(1)},
                                      {u"in"_s, u"path"_s},
                                      {u"required"_s, true},
                                      {u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}}});
    for (const Shape::Member &member : route.query.members())
        parameters.append(QJsonObject{{u"name"_s, member.name},
                                      {u"in"_s, u"query"_s},
                                      {u"required"_s, member.isRequired},
                                      {u"schema"_s, Shape::schemaOf(member)}});
    return parameters;
}

QJsonObject responsesOf(const Route &route)
{
    QJsonObject success{{u"description"_s, QString::fromLatin1(net::reasonPhrase(route.status))}};
    if (!route.answer.isEmpty())
        success.insert("content"_L1, content(u"application/json"_s, route.answer.schema()));
    else if (route.status == 200)
        success.insert("content"_L1, content(u"text/plain"_s, {{u"type"_s, u"string"_s}}));
    const QJsonObject problem{{u"$ref"_s, u"#/components/responses/Problem"_s}};
    return {{QString::number(route.status), success}, {u"default"_s, problem}};
}

QJsonObject operationOf(const Route &route)
{
    QJsonObject operation{{u"operationId"_s, QString(route.operation)},
                          {u"summary"_s, QString(route.summary)},
                          {u"responses"_s, responsesOf(route)}};
    if (const QJsonArray parameters = parametersOf(route); !parameters.isEmpty())
        operation.insert("parameters"_L1, parameters);
    if (!route.body.isEmpty())
        operation.insert("requestBody"_L1,
                         QJsonObject{{u"required"_s, true},
                                     {u"content"_s, content(u"application/json"_s, route.body.schema())}});
    if (!route.action)
        operation.insert("security"_L1, QJsonArray());
    return operation;
}

QJsonObject components()
{
    const Shape problem("type:string,title:string,status:integer,detail:string");
    return {
        {u"securitySchemes"_s, QJsonObject{{u"bearer"_s, QJsonObject{{u"type"_s, u"http"_s},
                                                                     {u"scheme"_s, u"bearer"_s},
                                                                     {u"bearerFormat"_s, u"JWT"_s}}}}},
        {u"responses"_s,
         QJsonObject{{u"Problem"_s, QJsonObject{{u"description"_s, u"What went wrong (RFC 9457)"_s},
                                                {u"content"_s, content(u"application/problem+json"_s,
                                                                       problem.schema())}}}}},
    };
}

} // namespace

QJsonObject openApi(const QList<Route> &routes)
{
    QJsonObject paths;
    for (const Route &route : routes) {
        const QString path = QString::fromLatin1(route.path);
        QJsonObject item = paths.value(path).toObject();
        item.insert(QString::fromLatin1(route.method).toLower(), operationOf(route));
        paths.insert(path, item);
    }
    return {{u"openapi"_s, u"3.1.0"_s},
            {u"info"_s,
             QJsonObject{{u"title"_s, u"Fairlead hub"_s}, {u"version"_s, QStringLiteral(FAIRLEAD_VERSION)}}},
            {u"security"_s, QJsonArray{QJsonObject{{u"bearer"_s, QJsonArray()}}}},
            {u"paths"_s, paths},
            {u"components"_s, components()}};
}

} // namespace fairlead::hub
