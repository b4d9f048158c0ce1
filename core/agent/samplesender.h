// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/samplespool.h"
#include "core/link/agentlink.h"

#include <QObject>

#include <deque>

namespace fairlead::agent {

/// Brings samples to the hub, in order and without gaps: each goes to the spool first, and leaves it when the
/// hub has it.
///
/// The protocol has no receipt for a sample, but a hub reads in order: its answer to a ping that was sent
/// behind a sample says that it was read. A hub that dies takes with it what it had only read: so a sample
/// stays in the spool until the second one after the answer, and comes again when the connection is lost
/// before. A hub that answers no pings is believed to have what was sent an interval ago on a connection that
/// still stands.
class SampleSender : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    SampleSender(SampleSpool &spool, link::AgentLink &link, QObject *parent = nullptr);

    /// A JSON object, without `type` and `server_id`.
    void add(const QByteArray &sample, SampleSpool::Time now);
    /// The connection takes more again.
    void resume();

    /// Sent, and not known to have been read. What comes after that waits in the spool.
    static constexpr qsizetype maxUnconfirmed = 64;

private:
    struct Batch
    {
        quint64 ping; ///< that was sent behind it
        qsizetype samples;
        bool isOld = false;
    };

    void onStateChanged();
    void onPong(quint64 count);
    void pump();
    void takeAnswered();
    void forgetSettled();

    SampleSpool &m_spool;
    link::AgentLink &m_link;
    std::deque<Batch> m_batches;
    qsizetype m_unconfirmed = 0;
    qsizetype m_answered = 0; // the hub has read them, since the latest sample
    qsizetype m_settled = 0;  // before that
    bool m_isOnline = false;
    bool m_isHeld = false; // the connection is full
    bool m_isDiskFailing = false;
};

} // namespace fairlead::agent
