// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/inputqueue.h"

#include <algorithm>

namespace fairlead::ui {

namespace {

// Deep enough that the way to the engine never runs dry, small enough that Cancel stops at once.
constexpr qint64 kHighWater = 64 * 1024;
constexpr qsizetype kPiece = 16 * 1024;
// More than this nobody typed: a program asks the terminal again and again, and never reads the answers.
constexpr qint64 kMostKeys = 1024 * 1024;
constexpr char kInterrupt = 0x03; // Ctrl+C

} // namespace

InputQueue::InputQueue(QObject *parent) : QObject(parent) {}

void InputQueue::setSession(ExecSession *session)
{
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    const bool wasPasting = m_size > 0;
    m_session = session;
    clear();
    if (session)
        connect(session, &ExecSession::inputWritten, this, &InputQueue::pump);
    if (wasPasting)
        Q_EMIT pasteEnded();
}

void InputQueue::clear()
{
    m_waiting.clear();
    m_size = 0;
    m_sent = 0;
}

void InputQueue::sendKeys(const QByteArray &bytes)
{
    if (!m_session)
        return;
    // Ctrl+C means now, also to a paste.
    if (bytes.size() == 1 && bytes.front() == kInterrupt)
        cancelPaste();
    const qint64 waiting = isPasting() ? m_waiting.back().keys.size() : m_session->bytesToWrite();
    if (waiting + bytes.size() > kMostKeys)
        return;
    if (isPasting())
        m_waiting.back().keys.append(bytes);
    else
        m_session->write(bytes);
}

void InputQueue::sendPaste(const QByteArray &bytes, const QByteArray &closing)
{
    if (!m_session || bytes.isEmpty())
        return;
    m_size += bytes.size();
    m_waiting.push_back({bytes, closing, {}});
    if (m_waiting.size() == 1)
        pump();
}

void InputQueue::cancelPaste()
{
    if (!isPasting())
        return;
    QByteArray after = m_waiting.front().closing;
    for (const Paste &paste : m_waiting)
        after += paste.keys;
    clear();
    if (m_session && !after.isEmpty())
        m_session->write(after);
    Q_EMIT pasteEnded();
}

// A write may lead back here, or to another session: nothing is held across it.
void InputQueue::pump()
{
    if (!isPasting())
        return;
    while (isPasting() && m_session && m_session->bytesToWrite() < kHighWater)
        m_session->write(nextPiece());
    if (m_size == 0)
        return;
    Q_EMIT pasteProgress();
    if (isPasting())
        return;
    clear();
    Q_EMIT pasteEnded();
}

QByteArray InputQueue::nextPiece()
{
    Paste &paste = m_waiting.front();
    const qsizetype length = std::min(kPiece, paste.bytes.size() - paste.offset);
    QByteArray piece = paste.bytes.sliced(paste.offset, length);
    paste.offset += length;
    m_sent += length;
    if (paste.offset == paste.bytes.size()) {
        piece += paste.closing + paste.keys;
        m_waiting.pop_front();
    }
    return piece;
}

} // namespace fairlead::ui
