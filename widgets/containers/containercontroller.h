// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/host.h"
#include "widgets/common/notice.h"
#include "widgets/containers/containerdeed.h"
#include "widgets/terminal/shellrun.h"

#include <QHash>
#include <QObject>

#include <functional>

class QWidget;

namespace fairlead::ui {

/// Carries deeds out: asks first where something is lost, calls the host, tells what goes on and what failed.
/// What is under way already is not begun again.
class ContainerController : public QObject
{
    Q_OBJECT

public:
    /// How many shells are open in the container with this id.
    using ShellCount = std::function<int(const QString &containerId)>;

    ContainerController(Host &host, ShellCount shells, QWidget *window);

    void run(Deed deed, const Container &container);

Q_SIGNALS:
    void shellWanted(const fairlead::ui::ShellRequest &request);
    void failed(const fairlead::ui::Notice &notice);
    /// What is under way, the oldest of it: "Stopping web-1…"; empty: nothing.
    void working(const QString &what);

private:
    struct Work
    {
        Deed deed;
        QString containerId;
        QString text;

        friend bool operator==(const Work &, const Work &) = default;
    };
    using Then = std::function<void(const Result<> &)>;

    void openShell(Deed deed, const Container &container);
    void offerToWake(Deed deed, const Container &container);
    void askShell(const Container &container);
    void askStop(Deed deed, const Container &container);
    [[nodiscard]] QString endOfShells(const Container &container) const;
    void askKill(const Container &container);
    void askRename(const Container &container);
    void askRemove(const Container &container);
    void perform(Deed deed, const Container &container, RemoveOptions options = {});
    void carryOut(Deed deed, const Container &container, RemoveOptions options, const Then &then);
    [[nodiscard]] bool isUnderWay(Deed deed, const Container &container) const;
    void setWorks(const QList<Work> &works);
    void report(Deed deed, const Container &container, const Result<> &result,
                const std::function<void()> &again);

    Host &m_host;
    ShellCount m_shells;
    QWidget *m_window;
    QList<Work> m_works;                        ///< in the order they began
    QHash<QString, ExecRequest> m_lastRequests; ///< by container id, for this run of the program
};

} // namespace fairlead::ui
