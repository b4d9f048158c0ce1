// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/containers/containercontroller.h"

#include "widgets/common/errortext.h"
#include "widgets/containers/confirmdialog.h"
#include "widgets/containers/renamedialog.h"
#include "widgets/containers/shelldialog.h"
#include "widgets/models/containertext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

ContainerAction engineAction(Deed deed)
{
    switch (deed) {
    case Deed::Start:
        return ContainerAction::Start;
    case Deed::Stop:
        return ContainerAction::Stop;
    case Deed::Restart:
        return ContainerAction::Restart;
    case Deed::Pause:
        return ContainerAction::Pause;
    case Deed::Unpause:
        return ContainerAction::Unpause;
    case Deed::Kill:
        return ContainerAction::Kill;
    case Deed::Remove:
        return ContainerAction::Remove;
    default:
        Q_UNREACHABLE_RETURN(ContainerAction::Start);
    }
}

} // namespace

ContainerController::ContainerController(Host &host, ShellCount shells, QWidget *window)
    : QObject(window)
    , m_host(host)
    , m_shells(std::move(shells))
    , m_window(window)
{}

void ContainerController::run(Deed deed, const Container &container)
{
    if (isUnderWay(deed, container))
        return;
    switch (deed) {
    case Deed::OpenShell:
    case Deed::OpenShellWith:
        if (isPossible(deed, container))
            openShell(deed, container);
        else
            offerToWake(deed, container);
        break;
    case Deed::Stop:
    case Deed::Restart:
        askStop(deed, container);
        break;
    case Deed::Kill:
        askKill(container);
        break;
    case Deed::Rename:
        askRename(container);
        break;
    case Deed::Remove:
        askRemove(container);
        break;
    case Deed::CopyName:
        QGuiApplication::clipboard()->setText(container.name);
        break;
    case Deed::CopyId:
        QGuiApplication::clipboard()->setText(container.id);
        break;
    default:
        perform(deed, container);
    }
}

void ContainerController::openShell(Deed deed, const Container &container)
{
    if (deed == Deed::OpenShellWith)
        return askShell(container);
    ExecRequest exec;
    exec.containerId = container.id;
    Q_EMIT shellWanted({exec, container.name});
}

void ContainerController::offerToWake(Deed deed, const Container &container)
{
    const auto wake = [this, deed, container](Deed waking) {
        carryOut(waking, container, {}, [this, deed, waking, container](const Result<> &result) {
            report(waking, container, result, [this, deed, container] { offerToWake(deed, container); });
            if (result)
                openShell(deed, container);
        });
    };
    Notice notice;
    if (isPossible(Deed::Start, container)) {
        notice.text = tr("%1 is stopped: it has no shell until it runs.").arg(container.name);
        notice.actions << NoticeAction{tr("Start and open shell"), [wake] { wake(Deed::Start); }};
    } else if (isPossible(Deed::Unpause, container)) {
        notice.text = tr("%1 is paused: a shell in it would stand still.").arg(container.name);
        notice.actions << NoticeAction{tr("Continue and open shell"), [wake] { wake(Deed::Unpause); }};
    } else {
        notice.text = tr("%1 has no shell in its present state: %2.")
                          .arg(container.name, ContainerText::state(container));
    }
    tell(notice, {deed, container.id});
}

void ContainerController::askShell(const Container &container)
{
    auto *dialog = new ShellDialog(container, m_lastRequests.value(container.id), m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, container] {
        const ExecRequest request = dialog->request();
        m_lastRequests.insert(container.id, request);
        Q_EMIT shellWanted({request, container.name});
    });
    dialog->open();
}

// Stopping asks the program in the container to end, which loses nothing; only open shells make it a loss.
void ContainerController::askStop(Deed deed, const Container &container)
{
    const int shells = m_shells(container.id);
    if (shells == 0) {
        perform(deed, container);
        return;
    }
    const bool stop = deed == Deed::Stop;
    const QString question =
        stop ? tr("Stop %1?").arg(container.name) : tr("Restart %1?").arg(container.name);
    const QString verb = stop ? tr("Stop %1 and end %n shells", nullptr, shells)
                              : tr("Restart %1 and end %n shells", nullptr, shells);
    auto *dialog = new ConfirmDialog(question, tr("%n open shells in it end too.", nullptr, shells),
                                     verb.arg(container.name), m_window);
    connect(dialog, &QDialog::accepted, this, [this, deed, container] { perform(deed, container); });
    dialog->open();
}

// What to add to a question; empty without an open shell.
QString ContainerController::endOfShells(const Container &container) const
{
    const int shells = m_shells(container.id);
    return shells > 0 ? u' ' + tr("%n open shells in it end too.", nullptr, shells) : QString();
}

