// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFile>

#include <chrono>
#include <memory>

namespace fairlead::agent {

/// One file of a spool: records behind each other, each with its length, checksum and time, so that an end
/// which was torn off in the middle of a write is noticed and cut.
///
/// Layout, little-endian: "FLSPOOL1", then for each record uint32 length of the payload, uint32 CRC-32 (IEEE
/// 802.3) of time and payload, int64 time in ms since 1970, payload.
class SpoolSegment
{
public:
    using Time = std::chrono::sys_time<std::chrono::milliseconds>;

    static constexpr qint64 firstOffset = 8;
    static constexpr qint64 recordHeader = 16;
    static constexpr qint64 maxPayload = 1024 * 1024;

    /// Opens or makes the file, and cuts a torn end.
    [[nodiscard]] static Result<std::unique_ptr<SpoolSegment>> open(const QString &path, quint64 number);

    /// On disk as far as the system goes, when it returns; whole or not at all.
    [[nodiscard]] Result<> append(QByteArrayView payload, Time time);

    struct Record
    {
        QByteArray payload; ///< null: it is damaged
        qint64 next;        ///< offset behind it
    };
    /// Nothing: `offset` is the end.
    [[nodiscard]] std::optional<Record> read(qint64 offset);

    [[nodiscard]] quint64 number() const { return m_number; }
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] Time latest() const { return m_latest; }
    /// Whether a record begins or the file ends there.
    [[nodiscard]] bool isBoundary(qint64 offset);
    /// Gets what was written past the system's buffers, against a power cut.
    void sync();
    void removeFile() { m_file.remove(); }

private:
    SpoolSegment(const QString &path, quint64 number) : m_file(path), m_number(number) {}

    struct Header
    {
        quint32 length = 0;
        quint32 checksum = 0;
        Time time{};
    };

    [[nodiscard]] Result<> load();
    [[nodiscard]] std::optional<Header> headerAt(qint64 offset);
    [[nodiscard]] Error problem() const;

    QFile m_file;
    quint64 m_number;
    qint64 m_size = 0;
    Time m_latest{};
};

} // namespace fairlead::agent
