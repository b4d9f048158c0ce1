// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/link/messagewriter.h"

#include "core/link/errornames.h"
#include "core/link/limits.h"
#include "core/link/objectwriter.h"

using namespace Qt::StringLiterals;

namespace fairlead::link {

namespace {

// What stands where an output was cut, in the output itself: the protocol has no other place.
constexpr QLatin1StringView cutMark = "\n[the rest of the output was cut]\n"_L1;

// An engine's own words; what is longer helps nobody.
constexpr qsizetype maxErrorDetail = 4096;

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
    ObjectWriter writer("docker_response");
    writer.string("command_id", message.commandId)
        .boolean("success", message.success)
        .string("message", message.message);
    if (message.error)
        writer.raw("error", errorObject(*message.error));
    return writer.finish();
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
    ObjectWriter writer("docker_command");
    writer.string("command_id", message.commandId)
        .string("action", message.action)
        .string("container_id", message.containerId);
    if (message.force)
        writer.boolean("force", true);
    if (message.anonymousVolumes)
        writer.boolean("volumes", true);
    if (!message.newName.isEmpty())
        writer.string("new_name", message.newName);
    return writer.finish();
}

QByteArray toJson(const ExecOpen &message)
{
    ObjectWriter writer("exec_open");
    writer.string("session_id", message.sessionId)
        .string("relay_token", message.relayToken)
        .string("container_id", message.containerId)
        .boolean("tty", message.tty)
        .strings("command", message.command);
    if (!message.user.isEmpty())
        writer.string("user", message.user);
    if (!message.workingDir.isEmpty())
        writer.string("workdir", message.workingDir);
    if (!message.environment.isEmpty())
        writer.strings("env", message.environment);
    if (message.privileged)
        writer.boolean("privileged", true);
    if (!message.openedBy.isEmpty())
        writer.string("opened_by", message.openedBy);
    return writer.finish();
}

QByteArray toJson(const ExecResponse &message)
{
    ObjectWriter writer("exec_response");
    writer.string("session_id", message.sessionId).boolean("success", message.success);
    if (!message.message.isEmpty())
        writer.string("message", message.message);
    return writer.finish();
}

QByteArray toJson(const ExecEnded &message)
{
    ObjectWriter writer("exec_ended");
    writer.string("session_id", message.sessionId);
    if (message.exitCode)
        writer.number("exit_code", *message.exitCode);
    return writer.finish();
}

QByteArray toJson(const FrontendAuth &message)
{
    return ObjectWriter("auth").string("token", message.token).finish();
}

QByteArray toJson(const Alert &message)
{
    return ObjectWriter::dataMessage("alert", message.data);
}

QByteArray metricsForFrontend(const Metrics &message)
{
    return ObjectWriter::dataMessage("metrics", message.data);
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

QByteArray errorObject(const Error &error)
{
    const QLatin1StringView code = nameOf(error.code);
    ObjectWriter writer(QByteArrayView(code.data(), code.size()), "code");
    return writer.string("subject", error.subject.first(qMin(error.subject.size(), maxName)))
        .string("detail", error.detail.first(qMin(error.detail.size(), maxErrorDetail)))
        .finish();
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
