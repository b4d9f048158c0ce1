// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/execsession.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>

#include <deque>

namespace fairlead::ui {

/// What goes from the keyboard and the clipboard to a session. Keys pass at once; a paste goes in pieces as
/// fast as the session takes them, and what is typed or pasted meanwhile follows in its order.
class InputQueue : public QObject
{
    Q_OBJECT

public:
    explicit InputQueue(QObject *parent = nullptr);

    /// Sends to `session` from now on; what waited for the old one is dropped.
    void setSession(ExecSession *session);

    [[nodiscard]] bool hasSession() const { return !m_session.isNull(); }

    /// Keys, and what the terminal answers its program; dropped while a megabyte of them waits.
    void sendKeys(const QByteArray &bytes);
    /// `closing` is sent even when the paste is cancelled on its way: the end mark of a bracketed paste.
    void sendPaste(const QByteArray &bytes, const QByteArray &closing);
    /// Stops the paste that is on its way and drops those that wait; keys stay.
    void cancelPaste();

    [[nodiscard]] bool isPasting() const { return !m_waiting.empty(); }
    /// Of all pastes since there was none.
    [[nodiscard]] qsizetype pasteSize() const { return m_size; }
    [[nodiscard]] qsizetype pasteSent() const { return m_sent; }

Q_SIGNALS:
    void pasteProgress();
    /// All sent, or cancelled.
    void pasteEnded();

private:
    struct Paste
    {
        QByteArray bytes;
        QByteArray closing;
        QByteArray keys; ///< typed after it was asked for
        qsizetype offset = 0;
    };

    void pump();
    [[nodiscard]] QByteArray nextPiece();
    void clear();

    QPointer<ExecSession> m_session;
    std::deque<Paste> m_waiting; ///< the first is on its way
    qsizetype m_size = 0;
    qsizetype m_sent = 0;
};

} // namespace fairlead::ui
