// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/agent/samplesender.h"

#include "core/base/logging.h"
#include "core/link/messagewriter.h"

#include <utility>

using SendResult = fairlead::net::MessageChannel::SendResult;

namespace fairlead::agent {

SampleSender::SampleSender(SampleSpool &spool, link::AgentLink &link, QObject *parent)
    : QObject(parent)
    , m_spool(spool)
    , m_link(link)
{
    connect(&m_link, &link::AgentLink::stateChanged, this, &SampleSender::onStateChanged);
    connect(&m_link, &link::AgentLink::ponged, this, &SampleSender::onPong);
}

void SampleSender::add(const QByteArray &sample, SampleSpool::Time now)
{
    const auto stored = m_spool.append(sample, now);
    if (!stored && !m_isDiskFailing)
        qCWarning(lcAgent) << "samples cannot be stored:" << toSentence(stored.error());
    m_isDiskFailing = !stored;
    // Better without a store than not at all.
    if (!stored)
        m_link.send(link::metricsForHub(m_link.serverId(), {{sample}}));
    forgetSettled();
    if (!m_link.answersPings()) {
        while (!m_batches.empty() && m_batches.front().isOld)
            takeAnswered();
        for (Batch &batch : m_batches)
            batch.isOld = true;
    }
    pump();
}

void SampleSender::onStateChanged()
{
    if (m_link.isOnline() == m_isOnline)
        return;
    m_isOnline = m_link.isOnline();
    m_batches.clear();
    m_unconfirmed = m_answered = m_settled = 0;
    m_isHeld = false;
    m_spool.rewind();
    pump();
}

void SampleSender::resume()
{
    m_isHeld = false;
    pump();
}

void SampleSender::pump()
{
    qsizetype sent = 0;
    while (m_isOnline && !m_isHeld && m_unconfirmed < maxUnconfirmed) {
        const auto sample = m_spool.next();
        if (!sample)
            break;
        m_isHeld = m_link.send(link::metricsForHub(m_link.serverId(), {{*sample}})) != SendResult::Sent;
        ++sent;
        ++m_unconfirmed;
    }
    if (sent > 0)
        m_batches.push_back({m_link.ping(), sent});
}

void SampleSender::takeAnswered()
{
    m_answered += m_batches.front().samples;
    m_unconfirmed -= m_batches.front().samples;
    m_batches.pop_front();
}

void SampleSender::forgetSettled()
{
    if (m_settled > 0)
        m_spool.remove(m_settled);
    m_settled = std::exchange(m_answered, 0);
}

void SampleSender::onPong(quint64 count)
{
    while (!m_batches.empty() && m_batches.front().ping <= count)
        takeAnswered();
    pump();
}

} // namespace fairlead::agent
