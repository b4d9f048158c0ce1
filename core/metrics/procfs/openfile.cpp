// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/metrics/procfs/openfile.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

using namespace Qt::StringLiterals;

namespace fairlead::metrics {

namespace {

// A page: what most of these files fit into.
constexpr qsizetype firstCapacity = 4096;

ErrorCode codeOf(int systemError)
{
    switch (systemError) {
    case ENOENT:
    case ENOTDIR:
    case ENODEV: // a cgroup or a device that was removed while its file was open
    case ENXIO:
    case ESRCH: // a process that ended meanwhile
        return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
        return ErrorCode::PermissionDenied;
    case EMFILE:
    case ENFILE:
        return ErrorCode::LimitReached;
    default:
        return ErrorCode::NotReachable;
    }
}

} // namespace

Error systemError(int code, const QString &path)
{
    return {codeOf(code), path, qt_error_string(code)};
}

OpenFile::OpenFile(OpenFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_limit(other.m_limit)
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{}

OpenFile &OpenFile::operator=(OpenFile &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_limit, other.m_limit);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

bool OpenFile::open()
{
    // Not blocking: a pipe in the place of a file must not hold the program.
    if (m_descriptor < 0)
        m_descriptor = ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    return m_descriptor >= 0;
}

void OpenFile::close()
{
    if (const int descriptor = std::exchange(m_descriptor, -1); descriptor >= 0)
        ::close(descriptor);
}

std::unexpected<Error> OpenFile::fail(int code)
{
    close();
    return std::unexpected(systemError(code, m_path));
}

Result<QByteArrayView> OpenFile::read(QByteArray &buffer)
{
    if (!open())
        return fail(errno);
    qsizetype size = 0;
    // A short read does not mean the end here: the kernel gives a table in portions.
    for (;;) {
        if (size == buffer.size()) {
            if (size > m_limit) {
                close();
                return failure(ErrorCode::TooLarge, m_path, u"more than %1 bytes"_s.arg(m_limit));
            }
            buffer.resizeForOverwrite(std::max(firstCapacity, std::min(size * 2, m_limit + 1)));
        }
        const ssize_t got = ::pread(m_descriptor, buffer.data() + size, size_t(buffer.size() - size), size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(errno);
        if (got == 0)
            break;
        size += got;
    }
    if (size > m_limit) {
        close();
        return failure(ErrorCode::TooLarge, m_path, u"more than %1 bytes"_s.arg(m_limit));
    }
    return QByteArrayView(buffer).first(size);
}

Result<QByteArray> readSmallFile(const QString &path, qsizetype limit)
{
    QByteArray buffer;
    return OpenFile(path, limit).read(buffer).transform([](QByteArrayView text) {
        return text.toByteArray();
    });
}

} // namespace fairlead::metrics
