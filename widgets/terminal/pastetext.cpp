// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/pastetext.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

// C0 but tab and line end, DEL, and C1, which terminals in 8-bit mode read as escape sequences.
bool isHarmful(QChar c)
{
    const char16_t code = c.unicode();
    return (code < 0x20 && code != u'\t' && code != u'\r') || (code >= 0x7f && code <= 0x9f);
}

} // namespace

QString sanitisedPaste(QString text)
{
    text.replace("\r\n"_L1, "\r"_L1);
    text.replace(u'\n', u'\r');
    // The whole mark first: without its ESC alone, "[201~" would stay behind as text.
    text.remove(u"\x1b[201~"_s);
    text.remove(u"\x1b[200~"_s);
    text.removeIf(isHarmful);
    return text;
}

qsizetype pasteLineCount(const QString &text)
{
    if (text.isEmpty())
        return 0;
    const qsizetype ends = text.count(u'\r');
    return text.endsWith(u'\r') ? ends : ends + 1;
}

QString pastePreview(const QString &text, qsizetype maxLines, qsizetype maxColumns)
{
    QStringList lines;
    qsizetype from = 0;
    while (from < text.size() && lines.size() < maxLines) {
        qsizetype end = text.indexOf(u'\r', from);
        if (end < 0)
            end = text.size();
        const QStringView line = QStringView(text).sliced(from, end - from);
        lines << (line.size() > maxColumns ? line.first(maxColumns).toString() + u'…' : line.toString());
        from = end + 1;
    }
    if (from < text.size())
        lines << u"…"_s;
    return lines.join(u'\n');
}

QString shellQuoted(const QString &word)
{
    QString quoted = word;
    quoted.replace(u'\'', "'\\''"_L1);
    return u'\'' + quoted + u'\'';
}

} // namespace fairlead::ui
