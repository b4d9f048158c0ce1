// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messageparser.h"

#include "core/base/logging.h"
#include "core/link/limits.h"
#include "core/link/messagefields.h"

#include <string_view>

using namespace Qt::StringLiterals;

namespace dom = simdjson::dom;

namespace fairlead::link {

namespace {

Log readLog(MessageFields &fields)
{
    Log log{fields.rawObject("data")};
    log.subscriptionId = toQString(fields.innerString("data", "subscription_id", maxId));
    log.timestamp = QByteArrayView(fields.innerString("data", "timestamp", maxType)).toByteArray();
    return log;
}

LogEnd readLogEnd(MessageFields &fields)
{
    return {fields.string("subscription_id", maxId), fields.optionalString("reason", maxText),
            fields.optionalString("source", maxType), fields.optionalString("container", maxName)};
}

Result<FromAgent> readFromAgent(const QString &type, MessageFields fields)
{
    if (type == "metrics"_L1)
        return Metrics{fields.without({"type", "server_id"}), fields.textIfAny("timestamp", maxTimestamp)};
    if (type == "auth"_L1)
        return fields.result<FromAgent>(AgentAuth{fields.string("api_key", maxSecret),
                                                  fields.strings("capabilities", maxCapabilities, maxType)});
    if (type == "command_response"_L1) {
        CommandResponse response{fields.string("command_id", maxId), fields.string("output", maxText)};
        response.exitCode = fields.shortInteger("exit_code");
        response.durationMs = fields.integer("duration_ms");
        return fields.result<FromAgent>(response);
    }
    if (type == "docker_response"_L1) {
        DockerResponse response{fields.string("command_id", maxId), fields.boolean("success")};
        response.message = fields.optionalString("message", maxText);
        response.error = fields.optionalError("error");
        return fields.result<FromAgent>(response);
    }
    if (type == "log"_L1)
        return fields.result<FromAgent>(readLog(fields));
    if (type == "log_end"_L1)
        return fields.result<FromAgent>(readLogEnd(fields));
    if (type == "exec_response"_L1) {
        ExecResponse response{fields.string("session_id", maxId), fields.boolean("success")};
        response.message = fields.optionalString("message", maxText);
        return fields.result<FromAgent>(response);
    }
    if (type == "exec_ended"_L1)
        return fields.result<FromAgent>(
            ExecEnded{fields.string("session_id", maxId), fields.optionalInteger("exit_code")});
    if (type == "error"_L1)
        return fields.result<FromAgent>(ErrorMessage{fields.optionalString("message", maxText)});
    return UnknownType{type};
}

Result<ToAgent> readLogSubscribe(MessageFields fields)
{
    LogSubscribe message{fields.string("subscription_id", maxId), fields.string("source", maxType)};
    message.containerId = fields.optionalString("container_id", maxName);
    message.since = fields.optionalString("since", maxType);
    message.tail = fields.optionalInteger("tail");
    message.follow = !fields.has("follow") || fields.boolean("follow");
    return fields.result<ToAgent>(message);
}

Result<ToAgent> readExecOpen(MessageFields fields)
{
    ExecOpen message{fields.string("session_id", maxId), fields.string("relay_token", maxSecret)};
    message.containerId = fields.string("container_id", maxName);
    message.tty = fields.has("tty") && fields.boolean("tty");
    message.command = fields.strings("command", maxArguments, maxArgument);
    message.user = fields.optionalString("user", maxName);
    message.workingDir = fields.optionalString("workdir", maxArgument);
    message.environment = fields.strings("env", maxArguments, maxArgument);
    message.privileged = fields.has("privileged") && fields.boolean("privileged");
    message.openedBy = fields.optionalString("opened_by", maxName);
    return fields.result<ToAgent>(message);
}

Result<ToAgent> readToAgent(const QString &type, MessageFields fields)
{
    if (type == "auth_success"_L1)
        return fields.result<ToAgent>(
            AuthSuccess{fields.string("server_id", maxId), fields.optionalString("message", maxText)});
    if (type == "command"_L1) {
        Command command{fields.string("command_id", maxId), fields.string("command", maxText)};
        command.timeoutSeconds = fields.optionalInteger("timeout_s");
        return fields.result<ToAgent>(command);
    }
    if (type == "command_cancel"_L1)
        return fields.result<ToAgent>(CommandCancel{fields.string("command_id", maxId)});
    if (type == "docker_command"_L1) {
        DockerCommand command{fields.string("command_id", maxId), fields.string("action", maxType)};
        command.containerId = fields.string("container_id", maxName);
        command.force = fields.has("force") && fields.boolean("force");
        command.anonymousVolumes = fields.has("volumes") && fields.boolean("volumes");
        command.newName = fields.optionalString("new_name", maxName);
        return fields.result<ToAgent>(command);
    }
    if (type == "log_subscribe"_L1)
        return readLogSubscribe(fields);
    if (type == "log_unsubscribe"_L1)
        return fields.result<ToAgent>(LogUnsubscribe{fields.string("subscription_id", maxId)});
    if (type == "log_pause"_L1 || type == "log_resume"_L1)
        return fields.result<ToAgent>(
            LogFlow{fields.string("subscription_id", maxId), type == "log_pause"_L1});
    if (type == "exec_open"_L1)
        return readExecOpen(fields);
    if (type == "error"_L1)
        return fields.result<ToAgent>(ErrorMessage{fields.optionalString("message", maxText)});
    return UnknownType{type};
}

Result<FromFrontend> readFromFrontend(const QString &type, MessageFields fields)
{
    if (type == "auth"_L1)
        return fields.result<FromFrontend>(FrontendAuth{fields.string("token", maxSecret)});
    return UnknownType{type};
}

Result<ToFrontend> readToFrontend(const QString &type, MessageFields fields)
{
    if (type == "metrics"_L1)
        return fields.result<ToFrontend>(Metrics{fields.rawObject("data")});
    if (type == "log"_L1)
        return fields.result<ToFrontend>(readLog(fields));
    if (type == "log_end"_L1)
        return fields.result<ToFrontend>(readLogEnd(fields));
    if (type == "agent_away"_L1)
        return fields.result<ToFrontend>(AgentAway{fields.optionalString("message", maxText)});
    if (type == "agent_back"_L1)
        return AgentBack{};
    if (type == "alert"_L1)
        return fields.result<ToFrontend>(Alert{fields.rawObject("data")});
    if (type == "auth_success"_L1)
        return fields.result<ToFrontend>(AuthSuccess{{}, fields.optionalString("message", maxText)});
    if (type == "error"_L1)
        return fields.result<ToFrontend>(ErrorMessage{fields.optionalString("message", maxText)});
    return UnknownType{type};
}

} // namespace

Result<LogEntry> readLogEntry(MessageFields fields)
{
    LogEntry entry{.level = fields.optionalString("level", maxType).toUtf8(),
                   .message = fields.string("message", maxText).toUtf8(),
                   .timestamp = fields.optionalString("timestamp", maxType).toUtf8(),
                   .subscriptionId = fields.optionalString("subscription_id", maxId),
                   .source = fields.optionalString("source", maxType),
                   .stream = fields.optionalString("stream", maxType),
                   .containerId = fields.optionalString("container_id", maxName),
                   .containerName = fields.optionalString("container_name", maxName),
                   .unit = fields.optionalString("unit", maxName)};
    entry.isCut = fields.has("cut") && fields.boolean("cut");
    entry.dropped = fields.has("dropped") ? fields.integer("dropped") : 0;
    return fields.result<LogEntry>(entry);
}

struct MessageParser::Private
{
    Private()
    {
        // It also sets the depth, which stays when the parser grows.
        if (parser.allocate(firstCapacity, size_t(maxDepth)) != simdjson::SUCCESS)
            qCCritical(lcLink) << "no memory for a JSON parser";
    }