void ContainerController::askKill(const Container &container)
{
    auto *dialog =
        new ConfirmDialog(tr("Kill %1?").arg(container.name),
                          tr("Its programs end at once and cannot save anything.") + endOfShells(container),
                          tr("Kill %1").arg(container.name), m_window);
    connect(dialog, &QDialog::accepted, this, [this, container] { perform(Deed::Kill, container); });
    dialog->open();
}

void ContainerController::askRename(const Container &container)
{
    auto *dialog = new RenameDialog(container.name, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, container] {
        m_host.rename(container.id, dialog->newName()).then(this, [this, container](const Result<> &result) {
            report(Deed::Rename, container, result, [this, container] { askRename(container); });
        });
    });
    dialog->open();
}

void ContainerController::askRemove(const Container &container)
{
    const bool alive = isPossible(Deed::Kill, container);
    const QString deed = alive ? tr("Kill and remove %1") : tr("Remove %1");
    const QString consequence =
        alive ? tr("It runs: its programs are killed first. What was changed inside it and its log are lost.")
              : tr("What was changed inside it and its log are lost.");
    auto *dialog =
        new ConfirmDialog(tr("Remove %1?").arg(container.name), consequence + endOfShells(container),
                          deed.arg(container.name), m_window);
    if (const int volumes = container.anonymousVolumes.value_or(0); volumes > 0) {
        const QString deedWithThem =
            alive ? tr("Kill and remove %1 and its %n anonymous volumes", nullptr, volumes)
                  : tr("Remove %1 and its %n anonymous volumes", nullptr, volumes);
        dialog->addOption(tr("Remove its %n anonymous volumes too", nullptr, volumes),
                          deedWithThem.arg(container.name));
    } else if (!container.anonymousVolumes) {
        const QString deedWithThem = alive ? tr("Kill and remove %1 and its anonymous volumes")
                                           : tr("Remove %1 and its anonymous volumes");
        dialog->addOption(tr("Remove its anonymous volumes too"), deedWithThem.arg(container.name));
    }
    connect(dialog, &QDialog::accepted, this, [this, dialog, container, alive] {
        perform(Deed::Remove, container, RemoveOptions{alive, dialog->isOptionChosen()});
    });
    dialog->open();
}

void ContainerController::perform(Deed deed, const Container &container, RemoveOptions options)
{
    carryOut(deed, container, options, [this, deed, container, options](const Result<> &result) {
        report(deed, container, result,
               [this, deed, container, options] { perform(deed, container, options); });
    });
}

bool ContainerController::isUnderWay(Deed deed, const Container &container) const
{
    return std::ranges::any_of(
        m_works, [&](const Work &work) { return work.deed == deed && work.containerId == container.id; });
}

// Stopping alone may take ten seconds: a shell as process 1 does not hear what it is told.
void ContainerController::carryOut(Deed deed, const Container &container, RemoveOptions options,
                                   const Then &then)
{
    if (isUnderWay(deed, container))
        return;
    const Work work{deed, container.id, deedProgressText(deed, container.name)};
    setWorks(m_works + QList{work});
    m_host.perform(engineAction(deed), container.id, options)
        .then(this, [this, work, then](const Result<> &result) {
            QList<Work> left = m_works;
            left.removeOne(work);
            setWorks(left);
            then(result);
        });
}

void ContainerController::setWorks(const QList<Work> &works)
{
    m_works = works;
    Q_EMIT working(works.isEmpty() ? QString() : works.first().text);
}

void ContainerController::report(Deed deed, const Container &container, const Result<> &result,
                                 const std::function<void()> &again)
{
    if (result) {
        if (m_told == Told{deed, container.id})
            Q_EMIT mended();
        return;
    }
    Notice notice;
    notice.kind = Notice::Kind::Error;
    Error named = result.error();
    if (named.subject.isEmpty() || named.subject == container.id)
        named.subject = container.name;
    const bool spoken = named.code == ErrorCode::Refused || named.code == ErrorCode::Conflict;
    const bool quotable = spoken && !named.detail.isEmpty();
    const QString reason =
        quotable ? tr("The engine says: %1").arg(firstLine(named.detail)) : errorText(named);
    notice.text = deedFailedText(deed, container.name) + u' ' + reason;
    notice.details = result.error().detail;
    notice.actions << NoticeAction{tr("Try again"), again};
    tell(notice, {deed, container.id});
}

void ContainerController::tell(const Notice &notice, const Told &about)
{
    m_told = about;
    Q_EMIT failed(notice);
}

} // namespace fairlead::ui
