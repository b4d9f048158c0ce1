// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/ansi.h"

#include <QVarLengthArray>

namespace fairlead::logs {

namespace {

constexpr char escape = '\x1b';
constexpr char bell = '\x07';
using Parameters = QVarLengthArray<int, 16>;

// What an escape sequence at `at` leads to.
struct Sequence
{
    qsizetype end = 0; ///< behind it
    char final = 0;    ///< of a CSI sequence
    QByteArrayView parameters;
};

bool isIn(char c, char first, char last)
{
    return c >= first && c <= last;
}

Sequence readCsi(QByteArrayView line, qsizetype at)
{
    const qsizetype begin = at + 2;
    qsizetype end = begin;
    while (end < line.size() && isIn(line[end], 0x20, 0x3f))
        ++end;
    if (end >= line.size())
        return {line.size()};
    if (!isIn(line[end], 0x40, 0x7e))
        return {end}; // broken off by something else
    return {end + 1, line[end], line.sliced(begin, end - begin)};
}

// OSC, DCS, SOS, PM, APC: up to ST, or the bell, as xterm takes it.
Sequence readString(QByteArrayView line, qsizetype at)
{
    for (qsizetype end = at + 2; end < line.size(); ++end) {
        if (line[end] == bell)
            return {end + 1};
        if (line[end] == escape)
            return {end + 1 < line.size() && line[end + 1] == '\\' ? end + 2 : end};
    }
    return {line.size()};
}

Sequence readSequence(QByteArrayView line, qsizetype at)
{
    if (at + 1 >= line.size())
        return {line.size()};
    const char kind = line[at + 1];
    if (kind == '[')
        return readCsi(line, at);
    if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_')
        return readString(line, at);
    qsizetype end = at + 1;
    while (end < line.size() && isIn(line[end], 0x20, 0x2f))
        ++end;
    return {end < line.size() && isIn(line[end], 0x30, 0x7e) ? end + 1 : end};
}

Parameters readParameters(QByteArrayView text)
{
    constexpr int most = 9999;
    constexpr qsizetype mostCount = 32;
    Parameters parameters{0};
    for (const char c : text) {
        if (isIn(c, '0', '9'))
            parameters.back() = qMin(most, parameters.back() * 10 + (c - '0'));
        else if ((c == ';' || c == ':') && parameters.size() < mostCount)
            parameters.append(0);
    }
    return parameters;
}

// Behind 38 or 48: "5;n" or "2;r;g;b".
AnsiColor readColor(const Parameters &parameters, qsizetype &at)
{
    const auto value = [&](qsizetype ahead) {
        return at + ahead < parameters.size() ? quint32(qMin(255, parameters[at + ahead])) : 0;
    };
    const quint32 kind = value(1);
    if (kind == 5) {
        const quint32 index = value(2);
        at += 2;
        return {AnsiColor::Kind::Indexed, index};
    }
    if (kind != 2)
        return {};
    const quint32 rgb = value(2) << 16 | value(3) << 8 | value(4);
    at += 4;
    return {AnsiColor::Kind::Rgb, rgb};
}

void applyColor(AnsiStyle &style, int code)
{
    using Kind = AnsiColor::Kind;
    constexpr int bright = 8;
    if (code >= 30 && code <= 37)
        style.foreground = {Kind::Indexed, quint32(code - 30)};
    else if (code >= 90 && code <= 97)
        style.foreground = {Kind::Indexed, quint32(code - 90 + bright)};
    else if (code >= 40 && code <= 47)
        style.background = {Kind::Indexed, quint32(code - 40)};
    else if (code >= 100 && code <= 107)
        style.background = {Kind::Indexed, quint32(code - 100 + bright)};
    else if (code == 39)
        style.foreground = {};
    else if (code == 49)
        style.background = {};
}

void applyOne(AnsiStyle &style, int code)
{
    switch (code) {
    case 0:
        style = {};
        break;
    case 1:
    case 2:
        (code == 1 ? style.bold : style.faint) = true;
        break;
    case 22:
        style.bold = style.faint = false;
        break;
    case 3:
    case 23:
        style.italic = code == 3;
        break;
    case 4:
    case 24:
        style.underline = code == 4;
        break;
    case 7:
    case 27:
        style.reverse = code == 7;
        break;
    case 9:
    case 29:
        style.strike = code == 9;
        break;
    default:
        applyColor(style, code);
    }
}

void apply(AnsiStyle &style, QByteArrayView text)
{
    const Parameters parameters = readParameters(text);
    for (qsizetype i = 0; i < parameters.size(); ++i) {
        if (parameters[i] == 38)
            style.foreground = readColor(parameters, i);
        else if (parameters[i] == 48)
            style.background = readColor(parameters, i);
        else
            applyOne(style, parameters[i]);
    }
}

} // namespace

AnsiText parseAnsi(QByteArrayView line)
{
    AnsiText result;
    result.text.reserve(line.size());
    AnsiStyle style;
    qsizetype begin = 0;
    const auto endSpan = [&] {
        if (style != AnsiStyle() && result.text.size() > begin)
            result.spans.append({begin, result.text.size() - begin, style});
        begin = result.text.size();
    };
    for (qsizetype at = 0; at < line.size();) {
        const char c = line[at];
        if (c == escape) {
            const Sequence sequence = readSequence(line, at);
            if (sequence.final == 'm') {
                endSpan();
                apply(style, sequence.parameters);
            }
            at = sequence.end;
            continue;
        }
        if (uchar(c) >= 0x20 ? c != 0x7f : c == '\t' || c == '\n')
            result.text += c;
        ++at;
    }
    endSpan();
    return result;
}

QByteArray stripAnsi(QByteArrayView line)
{
    return parseAnsi(line).text;
}

} // namespace fairlead::logs
