// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/hosts/enginemessage.h"

#include "widgets/common/errortext.h"
#include "widgets/common/icons.h"
#include "widgets/containers/commandline.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::EngineMessage)

public:
    static EmptyMessage connecting(const QString &address)
    {
        return {glyphIcon(Glyph::Connecting), tr("Connecting to the engine"), address, {}, {}, {}};
    }

    static EmptyMessage denied(const QString &address, const QString &group)
    {
        EmptyMessage message;
        message.title = tr("No access to Docker");
        if (group == "root"_L1) {
            message.text =
                tr("Permission denied at %1. Only root may use it. Ask for a group docker that may, and "
                   "to be added to it.")
                    .arg(address);
            return message;
        }
        message.text =
            tr("Permission denied at %1. Add yourself to the group %2, then sign out and in again:")
                .arg(address, group);
        message.command = u"sudo usermod -aG %1 $USER"_s.arg(group);
        return message;
    }

    // The user's own words, quoted for the shell that is to read them.
    static EmptyMessage overSsh(const QUrl &address)
    {
        EmptyMessage message;
        message.title = tr("Fairlead does not speak ssh");
        message.text =
            tr("DOCKER_HOST is ssh://%1. Forward the socket of the engine there, and start Fairlead "
               "with the forwarded one:")
                .arg(address.host());
        const QString user = address.userName().isEmpty() ? QString() : address.userName() + u'@';
        const QString port = address.port() > 0 ? u"-p %1 "_s.arg(address.port()) : QString();
        const QString socket = u"/tmp/fairlead-%1.sock"_s.arg(address.host());
        message.command = u"ssh -fN %1-L %2:/var/run/docker.sock %3 && DOCKER_HOST=unix://%2 fairlead"_s.arg(
            port, socket, joinedCommand({user + address.host()}));
        return message;
    }

    static EmptyMessage silent(const Error &error)
    {
        EmptyMessage message;
        message.title = tr("Docker does not answer");
        const QString nothing = tr("Nothing answers at %1.").arg(error.subject);
        if (qEnvironmentVariableIsSet("DOCKER_HOST")) {
            message.text =
                tr("Nothing answers at %1, where DOCKER_HOST points. Start the engine there, or start "
                   "Fairlead without that variable:")
                    .arg(error.subject);
            message.command = u"env -u DOCKER_HOST fairlead"_s;
        } else if (isInstalled(u"dockerd"_s)) {
            message.text = nothing + u' ' + tr("It is installed. Start it:");
            message.command = u"sudo systemctl start docker"_s;
        } else if (isInstalled(u"podman"_s)) {
            message.text = nothing + u' ' + tr("Podman is installed. Switch its socket on:");
            message.command = u"systemctl --user enable --now podman.socket"_s;
        } else if (const QString install = installCommand(); !install.isEmpty()) {
            message.text = nothing + u' ' + tr("Neither Docker nor Podman is installed. Install one:");
            message.command = install;
        } else {
            message.text = nothing + u' ' + tr("Install Docker or Podman and start it.");
        }
        return message;
    }

private:
    // Daemons live in sbin, which is not in every user's PATH.
    static bool isInstalled(const QString &program)
    {
        return !QStandardPaths::findExecutable(program).isEmpty()
               || !QStandardPaths::findExecutable(program, {u"/usr/sbin"_s, u"/usr/local/sbin"_s, u"/sbin"_s})
                       .isEmpty();
    }

    static QString installCommand()
    {
        if (isInstalled(u"apt-get"_s))
            return u"sudo apt-get install docker.io"_s;
        if (isInstalled(u"dnf"_s))
            return u"sudo dnf install podman"_s;
        return {};
    }
};

// The group that may use the socket; where it does not tell, the one that packages of Docker make.
QString socketGroup(const QString &address)
{
    const QString path = address.startsWith("unix://"_L1) ? address.sliced("unix://"_L1.size()) : QString();
    const QString group = path.isEmpty() ? QString() : QFileInfo(path).group();
    return group.isEmpty() ? u"docker"_s : group;
}

} // namespace

EmptyMessage accessMessage(const QString &address, const QString &group)
{
    return Texts::denied(address, group);
}

EmptyMessage engineMessage(Host::State state, const Error &error, const QString &address)
{
    if (state == Host::State::Connecting)
        return Texts::connecting(address);
    Error named = error;
    if (named.subject.isEmpty())
        named.subject = address;
    EmptyMessage message = named.code == ErrorCode::InvalidInput && address.startsWith("ssh://"_L1)
                               ? Texts::overSsh(QUrl(address))
                           : named.code == ErrorCode::PermissionDenied
                               ? accessMessage(named.subject, socketGroup(named.subject))
                           : named.code == ErrorCode::NotReachable ? Texts::silent(named)
                                                                   : EmptyMessage{};
    if (message.title.isEmpty()) {
        message.title = Texts::tr("The engine cannot be used");
        message.text = errorText(named);
    }
    message.icon = glyphIcon(Glyph::Unreachable);
    message.details = message.command.startsWith("ssh "_L1) ? QString() : named.detail;
    return message;
}

} // namespace fairlead::ui
