// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/containerdeed.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::ContainerDeed)

public:
    static QString verb(Deed deed)
    {
        switch (deed) {
        case Deed::OpenShell:
            return tr("Open shell");
        case Deed::OpenShellWith:
            return tr("Open shell with…");
        case Deed::Start:
            return tr("Start");
        case Deed::Stop:
            return tr("Stop");
        case Deed::Restart:
            return tr("Restart");
        case Deed::Pause:
            return tr("Pause");
        case Deed::Unpause:
            return tr("Continue");
        case Deed::Kill:
            return tr("Kill…");
        case Deed::Rename:
            return tr("Rename…");
        case Deed::Remove:
            return tr("Remove…");
        case Deed::CopyName:
            return tr("Copy name");
        case Deed::CopyId:
            return tr("Copy id");
        }
        Q_UNREACHABLE_RETURN({});
    }

    static QString progress(Deed deed)
    {
        switch (deed) {
        case Deed::Start:
            return tr("Starting %1…");
        case Deed::Stop:
            return tr("Stopping %1…");
        case Deed::Restart:
            return tr("Restarting %1…");
        case Deed::Pause:
            return tr("Pausing %1…");
        case Deed::Unpause:
            return tr("Continuing %1…");
        case Deed::Kill:
            return tr("Killing %1…");
        case Deed::Remove:
            return tr("Removing %1…");
        default:
            return tr("Working on %1…");
        }
    }

    static QString failed(Deed deed)
    {
        switch (deed) {
        case Deed::Start:
            return tr("%1 could not be started.");
        case Deed::Stop:
            return tr("%1 could not be stopped.");
        case Deed::Restart:
            return tr("%1 could not be restarted.");
        case Deed::Pause:
            return tr("%1 could not be paused.");
        case Deed::Unpause:
            return tr("%1 could not be continued.");
        case Deed::Kill:
            return tr("%1 could not be killed.");
        case Deed::Rename:
            return tr("%1 could not be renamed.");
        case Deed::Remove:
            return tr("%1 could not be removed.");
        default:
            return tr("That did not work for %1.");
        }
    }
};

} // namespace

bool isPossible(Deed deed, const Container &container)
{
    const ContainerState state = container.state;
    const bool running = state == ContainerState::Running;
    const bool paused = state == ContainerState::Paused;
    const bool restarting = state == ContainerState::Restarting;
    const bool removing = state == ContainerState::Removing;
    switch (deed) {
    case Deed::OpenShell:
    case Deed::OpenShellWith:
    case Deed::Pause:
        return running;
    case Deed::Unpause:
        return paused;
    case Deed::Start:
        return state == ContainerState::Exited || state == ContainerState::Created;
    case Deed::Stop:
    case Deed::Kill:
        return running || paused || restarting;
    case Deed::Restart:
        return running || restarting || state == ContainerState::Exited;
    case Deed::Rename:
    case Deed::Remove:
        return !removing;
    case Deed::CopyName:
    case Deed::CopyId:
        return true;
    }
    Q_UNREACHABLE_RETURN(false);
}

QString deedText(Deed deed)
{
    return Texts::verb(deed);
}

QString deedProgressText(Deed deed, const QString &containerName)
{
    return Texts::progress(deed).arg(containerName);
}

QString deedFailedText(Deed deed, const QString &containerName)
{
    return Texts::failed(deed).arg(containerName);
}

QString deedIconName(Deed deed)
{
    switch (deed) {
    case Deed::OpenShell:
        return u"terminal"_s;
    case Deed::Start:
    case Deed::Unpause:
        return u"start"_s;
    case Deed::Stop:
        return u"stop"_s;
    case Deed::Restart:
        return u"retry"_s;
    case Deed::Pause:
        return u"pause"_s;
    case Deed::Kill:
        return u"kill"_s;
    case Deed::Rename:
        return u"rename"_s;
    case Deed::Remove:
        return u"remove"_s;
    case Deed::CopyName:
        return u"copy"_s;
    default:
        return {};
    }
}

// Start and Stop share a key, as Pause and Continue do: never are both possible.
QKeySequence deedShortcut(Deed deed)
{
    switch (deed) {
    case Deed::OpenShell:
        return Qt::Key_Return;
    case Deed::OpenShellWith:
        return Qt::CTRL | Qt::Key_Return;
    case Deed::Start:
    case Deed::Stop:
        return Qt::CTRL | Qt::Key_S;
    case Deed::Restart:
        return Qt::CTRL | Qt::Key_R;
    case Deed::Pause:
    case Deed::Unpause:
        return Qt::CTRL | Qt::Key_P;
    case Deed::Kill:
        return Qt::CTRL | Qt::Key_Delete;
    case Deed::Rename:
        return Qt::Key_F2;
    case Deed::Remove:
        return Qt::Key_Delete;
    case Deed::CopyName:
        return Qt::CTRL | Qt::Key_C;
    case Deed::CopyId:
        return Qt::CTRL | Qt::ALT | Qt::Key_C;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace fairlead::ui
