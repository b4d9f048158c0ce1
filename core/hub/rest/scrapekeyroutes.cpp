// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/scrapekey.h"
#include "core/hub/rest/services.h"
#include "core/store/scrapekeys.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

Answer list(const Services &services, const RestRequest &)
{
    auto keys = services.database.read(
        [](store::Connection &connection) { return store::ScrapeKeys(connection).all(); });
    return answer(std::move(keys), services.context, [](const QList<store::ScrapeKey> &all) {
        QJsonArray array;
        for (const store::ScrapeKey &key : all)
            array.append(QJsonObject{{u"name"_s, key.name}, {u"created"_s, toText(key.created)}});
        return jsonResponse({{u"keys"_s, array}});
    });
}

Answer create(const Services &services, const RestRequest &request)
{
    const QString name = request.body.value("name"_L1).toString();
    auto made = services.database.run([name, now = services.clock()](store::Connection &connection) {
        return auth::addScrapeKey(connection, name, now);
    });
    return services.noted(
        request, u"create scrape key"_s, name, std::move(made), [name](const QByteArray &key) {
            return jsonResponse({{u"name"_s, name}, {u"scrape_key"_s, QString::fromLatin1(key)}}, 201);
        });
}

Answer remove(const Services &services, const RestRequest &request)
{
    const QString name = request.parameter("name"_L1);
    auto removed = services.database.run(
        [name](store::Connection &connection) { return store::ScrapeKeys(connection).remove(name); });
    return services.noted(request, u"revoke scrape key"_s, name, std::move(removed),
                          [] { return emptyResponse(); });
}

} // namespace

QList<Route> scrapeKeyRoutes(const Services &services)
{
    using auth::Action;
    const auto with = [&services](auto handler) {
        return [&services, handler](const RestRequest &request) { return handler(services, request); };
    };
    return {
        {"GET",
         "/api/v1/scrape-keys",
         Action::ManageSettings,
         "listScrapeKeys"_L1,
         "The keys that may read /metrics"_L1,
         {},
         {},
         200,
         "keys:object[]",
         with(list)},
        {"POST",
         "/api/v1/scrape-keys",
         Action::ManageSettings,
         "createScrapeKey"_L1,
         "Add a key that may read /metrics and nothing else; it is shown this once"_L1,
         {},
         "name:string",
         201,
         "name:string,scrape_key:string",
         with(create)},
        {"DELETE",
         "/api/v1/scrape-keys/{name}",
         Action::ManageSettings,
         "revokeScrapeKey"_L1,
         "Revoke a key that may read /metrics"_L1,
         {},
         {},
         204,
         {},
         with(remove)},
    };
}

} // namespace fairlead::hub
