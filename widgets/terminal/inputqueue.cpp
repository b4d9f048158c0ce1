// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/inputqueue.h"

#include <algorithm>

namespace fairlead::ui {

namespace {

// Deep enough that the way to the engine never runs dry, small enough that Cancel stops at once.
constexpr qint64 kHighWater = 64 * 1024;
constexpr qsizetype kPiece = 16 * 1024;
constexpr char kInterrupt = 0x03; // Ctrl+C

} // namespace

InputQueue::InputQueue(QObject *parent) : QObject(parent) {}

void InputQueue::setSession(ExecSession *session)
{
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
    const bool wasPasting = isPasting();
    m_session = session;
    m_paste.clear();
    m_closing.clear();
    m_keys.clear();
    m_offset = 0;
    if (session)
        connect(session, &ExecSession::inputWritten, this, &InputQueue::pump);
    if (wasPasting)
        Q_EMIT pasteEnded();
}

void InputQueue::sendKeys(const QByteArray &bytes)
{
    if (!m_session)
        return;
    if (!isPasting()) {
        m_session->write(bytes);
        return;
    }
    // Ctrl+C means now, also to a paste.
    if (bytes.size() == 1 && bytes.front() == kInterrupt)
        cancelPaste();
    if (isPasting())
        m_keys.append(bytes);
    else
        m_session->write(bytes);
}

void InputQueue::sendPaste(const QByteArray &bytes, const QByteArray &closing)
{
    if (!m_session || bytes.isEmpty())
        return;
    if (isPasting()) { // a second one follows the first, with the first's end mark between
        m_keys.append(bytes + closing);
        return;
    }
    m_paste = bytes;
    m_closing = closing;
    m_offset = 0;
    pump();
}

void InputQueue::cancelPaste()
{
    if (isPasting())
        endPaste();
}

void InputQueue::pump()
{
    if (!isPasting())
        return;
    while (isPasting() && m_session && m_session->bytesToWrite() < kHighWater) {
        const qsizetype length = std::min(kPiece, m_paste.size() - m_offset);
        m_session->write(m_paste.sliced(m_offset, length));
        m_offset += length;
    }
    Q_EMIT pasteProgress();
    if (!isPasting())
        endPaste();
}

void InputQueue::endPaste()
{
    const QByteArray after = m_closing + m_keys;
    m_paste.clear();
    m_closing.clear();
    m_keys.clear();
    m_offset = 0;
    if (m_session && !after.isEmpty())
        m_session->write(after);
    Q_EMIT pasteEnded();
}

} // namespace fairlead::ui
