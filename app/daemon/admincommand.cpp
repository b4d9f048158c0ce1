// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/admincommand.h"

#include "app/daemon/commandline.h"
#include "core/store/audit.h"

#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

using Answer = Result<QJsonObject>;

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"data-dir"_s, u"The hub's directory."_s, u"directory"_s},
        {u"role"_s, u"Of a new user: admin, operator or viewer. Default: viewer."_s, u"role"_s, u"viewer"_s},
        {u"server"_s, u"A server that a new user may see, by its name; can be repeated."_s, u"name"_s},
        {u"label"_s, u"Of a new server, or of servers that a new user may see; can be repeated."_s,
         u"label"_s},
        {u"json"_s, u"Print one JSON object."_s},
        {{u"h"_s, u"help"_s}, u"Show this help."_s},
    });
}

void printLine(const QJsonObject &object)
{
    QStringList fields;
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QString value = member->isArray()
                                  ? QVariant(member->toArray().toVariantList()).toStringList().join(u' ')
                                  : member->toVariant().toString();
        fields += member.key() + u'=' + value;
    }
    std::puts(fields.join(u'\t').toUtf8().constData());
}

void print(const QJsonObject &answer, bool json)
{
    if (json)
        return void(std::puts(QJsonDocument(answer).toJson(QJsonDocument::Compact).constData()));
    const QJsonArray list = answer.value("list"_L1).toArray();
    for (const QJsonValue &value : list)
        printLine(value.toObject());
    if (answer.contains("list"_L1))
        return;
    QJsonObject fields = answer;
    const QString command = fields.take("enroll"_L1).toString();
    printLine(fields);
    if (!command.isEmpty())
        std::printf("Run this on the server:\n%s\n", qUtf8Printable(command));
}

} // namespace

Result<AdminRequest> AdminRequest::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto parsed = parseOptions(parser, arguments); !parsed)
        return std::unexpected(parsed.error());
    if (const auto once = requireOnce(parser, {u"data-dir"_s, u"role"_s}); !once)
        return std::unexpected(once.error());
    AdminRequest request;
    if (parser.isSet(u"help"_s)) {
        request.helpWanted = true;
        return request;
    }
    const QStringList words = parser.positionalArguments();
    request.subject = arguments.value(1);
    request.verb = words.value(0);
    request.name = words.value(1);
    const AdminVerb *verb = findAdminVerb(request.subject, request.verb);
    if (!verb)
        return usageError(u"the command line"_s,
                          u"there is no command \"%1 %2\""_s.arg(request.subject, request.verb));
    if (words.size() != (verb->hasName ? 2 : 1))
        return usageError(u"the command line"_s,
                          verb->hasName ? u"one name is needed"_s : u"it takes no name"_s);
    request.dataDirectory = parser.value(u"data-dir"_s);
    request.role = parser.value(u"role"_s);
    request.servers = parser.values(u"server"_s);
    request.labels = parser.values(u"label"_s);
    request.json = parser.isSet(u"json"_s);
    if (request.dataDirectory.isEmpty())
        return failure(ErrorCode::InvalidInput, u"--data-dir"_s, u"it is needed"_s);
    return request;
}

QString AdminRequest::helpText()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Works on a hub's directory, beside a running hub or without one:\n"
        "  user list|add NAME|password NAME|remove NAME\n"
        "  server list|add NAME|remove NAME\n"
        "  key rotate SERVER|revoke SERVER\n"
        "  key list-scrape|add-scrape NAME|revoke-scrape NAME: for programs that read /metrics\n"
        "New passwords and keys are printed this once. A running hub heeds changes within a minute."_s);
    addOptions(parser);
    return helpOf(parser, u"Usage: fairleadd user|server|key VERB [NAME] --data-dir DIRECTORY [options]"_s);
}

Result<QJsonObject> perform(const AdminRequest &request, store::Connection &connection, Time now)
{
    const AdminVerb *verb = findAdminVerb(request.subject, request.verb);
    if (!verb)
        return usageError(u"the command line"_s, u"there is no such command"_s);
    if (!verb->hasName)
        return verb->perform(request, connection, now);
    if (const auto begun = connection.execute("BEGIN IMMEDIATE"); !begun)
        return std::unexpected(begun.error());
    auto answer = verb->perform(request, connection, now);
    const auto ended = connection.execute(answer ? store::Sql("COMMIT") : store::Sql("ROLLBACK"));
    if (answer && !ended)
        return std::unexpected(ended.error());
    const store::AuditEntry entry{.at = now,
                                  .who = u"(on this machine)"_s,
                                  .address = {},
                                  .action = u"%1 %2"_s.arg(request.subject, request.verb),
                                  .target = request.name,
                                  .outcome = answer ? u"ok"_s : toSentence(answer.error())};
    if (const auto noted = store::Audit(connection).add(entry); answer && !noted)
        return std::unexpected(noted.error());
    return answer;
}

int runAdminCommand(const QStringList &arguments)
{
    const auto request = AdminRequest::parse(arguments);
    if (!request) {
        std::fprintf(stderr, "fairleadd: %s\nSee fairleadd user --help.\n",
                     qUtf8Printable(toSentence(request.error())));
        return exitUsage;
    }
    if (request->helpWanted) {
        std::puts(qUtf8Printable(AdminRequest::helpText()));
        return 0;
    }
    const auto connection = store::Connection::open(request->dataDirectory);
    const Answer answer = connection ? perform(*request, **connection, systemTime())
                                     : Answer(std::unexpected(connection.error()));
    if (!answer) {
        std::fprintf(stderr, "fairleadd: %s\n", qUtf8Printable(toSentence(answer.error())));
        return exitFailure;
    }
    print(*answer, request->json);
    return 0;
}

} // namespace fairlead
