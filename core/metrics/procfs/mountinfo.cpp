// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/mountinfo.h"

#include "core/metrics/procfs/textrows.h"

namespace fairlead::metrics {

namespace {

int octalDigit(char c)
{
    return c >= '0' && c <= '7' ? c - '0' : -1;
}

/// Blanks and backslashes are written as three octal digits.
QByteArray unescaped(QByteArrayView word)
{
    QByteArray plain;
    plain.reserve(word.size());
    for (qsizetype i = 0; i < word.size(); ++i) {
        if (word[i] == '\\' && i + 3 < word.size()) {
            const int high = octalDigit(word[i + 1]);
            const int middle = octalDigit(word[i + 2]);
            const int low = octalDigit(word[i + 3]);
            if (high >= 0 && high <= 3 && middle >= 0 && low >= 0) {
                plain += char(high * 64 + middle * 8 + low);
                i += 3;
                continue;
            }
        }
        plain += word[i];
    }
    return plain;
}

} // namespace

QList<Mount> parseMountInfo(QByteArrayView text)
{
    QList<Mount> mounts;
    forEachLine(text, [&](QByteArrayView line) {
        Words words(line);
        words.skip(2); // the mount's and its parent's number
        Mount mount;
        mount.device = words.next().toByteArray();
        mount.root = unescaped(words.next());
        mount.mountPoint = unescaped(words.next());
        words.skip(1); // options of the mount
        QByteArrayView word = words.next();
        while (!word.isEmpty() && word != "-") // any number of optional fields
            word = words.next();
        mount.fileSystem = words.next().toByteArray();
        mount.source = unescaped(words.next());
        mount.options = words.next().toByteArray();
        if (mount.device.contains(':') && mount.mountPoint.startsWith('/') && !mount.options.isEmpty())
            mounts += mount;
    });
    return mounts;
}

} // namespace fairlead::metrics
