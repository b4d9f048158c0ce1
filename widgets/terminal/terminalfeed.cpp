// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminalfeed.h"

#include "core/base/logging.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace fairlead::ui {

namespace {

// A pty takes 4 to 8 KiB before it is full; a slice this size fills it in one turn and is drawn in under a
// millisecond, so that a key pressed meanwhile waits for at most a few of them.
constexpr qsizetype kSlice = 16 * 1024;

int openAgain(int fd)
{
    char path[32];
    std::snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const int again = ::open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (again < 0)
        qCWarning(lcUi, "the terminal's pty cannot be opened again: %s",
                  qUtf8Printable(qt_error_string(errno)));
    return again;
}

} // namespace

TerminalFeed::TerminalFeed(int slaveFd, QObject *parent) : QObject(parent), m_fd(openAgain(slaveFd))
{
    if (m_fd < 0)
        return;
    m_writable = std::make_unique<QSocketNotifier>(m_fd, QSocketNotifier::Write);
    m_writable->setEnabled(false);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &TerminalFeed::turn);
}

TerminalFeed::~TerminalFeed()
{
    m_writable.reset();
    if (m_fd >= 0)
        ::close(m_fd);
}

void TerminalFeed::setSource(Source source)
{
    m_source = std::move(source);
    m_filter = {}; // a sequence that one session began no other ends
    wake();
}

void TerminalFeed::wake()
{
    if (m_writable)
        m_writable->setEnabled(true);
}

void TerminalFeed::append(const QByteArray &bytes)
{
    m_held.append(bytes);
    wake();
}

void TerminalFeed::turn()
{
    const bool goesOn = held() > 0 ? writeHeld() : take();
    if (!goesOn)
        m_writable->setEnabled(false);
}

// Of a slice that is nothing but sequences taken out, nothing is left to write, yet more may come behind it.
bool TerminalFeed::take()
{
    if (!m_source)
        return false;
    QByteArray slice;
    m_source(slice, kSlice);
    if (slice.isEmpty())
        return false;
    m_held = m_filter.filter(slice);
    m_offset = 0;
    const bool goesOn = m_held.isEmpty() || writeHeld();
    if (const QByteArray bytes = m_filter.takeAnswers(); !bytes.isEmpty())
        Q_EMIT answer(bytes);
    return goesOn;
}

bool TerminalFeed::writeHeld()
{
    const ssize_t written = ::write(m_fd, m_held.constData() + m_offset, size_t(held()));
    if (written > 0) {
        m_offset += written;
        return true;
    }
    if (errno == EAGAIN || errno == EINTR)
        return true; // the notifier fires again when there is room
    qCWarning(lcUi, "writing to the terminal failed: %s", qUtf8Printable(qt_error_string(errno)));
    m_held.clear();
    m_offset = 0;
    return false;
}

} // namespace fairlead::ui