    Result<dom::object> parse(QByteArrayView text);
    template<typename Message>
    Result<Message> read(QByteArrayView text, Result<Message> (*readAs)(const QString &, MessageFields));

    static constexpr size_t firstCapacity = 4096;

    dom::parser parser{size_t(maxMessage)};
};

Result<dom::object> MessageParser::Private::parse(QByteArrayView text)
{
    if (text.size() > maxMessage)
        return failure(ErrorCode::TooLarge, u"message"_s, u"the limit is %1 bytes"_s.arg(maxMessage));
    dom::element root;
    if (const auto error = parser.parse(text.data(), size_t(text.size())).get(root);
        error != simdjson::SUCCESS)
        return invalidMessage(QString::fromLatin1(simdjson::error_message(error)));
    dom::object object;
    if (root.get(object) != simdjson::SUCCESS)
        return invalidMessage(u"it is not a JSON object"_s);
    return object;
}

template<typename Message>
Result<Message> MessageParser::Private::read(QByteArrayView text,
                                             Result<Message> (*readAs)(const QString &, MessageFields))
{
    const auto object = parse(text);
    if (!object)
        return std::unexpected(object.error());
    std::string_view type;
    if (object->at_key("type").get(type) != simdjson::SUCCESS || qsizetype(type.size()) > maxType)
        return invalidMessage(u"it has no type"_s);
    if (type == "ping")
        return Ping{};
    if (type == "pong")
        return Pong{};
    return readAs(toQString(type), MessageFields(*object, text));
}

MessageParser::MessageParser() : d(std::make_unique<Private>()) {}

MessageParser::~MessageParser() = default;

Result<FromAgent> MessageParser::fromAgent(QByteArrayView text)
{
    return d->read(text, readFromAgent);
}

Result<ToAgent> MessageParser::toAgent(QByteArrayView text)
{
    return d->read(text, readToAgent);
}

Result<FromFrontend> MessageParser::fromFrontend(QByteArrayView text)
{
    return d->read(text, readFromFrontend);
}

Result<ToFrontend> MessageParser::toFrontend(QByteArrayView text)
{
    return d->read(text, readToFrontend);
}

Result<LogEntry> MessageParser::logEntry(const RawJson &data)
{
    return d->parse(data.text).and_then(
        [&data](dom::object object) { return readLogEntry(MessageFields(object, data.text)); });
}

} // namespace fairlead::link
