// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/terminal/outputfilter.h"

#include <QObject>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace fairlead::ui {

/// Carries bytes from a source into a terminal's pty, a slice per turn of the event loop, and never blocks.
///
/// A full pty is back-pressure: the source is not read again before what was taken from it is written, so at
/// most one slice is held here and the rest waits where it comes from. Nothing is decoded; bytes pass as they
/// are, but for sequences that the emulator would show as text (see OutputFilter).
class TerminalFeed : public QObject
{
    Q_OBJECT

public:
    /// Appends at most `maxBytes` to the array and returns how many.
    using Source = std::function<qsizetype(QByteArray &out, qsizetype maxBytes)>;

    /// `slaveFd` stays the caller's; the feed writes through an own open file description, so that making it
    /// non-blocking changes nothing for the terminal that shares the old one.
    explicit TerminalFeed(int slaveFd, QObject *parent = nullptr);
    ~TerminalFeed() override;

    [[nodiscard]] bool isValid() const { return m_fd >= 0; }

    /// Takes from `source` from now on; null: from nothing. What is held already is still written first.
    void setSource(Source source);
    /// The source has something, or may have.
    void wake();
    /// Writes a text of our own after what is held; for short notes only.
    void append(const QByteArray &bytes);

    /// Bytes taken from the source and not yet in the pty.
    [[nodiscard]] qsizetype held() const { return m_held.size() - m_offset; }

Q_SIGNALS:
    /// What the program is to get as input, because it asked for it in its output.
    void answer(const QByteArray &bytes);

private:
    void turn();
    [[nodiscard]] bool take();
    [[nodiscard]] bool writeHeld();

    Source m_source;
    OutputFilter m_filter;
    QByteArray m_held;
    qsizetype m_offset = 0;
    int m_fd = -1;
    std::unique_ptr<QSocketNotifier> m_writable;
};

} // namespace fairlead::ui
