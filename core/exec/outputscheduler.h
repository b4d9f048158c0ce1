// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QObject>

namespace fairlead::exec {

/// Something that has output to send, in portions.
class OutputSource
{
public:
    virtual ~OutputSource() = default;
    /// Sends about `budget` bytes; true when more waits that can be sent right now.
    virtual bool pump(qint64 budget) = 0;
    /// A person waits for its echo.
    [[nodiscard]] virtual bool isInteractive() const = 0;
};

/// Shares the event loop between sessions. In each turn every interactive source sends a little, then one
/// bulk source sends its portion; then sockets are served again. So a key waits for at most one portion of
/// bulk, however many sessions stream.
class OutputScheduler : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// The source has output. An interactive one is pumped now, a bulk one in the next turn.
    void wake(OutputSource *source);
    /// Before a source goes away.
    void remove(OutputSource *source);

private:
    void runTurn();
    void pumpInteractive();
    void pumpBulk();
    void scheduleTurn();

    QList<OutputSource *> m_interactive;
    QList<OutputSource *> m_bulk; // next first
    bool m_scheduled = false;
};

} // namespace fairlead::exec
