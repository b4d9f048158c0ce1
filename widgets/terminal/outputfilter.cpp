// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/outputfilter.h"

#include <algorithm>
#include <utility>

namespace fairlead::ui {

namespace {

constexpr char kBell = '\x07';
constexpr char kCancel = '\x18';
constexpr char kSubstitute = '\x1a';
constexpr char kEscape = '\x1b';
constexpr char kDelete = '\x7f';

// The modes that QTermWidget knows. What it made of them cannot be seen from outside, so a question about one
// of them stays without an answer.
constexpr int kKnownModes[] = {1,    3,    5,    6,    7,    9,    12,   25,   47,   1000, 1001, 1002,
                               1003, 1004, 1005, 1006, 1007, 1015, 1034, 1047, 1048, 1049, 2004};
constexpr int kKnownAnsiModes[] = {4, 20};

bool isControl(char byte)
{
    return byte >= 0 && byte < ' ';
}

bool isIntermediate(char byte)
{
    return byte >= ' ' && byte <= '/';
}

bool isParameter(char byte)
{
    return byte >= '0' && byte <= '?';
}

bool isFinal(char byte)
{
    return byte >= '@' && byte <= '~';
}

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

// The emulator knows > and ? as first of the parameters, and no such mark anywhere else.
bool areForeign(QByteArrayView parameters)
{
    const auto isMark = [](char byte) { return byte >= '<' && byte <= '?'; };
    return parameters.startsWith('<') || parameters.startsWith('=')
           || (parameters.size() > 1 && std::ranges::any_of(parameters.sliced(1), isMark));
}

// DCS, SOS, PM and APC.
bool beginsString(char byte)
{
    return byte == 'P' || byte == 'X' || byte == '^' || byte == '_';
}

} // namespace

QByteArray OutputFilter::filter(QByteArrayView piece)
{
    m_shown.reserve(piece.size() + kLongestHeld);
    while (!piece.isEmpty()) {
        if (m_state == State::Text) {
            const qsizetype escape = piece.indexOf(kEscape);
            const qsizetype plain = escape < 0 ? piece.size() : escape;
            m_shown.append(piece.first(plain));
            piece = piece.sliced(plain);
            if (piece.isEmpty())
                break;
        }
        take(piece.front());
        piece = piece.sliced(1);
    }
    return std::exchange(m_shown, {});
}

QByteArray OutputFilter::takeAnswers()
{
    return std::exchange(m_answers, {});
}

void OutputFilter::take(char byte)
{
    switch (m_state) {
    case State::Text:
        return inText(byte);
    case State::Escape:
        return inEscape(byte);
    case State::Designation:
        return inDesignation(byte);
    case State::Csi:
        return inCsi(byte);
    case State::String:
        return inString(byte);
    case State::Osc:
        return inOsc(byte);
    }
}

void OutputFilter::inText(char byte)
{
    if (byte != kEscape) {
        m_shown.append(byte);
        return;
    }
    m_state = State::Escape;
    m_held = QByteArray(1, kEscape);
}

void OutputFilter::inEscape(char byte)
{
    if (control(byte))
        return;
    hold(byte);
    if (byte == '[') {
        m_state = State::Csi;
    } else if (byte == ']') {
        pass();
        m_state = State::Osc;
        m_afterEscape = false;
    } else if (beginsString(byte)) {
        m_state = State::String;
        m_afterEscape = false;
        m_stringSize = 0;
    } else if (isIntermediate(byte)) {
        m_state = State::Designation;
    } else {
        pass();
    }
}

// ECMA-35 13.2.1: ESC, intermediates, a final byte. The emulator reads those of three bytes that choose a
// character set, a line's size or UTF-8.
void OutputFilter::inDesignation(char byte)
{
    if (control(byte))
        return;
    hold(byte);
    if (isIntermediate(byte) && m_held.size() < kLongestHeld)
        return;
    const bool known = m_held.size() == 3 && QByteArrayView("()+*#%").contains(m_held.at(1));
    const bool complete = isParameter(byte) || isFinal(byte);
    known || !complete ? pass() : drop();
}

void OutputFilter::inCsi(char byte)
{
    if (control(byte))
        return;
    if (isFinal(byte))
        return endCsi(byte);
    hold(byte);
    if (!(isParameter(byte) || isIntermediate(byte)) || m_held.size() >= kLongestHeld)
        pass();
}

// Of those with intermediates the emulator knows two: the cursor's shape, for which it wants exactly one
// digit, and the soft reset.
void OutputFilter::endCsi(char last)
{
    const QByteArrayView body = QByteArrayView(m_held).sliced(2);
    const auto split = std::ranges::find_if(body, isIntermediate);
    const QByteArrayView parameters = body.first(split - body.begin());
    const QByteArrayView intermediates = body.sliced(parameters.size());
    if ((intermediates.isEmpty() && !areForeign(parameters)) || (body == "!" && last == 'p')) {
        hold(last);
        return pass();
    }
    if (body == " " && last == 'q')
        m_shown.append("\x1b[0 q");
    else if (intermediates == " " && last == 'q' && parameters.size() == 1 && isDigit(parameters.front()))
        m_shown.append(m_held).append(last);
    else if (intermediates == "$" && last == 'p')
        answerMode(parameters);
    drop();
}

// DECRQM is answered by DECRPM; 0: this mode is not known.
void OutputFilter::answerMode(QByteArrayView parameters)
{
    const bool isPrivate = parameters.startsWith('?');
    bool isNumber = false;
    const int mode = parameters.sliced(isPrivate ? 1 : 0).toInt(&isNumber);
    const bool known =
        isPrivate ? std::ranges::contains(kKnownModes, mode) : std::ranges::contains(kKnownAnsiModes, mode);
    if (isNumber && mode >= 0 && !known)
        m_answers.append(isPrivate ? "\x1b[?" : "\x1b[").append(QByteArray::number(mode)).append(";0$y");
}

void OutputFilter::inString(char byte)
{
    if (std::exchange(m_afterEscape, byte == kEscape)) {
        if (byte == '\\')
            return endString();
        // Whatever else comes behind ESC ends the string as well, and begins something of its own.
        m_held = QByteArray(1, kEscape);
        m_state = State::Escape;
        return inEscape(byte);
    }
    if (byte == kCancel || byte == kSubstitute || ++m_stringSize > kLongestString)
        return drop();
    if (byte != kEscape && m_held.size() < kLongestHeld)
        hold(byte);
}

// Questions for a setting (DECRQSS) and for a terminfo entry (XTGETTCAP); 0: not known.
void OutputFilter::endString()
{
    if (m_held.startsWith("\x1bP$q"))
        m_answers.append("\x1bP0$r\x1b\\");
    else if (m_held.startsWith("\x1bP+q"))
        m_answers.append("\x1bP0+r\x1b\\");
    drop();
}

// It passes; but where it is cut off, the emulator would take everything up to the next bell for its text.
void OutputFilter::inOsc(char byte)
{
    if (std::exchange(m_afterEscape, byte == kEscape)) {
        const bool ends = byte == '\\';
        m_shown.append(ends ? "\x1b\\" : "\x07");
        drop();
        if (ends)
            return;
        inText(kEscape);
        return inEscape(byte);
    }
    if (byte == kEscape)
        return;
    const bool cancelled = byte == kCancel || byte == kSubstitute;
    m_shown.append(cancelled ? kBell : byte);
    if (cancelled || byte == kBell)
        drop();
}

// What may stand inside a sequence: controls act at once, two of them end it, ESC begins anew.
bool OutputFilter::control(char byte)
{
    if (byte == kEscape) {
        drop();
        inText(byte);
        return true;
    }
    if (!isControl(byte))
        return byte == kDelete;
    if (byte == kCancel || byte == kSubstitute)
        drop();
    m_shown.append(byte);
    return true;
}

void OutputFilter::hold(char byte)
{
    m_held.append(byte);
}

void OutputFilter::pass()
{
    m_shown.append(m_held);
    drop();
}

void OutputFilter::drop()
{
    m_held.clear();
    m_state = State::Text;
}

} // namespace fairlead::ui
