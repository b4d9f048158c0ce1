// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/agent/spoolsegment.h"

#include <deque>

namespace fairlead::agent {

/// Samples that wait on disk for the hub: a queue that outlives the process.
///
/// Bounded by size and age; the oldest go first, a whole segment at a time. What append() took survives a
/// kill at any moment; a power cut can take what was written since the last segment was full. What was
/// removed can come again after a crash, for the hub knows samples by their time.
class SampleSpool
{
public:
    using Time = SpoolSegment::Time;

    struct Settings
    {
        QString folder; ///< of its own; made when it is not there
        qint64 maxBytes = 128 * 1024 * 1024;
        qint64 segmentBytes = 1024 * 1024;
        std::chrono::milliseconds maxAge = std::chrono::hours(24);
    };

    explicit SampleSpool(Settings settings) : m_settings(std::move(settings)) {}

    /// PermissionDenied when the folder cannot be used.
    [[nodiscard]] Result<> open(Time now);
    /// TooLarge, or PermissionDenied when the disk does not take it (it is full); the spool goes on.
    [[nodiscard]] Result<> append(QByteArrayView sample, Time now);

    /// The next sample, oldest first, that next() has not given yet since rewind().
    [[nodiscard]] std::optional<QByteArray> next();
    /// Everything that was not removed comes again.
    void rewind();
    /// Forgets the `count` oldest that next() gave: the hub has them.
    void remove(qsizetype count);

    /// Nothing waits, not even what next() gave.
    [[nodiscard]] bool isEmpty() const { return m_removed == end(); }
    [[nodiscard]] qint64 bytes() const;
    /// Segments that gave way unread to newer ones.
    [[nodiscard]] qint64 droppedSegments() const { return m_dropped; }

private:
    struct Position
    {
        quint64 segment = 0;
        qint64 offset = SpoolSegment::firstOffset;

        auto operator<=>(const Position &) const = default;
    };

    [[nodiscard]] Position end() const;
    [[nodiscard]] Position begin() const;
    [[nodiscard]] QString pathOf(quint64 number) const;
    [[nodiscard]] SpoolSegment *segmentAt(quint64 number) const;
    [[nodiscard]] Result<> startSegment();
    void loadPosition();
    void savePosition();
    void dropFirst();
    void dropOld(Time now);
    void dropRemoved();

    Settings m_settings;
    std::deque<std::unique_ptr<SpoolSegment>> m_segments; // by number, which rises
    quint64 m_lastNumber = 0;
    Position m_removed;           // before it nothing is wanted any more
    Position m_next;              // what next() gives
    std::deque<Position> m_given; // ends of what next() gave, not removed yet
    QFile m_positionFile;
    qint64 m_dropped = 0;
};

} // namespace fairlead::agent
