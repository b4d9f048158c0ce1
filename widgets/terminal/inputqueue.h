// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/execsession.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>

namespace fairlead::ui {

/// What goes from the keyboard and the clipboard to a session. Keys pass at once; a paste goes in pieces as
/// fast as the session takes them, and keys typed meanwhile follow after it.
class InputQueue : public QObject
{
    Q_OBJECT

public:
    explicit InputQueue(QObject *parent = nullptr);

    /// Sends to `session` from now on; what waited for the old one is dropped.
    void setSession(ExecSession *session);

    [[nodiscard]] bool hasSession() const { return !m_session.isNull(); }

    void sendKeys(const QByteArray &bytes);
    /// `closing` is sent even when the paste is cancelled: the end mark of a bracketed paste.
    void sendPaste(const QByteArray &bytes, const QByteArray &closing);
    void cancelPaste();

    [[nodiscard]] bool isPasting() const { return m_offset < m_paste.size(); }
    [[nodiscard]] qsizetype pasteSize() const { return m_paste.size(); }
    [[nodiscard]] qsizetype pasteSent() const { return m_offset; }

Q_SIGNALS:
    void pasteProgress();
    /// All sent, or cancelled.
    void pasteEnded();

private:
    void pump();
    void endPaste();

    QPointer<ExecSession> m_session;
    QByteArray m_paste;
    QByteArray m_closing;
    QByteArray m_keys; ///< typed while a paste runs
    qsizetype m_offset = 0;
};

} // namespace fairlead::ui
