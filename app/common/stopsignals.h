// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace fairlead {

/// SIGINT, SIGTERM and SIGHUP as Qt signals, so that a program can end in order. The next one ends it at
/// once. One that is ignored at the start, as by nohup, stays so. One object per program. Does nothing where
/// there are no Unix signals.
///
/// SIGHUP means two things: the terminal was closed, or an admin wants the settings read again. For a program
/// that can do so it is the first only when the program had a terminal and has lost it.
class StopSignals : public QObject
{
    Q_OBJECT

public:
    enum class Hangup { Stops, Reloads };
    /// Whether the program has a controlling terminal at this moment.
    using HasTerminal = std::function<bool()>;

    explicit StopSignals(Hangup hangup = Hangup::Stops, HasTerminal hasTerminal = hasControllingTerminal);
    ~StopSignals() override;

    [[nodiscard]] static bool hasControllingTerminal();

Q_SIGNALS:
    void stopRequested();
    void reloadRequested();

private:
    void onReadable();
    void onHangup();

    HasTerminal m_hasTerminal;
    bool m_hadTerminal = false;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fairlead
