// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messageparser.h"

#include "core/base/logging.h"
#include "core/link/limits.h"
#include "core/link/memberscanner.h"

#include <QVarLengthArray>

#include <simdjson.h>

#include <cmath>
#include <string_view>

using namespace Qt::StringLiterals;

namespace dom = simdjson::dom;

namespace fairlead::link {

namespace {

std::unexpected<Error> invalid(const QString &detail)
{
    return failure(ErrorCode::ProtocolError, u"message"_s, detail);
}

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// Reads typed members; remembers the first that is missing or wrong.
class Fields
{
public:
    Fields(dom::object object, QByteArrayView text) : m_object(object), m_text(text) {}

    QString string(std::string_view key, qsizetype maxSize)
    {
        std::string_view value;
        if (m_object.at_key(key).get(value) != simdjson::SUCCESS)
            return fail(key);
        const QString text = toQString(value);
        return text.size() <= maxSize ? text : fail(key);
    }
    // Absent or null: empty.
    QString optionalString(std::string_view key, qsizetype maxSize)
    {
        return has(key) ? string(key, maxSize) : QString();
    }
    // Other implementations write whole numbers as 12.0, and durations with a fraction.
    qint64 integer(std::string_view key)
    {
        double value = 0;
        constexpr double limit = 9'007'199'254'740'992; // 2^53
        if (m_object.at_key(key).get(value) == simdjson::SUCCESS && std::abs(value) <= limit)
            return qint64(std::llround(value));
        (void)fail(key);
        return 0;
    }
    int shortInteger(std::string_view key)
    {
        const qint64 value = integer(key);
        if (value != int(value))
            (void)fail(key);
        return int(value);
    }
    std::optional<int> optionalInteger(std::string_view key)
    {
        return has(key) ? std::optional(shortInteger(key)) : std::nullopt;
    }
    bool boolean(std::string_view key)
    {
        bool value = false;
        if (m_object.at_key(key).get(value) != simdjson::SUCCESS)
            (void)fail(key);
        return value;
    }
    bool has(std::string_view key) const
    {
        dom::element value;
        return m_object.at_key(key).get(value) == simdjson::SUCCESS && !value.is_null();
    }
    QStringList strings(std::string_view key, qsizetype maxCount, qsizetype maxSize);
    RawJson rawObject(std::string_view key);
    RawJson without(std::initializer_list<std::string_view> keys) const;

    template<typename Message>
    [[nodiscard]] Result<Message> result(Message message) const
    {
        if (m_problem.empty())
            return message;
        return invalid(u"the member %1 is missing or wrong"_s.arg(toQString(m_problem)));
    }

private:
    QString fail(std::string_view key)
    {
        if (m_problem.empty())
            m_problem = key;
        return {};
    }

