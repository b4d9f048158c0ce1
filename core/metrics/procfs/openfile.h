// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

namespace fairlead::metrics {

/// A small file of /proc, /sys or a cgroup that is read again and again. It stays open between the looks, for
/// opening costs more than reading.
class OpenFile
{
public:
    static constexpr qsizetype usualLimit = 256 * 1024;

    explicit OpenFile(QString path, qsizetype limit = usualLimit) : m_path(std::move(path)), m_limit(limit) {}
    ~OpenFile() { close(); }
    OpenFile(OpenFile &&other) noexcept;
    OpenFile &operator=(OpenFile &&other) noexcept;
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;

    /// The whole file as it is now. The view is of `buffer`, which grows as needed and may be shared between
    /// files. NotFound: it is gone (a process ended, a cgroup was removed); TooLarge: beyond the limit. After
    /// an error the next read opens the path again.
    [[nodiscard]] Result<QByteArrayView> read(QByteArray &buffer);
    void close();

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    [[nodiscard]] bool open();
    [[nodiscard]] std::unexpected<Error> fail(int systemError);

    QString m_path;
    qsizetype m_limit;
    int m_descriptor = -1;
};

/// A look at a file that is read once. Same errors.
[[nodiscard]] Result<QByteArray> readSmallFile(const QString &path, qsizetype limit = OpenFile::usualLimit);

/// The error that errno `code` stands for.
[[nodiscard]] Error systemError(int code, const QString &path);

} // namespace fairlead::metrics
