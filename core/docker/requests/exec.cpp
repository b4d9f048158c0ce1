// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/requests/exec.h"

#include "core/base/jsonreader.h"
#include "core/docker/names.h"

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// Engines hold a typed prefix of the sequence back until the next key. Ctrl-@ (NUL) is the one control key
// whose delay shows nowhere; the rest is a sequence that nobody types and no text holds.
constexpr auto untypableDetachKeys = "ctrl-@,ctrl-^,ctrl-@,ctrl-],ctrl-@,ctrl-_,ctrl-@,ctrl-^"_L1;

QJsonArray consoleSize(TerminalSize size)
{
    return {size.rows, size.columns};
}

} // namespace

Result<net::HttpRequest> CreateExec::toHttp(ApiVersion version) const
{
    if (spec.command.isEmpty() || spec.command.first().isEmpty())
        return failure(ErrorCode::InvalidInput, spec.container, u"no command was given"_s);
    QJsonObject body{
        {"AttachStdin"_L1, spec.attachInput},
        {"AttachStdout"_L1, true},
        {"AttachStderr"_L1, true},
        {"Tty"_L1, spec.tty},
        {"Cmd"_L1, QJsonArray::fromStringList(spec.command)},
        {"DetachKeys"_L1, untypableDetachKeys},
    };
    if (!spec.user.isEmpty())
        body.insert("User"_L1, spec.user);
    if (!spec.workingDir.isEmpty())
        body.insert("WorkingDir"_L1, spec.workingDir);
    if (!spec.environment.isEmpty())
        body.insert("Env"_L1, QJsonArray::fromStringList(spec.environment));
    if (spec.privileged)
        body.insert("Privileged"_L1, true);
    if (spec.tty && spec.size && version >= consoleSizeApi)
        body.insert("ConsoleSize"_L1, consoleSize(*spec.size));
    return containerPath(spec.container, "/exec").transform([&](const QByteArray &path) {
        return jsonPost(path, body);
    });
}

Result<QString> CreateExec::parse(const net::HttpResponse &response)
{
    const auto object = parseJsonObject(response.body, u"exec"_s);
    if (!object)
        return std::unexpected(object.error());
    JsonReader reader(*object);
    const QString id = reader.requiredString("Id"_L1);
    if (!reader.isValid() || !isExecId(id))
        return failure(ErrorCode::ProtocolError, u"engine"_s, u"it gave no exec id"_s);
    return id;
}

Result<net::HttpRequest> StartExec::toHttp(ApiVersion version) const
{
    QJsonObject body{{"Detach"_L1, false}, {"Tty"_L1, tty}};
    if (tty && size && version >= consoleSizeApi)
        body.insert("ConsoleSize"_L1, consoleSize(*size));
    return execPath(execId, "/start").transform([&](const QByteArray &path) {
        net::HttpRequest request = jsonPost(path, body);
        request.upgrade = true;
        return request;
    });
}

Result<net::HttpRequest> ResizeExec::toHttp(ApiVersion) const
{
    return execPath(execId, "/resize").transform([&](const QByteArray &path) {
        net::HttpRequest request;
        request.method = "POST";
        request.target =
            target(path, {{u"h"_s, QString::number(size.rows)}, {u"w"_s, QString::number(size.columns)}});
        return request;
    });
}

Result<net::HttpRequest> InspectExec::toHttp(ApiVersion) const
{
    return execPath(execId, "/json").transform([](const QByteArray &path) {
        net::HttpRequest request;
        request.target = path;
        return request;
    });
}

Result<ExecDetails> InspectExec::parse(const net::HttpResponse &response)
{
    return parseJsonObject(response.body, u"exec"_s).and_then(&ExecDetails::fromJson);
}

} // namespace fairlead::docker