    dom::object m_object;
    QByteArrayView m_text;
    std::string_view m_problem;
};

QStringList Fields::strings(std::string_view key, qsizetype maxCount, qsizetype maxSize)
{
    QStringList list;
    dom::array array;
    if (!has(key))
        return list;
    if (m_object.at_key(key).get(array) != simdjson::SUCCESS || qsizetype(array.size()) > maxCount)
        return {fail(key)};
    for (const dom::element element : array) {
        std::string_view value;
        if (element.get(value) != simdjson::SUCCESS || qsizetype(value.size()) > maxSize)
            return {fail(key)};
        list += toQString(value);
    }
    return list;
}

RawJson Fields::rawObject(std::string_view key)
{
    MemberScanner scanner(m_text);
    for (const dom::key_value_pair field : m_object) {
        const auto member = scanner.next();
        if (field.key == key && member && field.value.is_object())
            return {member->value.toByteArray()};
        if (field.key == key)
            break;
    }
    (void)fail(key);
    return {};
}

// The tree says which members go; the text is walked no farther than behind the last of them.
RawJson Fields::without(std::initializer_list<std::string_view> keys) const
{
    QVarLengthArray<qsizetype, 8> unwanted;
    qsizetype index = 0;
    for (const dom::key_value_pair field : m_object) {
        if (std::ranges::find(keys, field.key) != keys.end())
            unwanted.append(index);
        ++index;
    }
    QByteArray kept;
    kept.reserve(m_text.size() + 1);
    kept += '{';
    const auto append = [&kept](QByteArrayView members) {
        if (kept.size() > 1 && !members.isEmpty())
            kept += ',';
        kept += members;
    };
    MemberScanner scanner(m_text);
    for (qsizetype at = 0, next = 0; next < unwanted.size(); ++at) {
        const auto member = scanner.next();
        if (unwanted.at(next) == at)
            ++next;
        else if (member)
            append(member->text);
    }
    append(scanner.rest());
    return {kept + '}'};
}

Result<FromAgent> readFromAgent(const QString &type, Fields fields)
{
    if (type == "metrics"_L1)
        return Metrics{fields.without({"type", "server_id"})};
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
        return fields.result<FromAgent>(response);
    }
    if (type == "log"_L1)
        return fields.result<FromAgent>(Log{fields.rawObject("data")});
    if (type == "error"_L1)
        return fields.result<FromAgent>(ErrorMessage{fields.optionalString("message", maxText)});
    return UnknownType{type};
}

Result<ToAgent> readLogSubscribe(Fields fields)
{
    LogSubscribe message{fields.string("subscription_id", maxId), fields.string("source", maxType)};
    message.containerId = fields.optionalString("container_id", maxName);
    message.since = fields.optionalString("since", maxType);
    message.tail = fields.optionalInteger("tail");
    message.follow = !fields.has("follow") || fields.boolean("follow");
    return fields.result<ToAgent>(message);
}

Result<ToAgent> readToAgent(const QString &type, Fields fields)
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
        return fields.result<ToAgent>(command);
    }
    if (type == "log_subscribe"_L1)
        return readLogSubscribe(fields);
    if (type == "log_unsubscribe"_L1)
        return fields.result<ToAgent>(LogUnsubscribe{fields.string("subscription_id", maxId)});
    if (type == "error"_L1)
        return fields.result<ToAgent>(ErrorMessage{fields.optionalString("message", maxText)});
    return UnknownType{type};
}

Result<FromFrontend> readFromFrontend(const QString &type, Fields fields)
{
    if (type == "auth"_L1)
        return fields.result<FromFrontend>(FrontendAuth{fields.string("token", maxSecret)});
    return UnknownType{type};
}

Result<ToFrontend> readToFrontend(const QString &type, Fields fields)
{
    if (type == "metrics"_L1)
        return fields.result<ToFrontend>(Metrics{fields.rawObject("data")});
    if (type == "log"_L1)
        return fields.result<ToFrontend>(Log{fields.rawObject("data")});
    if (type == "alert"_L1)
        return fields.result<ToFrontend>(Alert{fields.rawObject("data")});
    if (type == "auth_success"_L1)
        return fields.result<ToFrontend>(AuthSuccess{{}, fields.optionalString("message", maxText)});
    if (type == "error"_L1)
        return fields.result<ToFrontend>(ErrorMessage{fields.optionalString("message", maxText)});
    return UnknownType{type};
}

} // namespace

struct MessageParser::Private
{
    Private()
    {
        // It also sets the depth, which stays when the parser grows.
        if (parser.allocate(firstCapacity, size_t(maxDepth)) != simdjson::SUCCESS)
            qCCritical(lcLink) << "no memory for a JSON parser";
    }

    template<typename Message>
    Result<Message> read(QByteArrayView text, Result<Message> (*readAs)(const QString &, Fields));

    static constexpr size_t firstCapacity = 4096;

    dom::parser parser{size_t(maxMessage)};
};

template<typename Message>
Result<Message> MessageParser::Private::read(QByteArrayView text,
                                             Result<Message> (*readAs)(const QString &, Fields))
{
    if (text.size() > maxMessage)
        return failure(ErrorCode::TooLarge, u"message"_s, u"the limit is %1 bytes"_s.arg(maxMessage));
    dom::element root;
    if (const auto error = parser.parse(text.data(), size_t(text.size())).get(root);
        error != simdjson::SUCCESS)
        return invalid(QString::fromLatin1(simdjson::error_message(error)));
    dom::object object;
    std::string_view type;
    if (root.get(object) != simdjson::SUCCESS)
        return invalid(u"it is not a JSON object"_s);
    if (object.at_key("type").get(type) != simdjson::SUCCESS || qsizetype(type.size()) > maxType)
        return invalid(u"it has no type"_s);
    if (type == "ping")
        return Ping{};
    if (type == "pong")
        return Pong{};
    return readAs(toQString(type), Fields(object, text));
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

} // namespace fairlead::link
