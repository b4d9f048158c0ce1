// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/client.h"
#include "core/docker/types.h"
#include "core/host/container.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace fairlead {

/// An engine's containers, kept current: read on refresh(), and again after events that change what is shown.
class ContainerList : public QObject
{
    Q_OBJECT

public:
    explicit ContainerList(docker::Client &client);

    [[nodiscard]] const QList<Container> &containers() const { return m_containers; }
    /// Reads the list; loaded() or failed() follows. While one is being read, once more after it.
    void refresh();
    /// Refreshes soon when the event changes what is shown.
    void onEvent(const docker::Event &event);

Q_SIGNALS:
    /// The list was read, whether it changed or not.
    void loaded();
    void changed();
    void failed(const fairlead::Error &error);

private:
    void onList(const Result<QList<docker::ContainerSummary>> &list);
    [[nodiscard]] bool lagsBehind(const QList<Container> &containers);
    void askStartTimes();
    void setStartTime(const QString &id, const QDateTime &time);
    void publish(QList<Container> containers);

    docker::Client &m_client;
    QList<Container> m_containers;
    /// When running containers started: from their start event, or asked once.
    QHash<QString, QDateTime> m_startTimes;
    QHash<QString, int> m_oomKills; ///< by id
    QSet<QString> m_unanswered;     // asked in vain; again after the next list
    QHash<QString, int> m_dying;    ///< by id: how often still to look for their end
    int m_asking = 0;
    QTimer m_soon;
    bool m_reading = false;
    bool m_again = false;
};

/// A container as windows see it, from the engine's own words; startedAt is left null.
[[nodiscard]] Container toContainer(const docker::ContainerSummary &summary);

} // namespace fairlead
