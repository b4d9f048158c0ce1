// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messagewriter.h"

#include "core/link/limits.h"

using namespace Qt::StringLiterals;

namespace fairlead::link {

namespace {

// What stands where an output was cut, in the output itself: the protocol has no other place.
constexpr QLatin1StringView cutMark = "\n[the rest of the output was cut]\n"_L1;

// RFC 8259 §7; nothing but what must be is escaped.
void appendEscaped(QByteArray &out, QByteArrayView utf8)
{
    constexpr char digits[] = "0123456789abcdef";
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            out += '\\', out += c;
        else if (c == '\n')
            out += "\\n";
        else if (uchar(c) < 0x20)
            out += "\\u00", out += digits[uchar(c) >> 4], out += digits[uchar(c) & 0xf];
        else
            out += c;
    }
}

class ObjectWriter
{
public:
    explicit ObjectWriter(QByteArrayView type, qsizetype room = 0)
    {
        m_text.reserve(room);
        m_text += "{\"type\":\"";
        m_text += type;
        m_text += '"';
    }

    ObjectWriter &string(QByteArrayView key, QStringView value)
    {
        begin(key) += '"';
        appendEscaped(m_text, value.toUtf8());
        m_text += '"';
        return *this;
    }
    ObjectWriter &number(QByteArrayView key, qint64 value) { return raw(key, QByteArray::number(value)); }
    ObjectWriter &boolean(QByteArrayView key, bool value) { return raw(key, value ? "true" : "false"); }
    ObjectWriter &raw(QByteArrayView key, QByteArrayView value)
    {
        begin(key) += value;
        return *this;
    }
    ObjectWriter &strings(QByteArrayView key, const QStringList &values)
    {
        begin(key) += '[';
        for (const QString &value : values) {
            m_text += m_text.endsWith('[') ? "\"" : ",\"";
            appendEscaped(m_text, value.toUtf8());
            m_text += '"';
        }
        m_text += ']';
        return *this;
    }
    [[nodiscard]] QByteArray finish() { return std::move(m_text) + '}'; }

private:
    QByteArray &begin(QByteArrayView key)
    {
        m_text += ",\"";
        m_text += key;
        return m_text += "\":";
    }

    QByteArray m_text;
};

// As much of `text` as takes `limit` bytes when escaped.
QString cutToEscapedSize(const QString &text, qsizetype limit)
{
    if (text.size() * 6 <= limit) // no UTF-16 unit takes more
        return text;
    qsizetype size = 0;
    qsizetype end = 0;
    for (; end < text.size(); ++end) {
        const char16_t unit = text.at(end).unicode();
        const bool isShort = unit == u'"' || unit == u'\\' || unit == u'\n';
        size += isShort ? 2 : unit < 0x20 ? 6 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        if (size > limit)
            break;
    }
    if (end == text.size())
        return text;
    if (end > 0 && text.at(end - 1).isHighSurrogate())
        --end;
    return text.first(end) + cutMark;
}

QByteArray dataMessage(QByteArrayView type, const RawJson &data)
{
    constexpr qsizetype roomAround = 64;
    return ObjectWriter(type, data.text.size() + roomAround).raw("data", data.text).finish();
}

} // namespace

QByteArray toJson(const Ping &)
{
    return ObjectWriter("ping").finish();
}

QByteArray toJson(const Pong &)
{
    return ObjectWriter("pong").finish();
}

QByteArray toJson(const ErrorMessage &message)
{
    return ObjectWriter("error").string("message", message.message).finish();
}

QByteArray toJson(const AgentAuth &message)
{
    ObjectWriter writer("auth");
    writer.string("api_key", message.apiKey);
    if (!message.capabilities.isEmpty())
        writer.strings("capabilities", message.capabilities);
    return writer.finish();
}

QByteArray toJson(const CommandResponse &message)
{
    constexpr qsizetype roomForTheRest = 2048;
    return ObjectWriter("command_response")
        .string("command_id", message.commandId)
        .string("output", cutToEscapedSize(message.output, maxMessage - roomForTheRest))
        .number("exit_code", message.exitCode)
        .number("duration_ms", message.durationMs)
        .finish();
}

QByteArray toJson(const DockerResponse &message)
{
    return ObjectWriter("docker_response")
        .string("command_id", message.commandId)
        .boolean("success", message.success)
        .string("message", message.message)
        .finish();
}

QByteArray toJson(const AuthSuccess &message)
{
    ObjectWriter writer("auth_success");
    if (!message.serverId.isEmpty())
        writer.string("server_id", message.serverId);
    return writer.string("message", message.message).finish();
}

QByteArray toJson(const Command &message)
{
    ObjectWriter writer("command");
    writer.string("command_id", message.commandId).string("command", message.command);
    if (message.timeoutSeconds)
        writer.number("timeout_s", *message.timeoutSeconds);
    return writer.finish();
}

QByteArray toJson(const CommandCancel &message)
{
    return ObjectWriter("command_cancel").string("command_id", message.commandId).finish();
}

QByteArray toJson(const DockerCommand &message)
{
    return ObjectWriter("docker_command")
        .string("command_id", message.commandId)
        .string("action", message.action)
        .string("container_id", message.containerId)
        .finish();
}

QByteArray toJson(const LogSubscribe &message)
{
    ObjectWriter writer("log_subscribe");
    writer.string("subscription_id", message.subscriptionId).string("source", message.source);
    if (!message.containerId.isEmpty())
        writer.string("container_id", message.containerId);
    if (!message.since.isEmpty())
        writer.string("since", message.since);
    if (message.tail)
        writer.number("tail", *message.tail);
    return writer.boolean("follow", message.follow).finish();
}

QByteArray toJson(const LogUnsubscribe &message)
{
    return ObjectWriter("log_unsubscribe").string("subscription_id", message.subscriptionId).finish();
}

QByteArray toJson(const FrontendAuth &message)
{
    return ObjectWriter("auth").string("token", message.token).finish();
}

QByteArray toJson(const Log &message)
{
    return dataMessage("log", message.data);
}

QByteArray toJson(const Alert &message)
{
    return dataMessage("alert", message.data);
}

QByteArray metricsForFrontend(const Metrics &message)
{
    return dataMessage("metrics", message.data);
}

QByteArray metricsForHub(const QString &serverId, const Metrics &message)
{
    QByteArray head = ObjectWriter("metrics").string("server_id", serverId).finish();
    const QByteArrayView members = QByteArrayView(message.data.text).trimmed().sliced(1).trimmed();
    head.chop(1);
    if (!members.startsWith('}'))
        head += ',';
    return head.append(members);
}

QByteArray invalidFormatAnswer()
{
    return toJson(ErrorMessage{u"Invalid message format"_s});
}

QByteArray unknownTypeAnswer()
{
    return toJson(ErrorMessage{u"Unknown message type"_s});
}

} // namespace fairlead::link
