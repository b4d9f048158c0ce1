// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/execspec.h"

#include <QByteArray>

#include <deque>
#include <optional>

namespace fairlead::exec {

/// Output that arrived and was not read yet, stdout and stderr in the order they came.
class OutputQueue
{
public:
    void append(docker::OutputKind kind, QByteArray bytes);
    /// As Process::read().
    [[nodiscard]] std::optional<docker::OutputKind> read(QByteArray &out, qsizetype maxBytes);
    /// Bytes that wait.
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    void clear();

private:
    struct Chunk
    {
        docker::OutputKind kind;
        QByteArray bytes;
    };

    std::deque<Chunk> m_chunks; // none of them empty
    qsizetype m_taken = 0;      // of the first
    qint64 m_size = 0;
};

} // namespace fairlead::exec
