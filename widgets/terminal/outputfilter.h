// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace fairlead::ui {

/// Takes out of a program's output the control sequences that QTermWidget would show as text, and answers
/// those of them that are questions with "not known", as a terminal without the feature does: who asks waits
/// otherwise. Everything else passes byte for byte.
///
/// ECMA-48 5.4 and 5.6; ctlseqs of xterm for DECRQM, DECRQSS and XTGETTCAP. Pure. Sequences may be cut
/// anywhere; at most kLongestHeld bytes wait here for the end of theirs.
class OutputFilter
{
public:
    static constexpr qsizetype kLongestHeld = 128;
    /// A string (DCS, APC, PM, SOS) that is longer was none, or lost its end: what follows is shown again.
    static constexpr qsizetype kLongestString = 4 * 1024 * 1024;

    /// What the emulator is to get of the next piece.
    [[nodiscard]] QByteArray filter(QByteArrayView piece);
    /// What the program is to be told, since the last call.
    [[nodiscard]] QByteArray takeAnswers();

private:
    enum class State { Text, Escape, Designation, Csi, String, Osc };

    void take(char byte);
    void inText(char byte);
    void inEscape(char byte);
    void inDesignation(char byte);
    void inCsi(char byte);
    void inString(char byte);
    void inOsc(char byte);
    [[nodiscard]] bool control(char byte);
    void hold(char byte);
    void pass();
    void drop();
    void endCsi(char last);
    void endString();
    void answerMode(QByteArrayView parameters);

    State m_state = State::Text;
    bool m_afterEscape = false; ///< in a string: the byte before was ESC
    QByteArray m_held;          ///< the sequence so far; of a string its beginning
    qsizetype m_stringSize = 0;
    QByteArray m_shown;
    QByteArray m_answers;
};

} // namespace fairlead::ui
