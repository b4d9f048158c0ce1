// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/outputqueue.h"

#include <algorithm>

namespace fairlead::exec {

void OutputQueue::append(docker::OutputKind kind, QByteArray bytes)
{
    if (bytes.isEmpty())
        return;
    m_size += bytes.size();
    m_chunks.push_back({kind, std::move(bytes)});
}

std::optional<docker::OutputKind> OutputQueue::read(QByteArray &out, qsizetype maxBytes)
{
    if (m_chunks.empty() || maxBytes <= 0)
        return std::nullopt;
    const docker::OutputKind kind = m_chunks.front().kind;
    while (maxBytes > 0 && !m_chunks.empty() && m_chunks.front().kind == kind) {
        const QByteArrayView rest = QByteArrayView(m_chunks.front().bytes).sliced(m_taken);
        const QByteArrayView portion = rest.first(std::min(rest.size(), maxBytes));
        out.append(portion);
        maxBytes -= portion.size();
        m_size -= portion.size();
        m_taken += portion.size();
        if (portion.size() == rest.size()) {
            m_chunks.pop_front();
            m_taken = 0;
        }
    }
    return kind;
}

void OutputQueue::clear()
{
    m_chunks.clear();
    m_taken = 0;
    m_size = 0;
}

} // namespace fairlead::exec
