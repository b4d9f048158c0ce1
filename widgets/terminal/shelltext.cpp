// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/shelltext.h"

#include "widgets/common/errortext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::ShellText)

public:
    static QString what(const ShellRequest &request)
    {
        return request.exec.command.isEmpty() ? tr("The shell")
                                              : tr("%1", "a command").arg(request.exec.command.join(u' '));
    }

    static QString ended(const ShellRun &run)
    {
        return tr("%1 in %2 ended with exit code %3.")
            .arg(what(run.request()), run.request().containerName)
            .arg(run.exitCode());
    }

    static QString failed(const ShellRun &run)
    {
        const QString name = run.request().containerName;
        if (run.hasNoShell())
            return tr("%1 has no shell that Fairlead knows. Another program in it may do.").arg(name);
        Error named = run.error();
        if (named.code == ErrorCode::Refused && !named.detail.isEmpty())
            return tr("%1 in %2 did not start. The engine says: %3")
                .arg(what(run.request()), name, firstLine(named.detail));
        if (named.subject.isEmpty() || named.subject == run.request().exec.containerId)
            named.subject = name;
        return errorText(named);
    }

    static QString lost(const ShellRun &run)
    {
        return tr("%1 in %2 is gone: the engine does not answer.")
            .arg(what(run.request()), run.request().containerName);
    }

    static QString stopped(const QString &name) { return tr("%1 is stopped.").arg(name); }
    static QString paused(const QString &name) { return tr("%1 is paused.").arg(name); }
    static QString restarting(const QString &name) { return tr("%1 is restarting.").arg(name); }
    static QString removed(const QString &name) { return tr("%1 was removed.").arg(name); }
    static QString shellName() { return tr("shell"); }
};

// What became of the container, in one sentence; empty while it runs.
QString containerNews(const std::optional<Container> &container, const QString &name)
{
    if (!container)
        return Texts::removed(name);
    switch (container->state) {
    case ContainerState::Running:
    case ContainerState::Unknown:
        return {};
    case ContainerState::Paused:
        return Texts::paused(name);
    case ContainerState::Restarting:
        return Texts::restarting(name);
    default:
        return Texts::stopped(name);
    }
}

bool isStartable(const std::optional<Container> &container)
{
    return container
           && (container->state == ContainerState::Exited || container->state == ContainerState::Created);
}

} // namespace

ShellEnd shellEnd(const ShellRun &run)
{
    ShellEnd end;
    const Host *host = run.host();
    const bool reachable = host && host->state() == Host::State::Ready;
    const auto container = run.container();
    const bool failed = run.phase() == ShellRun::Phase::Failed;
    if (!reachable) {
        end.kind = Notice::Kind::Error;
        end.text = Texts::lost(run);
        end.details = host ? host->lastError().detail : QString();
        end.canReconnect = host != nullptr;
        return end;
    }
    const QString news = containerNews(container, run.request().containerName);
    QStringList sentences;
    if (!news.isEmpty())
        sentences << news;
    if (failed && (news.isEmpty() || run.error().code != ErrorCode::NotRunning))
        sentences << Texts::failed(run);
    else if (!failed)
        sentences << Texts::ended(run);
    end.text = sentences.join(u' ');
    end.details = failed ? run.error().detail : QString();
    end.kind = failed ? Notice::Kind::Error : news.isEmpty() ? Notice::Kind::Info : Notice::Kind::Warning;
    end.canRunAgain = container && container->isRunning();
    end.canStart = isStartable(container);
    end.offerOther = failed && end.canRunAgain;
    return end;
}

QString shellTitle(const ShellRequest &request)
{
    const QString what =
        request.exec.command.isEmpty() ? Texts::shellName() : request.exec.command.first().section(u'/', -1);
    return u"%1 ▸ %2"_s.arg(request.containerName, what);
}

} // namespace fairlead::ui
