// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace fairlead {

/// SIGINT, SIGTERM and SIGHUP (the terminal was closed, the user logged out) as a Qt signal, so that a
/// program can end in order. The next one ends it at once. One that is ignored at the start, as by nohup,
/// stays so. One object per program. Does nothing where there are no Unix signals.
class StopSignals : public QObject
{
    Q_OBJECT

public:
    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;

Q_SIGNALS:
    void stopRequested();

private:
    void onReadable();

    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fairlead
