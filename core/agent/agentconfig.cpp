// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/agentconfig.h"

#include "core/base/jsonreader.h"
#include "core/link/hubconnection.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace fairlead::agent {

namespace {

constexpr qint64 maxFile = 64 * 1024;
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                      | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

/// Root enrols for the agent's own user, to whom the folder was given; others give nothing away.
bool giveToOwnerOf([[maybe_unused]] const QFileInfo &folder, [[maybe_unused]] int file)
{
#ifdef Q_OS_UNIX
    if (geteuid() == 0 && folder.ownerId() != 0)
        return fchown(file, folder.ownerId(), folder.groupId()) == 0;
#endif
    return true;
}

Result<AgentConfig> check(AgentConfig config, const QString &fingerprint, qint64 interval,
                          const QString &subject)
{
    const auto wrong = [&subject](const QString &detail) {
        return failure(ErrorCode::InvalidInput, subject, detail);
    };
    const QString scheme = config.hub.scheme();
    if (!config.hub.isValid() || config.hub.host().isEmpty() || (scheme != "ws"_L1 && scheme != "wss"_L1))
        return wrong(u"the member hub must be ws://host… or wss://host…"_s);
    if (!config.hub.userInfo().isEmpty())
        return wrong(u"the member hub must not hold a user or password"_s);
    if (!fingerprint.isEmpty()) {
        const auto bytes = link::parseFingerprint(fingerprint);
        if (!bytes)
            return wrong(u"the member fingerprint must be 64 hexadecimal digits"_s);
        if (scheme != "wss"_L1)
            return wrong(u"the member fingerprint needs a hub at wss://"_s);
        config.fingerprint = *bytes;
    }
    config.interval = std::chrono::seconds(interval);
    if (interval < AgentConfig::shortestInterval.count() || interval > AgentConfig::longestInterval.count())
        return wrong(u"the member interval_s must be from 1 to 60"_s);
    if (config.maxExecSessions < 1 || config.maxExecSessions > AgentConfig::mostExecSessions)
        return wrong(
            u"the member max_exec_sessions must be from 1 to %1"_s.arg(AgentConfig::mostExecSessions));
    return config;
}

/// A misspelt lock would leave the one that was meant as it is by default: open.
QString unknownLock(const QJsonObject &locks)
{
    const QStringList known{u"metrics_and_logs"_s, u"container_actions"_s, u"exec"_s, u"host_commands"_s};
    const QStringList names = locks.keys();
    const auto found =
        std::ranges::find_if_not(names, [&](const QString &name) { return known.contains(name); });
    return found == names.end() ? QString() : *found;
}

} // namespace

Result<AgentConfig> parseAgentConfig(const QByteArray &text, const QString &subject)
{
    const auto object = parseJsonObject(text, subject);
    if (!object)
        return std::unexpected(object.error());
    JsonReader reader(*object);
    AgentConfig config;
    config.hub = QUrl(reader.requiredString("hub"_L1), QUrl::StrictMode);
    config.apiKey = reader.requiredString("api_key"_L1);
    config.shell = reader.strings("shell"_L1);
    const QString fingerprint = reader.string("fingerprint"_L1);
    const qint64 interval = reader.integer("interval_s"_L1, config.interval.count());
    const qint64 sessions = reader.integer("max_exec_sessions"_L1, config.maxExecSessions);
    config.maxExecSessions = int(qBound(qint64(0), sessions, qint64(AgentConfig::mostExecSessions) + 1));
    JsonReader locks = reader.child("locks"_L1);
    config.locks.metricsAndLogs = locks.boolean("metrics_and_logs"_L1, config.locks.metricsAndLogs);
    config.locks.containerActions = locks.boolean("container_actions"_L1, config.locks.containerActions);
    config.locks.exec = locks.boolean("exec"_L1, config.locks.exec);
    config.locks.hostCommands = locks.boolean("host_commands"_L1, config.locks.hostCommands);
    if (!reader.isValid())
        return std::unexpected(reader.error(subject));
    if (const QString unknown = unknownLock(object->value("locks"_L1).toObject()); !unknown.isEmpty())
        return failure(ErrorCode::InvalidInput, subject, u"there is no lock \"%1\""_s.arg(unknown));
    return check(config, fingerprint, interval, subject);
}

QByteArray toJson(const AgentConfig &config)
{
    const QJsonObject locks{{u"metrics_and_logs"_s, config.locks.metricsAndLogs},
                            {u"container_actions"_s, config.locks.containerActions},
                            {u"exec"_s, config.locks.exec},
                            {u"host_commands"_s, config.locks.hostCommands}};
    QJsonObject object{{u"hub"_s, config.hub.toString(QUrl::FullyEncoded)},
                       {u"api_key"_s, config.apiKey},
                       {u"interval_s"_s, qint64(config.interval.count())},
                       {u"locks"_s, locks}};
    if (!config.fingerprint.isEmpty())
        object.insert(u"fingerprint"_s, QString::fromLatin1(config.fingerprint.toHex(':')));
    if (config.maxExecSessions != AgentConfig().maxExecSessions)
        object.insert(u"max_exec_sessions"_s, config.maxExecSessions);
    if (!config.shell.isEmpty())
        object.insert(u"shell"_s, QJsonArray::fromStringList(config.shell));
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

Result<AgentConfig> loadAgentConfig(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::PermissionDenied : ErrorCode::NotFound, path,
                       file.errorString());
    if (!QFileInfo(path).isFile())
        return failure(ErrorCode::InvalidInput, path, u"it is not a file"_s);
#ifdef Q_OS_UNIX
    const uint owner = QFileInfo(path).ownerId();
    const bool isGivenByRoot = geteuid() == 0 && owner == QFileInfo(QFileInfo(path).absolutePath()).ownerId();
    if (owner != 0 && owner != geteuid() && !isGivenByRoot)
        return failure(ErrorCode::PermissionDenied, path, u"it belongs to somebody else"_s);
    if (file.permissions() & others)
        return failure(ErrorCode::PermissionDenied, path,
                       u"it holds a key, and others than its owner may use it; chmod 600 it"_s);
#endif
    const QByteArray text = file.read(maxFile + 1);
    if (text.size() > maxFile)
        return failure(ErrorCode::TooLarge, path, u"the limit is %1 bytes"_s.arg(maxFile));
    return parseAgentConfig(text, path);
}

Result<> saveAgentConfig(const AgentConfig &config, const QString &path)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    QDir().mkpath(folder.filePath());
    if (QFileInfo(path).isSymLink())
        return failure(ErrorCode::InvalidInput, path, u"it is a symbolic link; name the file itself"_s);
    QSaveFile file(path);
    // Before the key is in it.
    const bool isReady = file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly);
    if (!isReady || !giveToOwnerOf(folder, file.handle()) || file.write(toJson(config)) < 0 || !file.commit())
        return failure(ErrorCode::PermissionDenied, path, file.errorString());
    return {};
}

} // namespace fairlead::agent
