// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/unixsocket.h"

#include <QFile>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace fairlead::net {

namespace {

// Reads of at least this size are bulk; terminals' screens and keystrokes stay below.
constexpr qsizetype bulkRead = 3 * 1024;
// So many of them in a row begin a bulk phase, which one small read ends.
constexpr int bulkAfter = 8;
// What should gather between two reads of a bulk phase: a third of what the kernel holds for a Unix socket.
// More would stop the peer at times, less would wake both sides too often.
constexpr qsizetype gathered = 64 * 1024;
constexpr std::chrono::nanoseconds shortestPause = 50us;
constexpr std::chrono::nanoseconds longestPause = 1ms;
// Buffers larger than this are given back when they are empty: idle sessions are many.
constexpr qsizetype keptBuffer = 16 * 1024;
// What waits to be written in single bytes shares a piece.
constexpr qsizetype smallestPiece = 4 * 1024;

ErrorCode codeOf(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return ErrorCode::PermissionDenied;
    default:
        return ErrorCode::NotReachable;
    }
}

QString wordsOf(int error)
{
    switch (error) {
    case ENOENT:
        return u"there is no such socket"_s;
    case ECONNREFUSED:
        return u"nobody listens on this socket"_s;
    case EACCES:
    case EPERM:
        return {};
    default:
        return QString::fromLocal8Bit(std::strerror(error));
    }
}

} // namespace

UnixSocket::UnixSocket(QObject *parent) : QIODevice(parent), m_pause(longestPause)
{
    connect(&m_pace, &PaceTimer::timeout, this, &UnixSocket::readFromKernel);
}

UnixSocket::~UnixSocket()
{
    close();
}

Result<UnixSocket::Progress> UnixSocket::connectTo(const QString &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (name.isEmpty() || size_t(name.size()) >= sizeof address.sun_path || name.contains('\0'))
        return failure(ErrorCode::InvalidInput, path, u"a socket's path has at most 107 bytes"_s);
    std::ranges::copy(name, address.sun_path);

    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return failure(ErrorCode::NotReachable, path, wordsOf(errno));
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) {
        adopt(descriptor);
        return Progress::Connected;
    }
    const int error = errno;
    ::close(descriptor);
    if (error == EAGAIN)
        return Progress::TryAgain;
    return failure(codeOf(error), path, wordsOf(error));
}

void UnixSocket::adopt(int descriptor)
{
    m_descriptor = descriptor;
    m_readNotifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(m_readNotifier.get(), &QSocketNotifier::activated, this, &UnixSocket::readFromKernel);
    m_writeNotifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
    m_writeNotifier->setEnabled(false);
    connect(m_writeNotifier.get(), &QSocketNotifier::activated, this, &UnixSocket::writeToKernel);
    open(QIODevice::ReadWrite | QIODevice::Unbuffered);
}

void UnixSocket::close()
{
    if (m_descriptor < 0)
        return;
    m_pace.stop();
    m_readNotifier.reset();
    m_writeNotifier.reset();
    ::close(std::exchange(m_descriptor, -1));
    QIODevice::close();
}

qint64 UnixSocket::bytesAvailable() const
{
    return m_buffer.size() - m_bufferTaken;
}

void UnixSocket::readFromKernel()
{
    if (m_descriptor < 0 || m_peerEnded || bytesAvailable() > 0)
        return;
    m_readNotifier->setEnabled(false);
    m_buffer.resizeForOverwrite(readSize);
    m_bufferTaken = 0;
    const ssize_t count = ::recv(m_descriptor, m_buffer.data(), size_t(readSize), 0);
    const int error = errno;
    m_buffer.truncate(qMax<ssize_t>(0, count));
    if (count > 0) {
        m_bulkScore = count >= bulkRead ? qMin(m_bulkScore + 1, bulkAfter) : 0;
        adaptPause(count);
        Q_EMIT readyRead();
    } else if (count < 0 && (error == EAGAIN || error == EINTR)) {
        armReading();
    } else if (count == 0) {
        m_peerEnded = true;
        Q_EMIT ended();
    } else {
        fail(error);
    }
}

// Halfway to the pause in which just the wanted amount would have come.
void UnixSocket::adaptPause(qsizetype count)
{
    const auto fitting = m_pause * gathered / count;
    m_pause = std::clamp<std::chrono::nanoseconds>((m_pause + fitting) / 2, shortestPause, longestPause);
}

void UnixSocket::armReading()
{
    if (m_buffer.capacity() > keptBuffer && m_bulkScore < bulkAfter)
        m_buffer = {};
    else
        m_buffer.truncate(0);
    m_bufferTaken = 0;
    if (m_descriptor < 0 || m_peerEnded)
        return;
    if (m_bulkScore < bulkAfter)
        m_readNotifier->setEnabled(true);
    else if (!m_pace.isActive())
        m_pace.start(m_pause);
}

qint64 UnixSocket::readData(char *data, qint64 maxSize)
{
    const qint64 count = qMin(maxSize, bytesAvailable());
    std::memcpy(data, m_buffer.constData() + m_bufferTaken, size_t(count));
    m_bufferTaken += count;
    if (count > 0 && bytesAvailable() == 0)
        armReading();
    return count;
}

qint64 UnixSocket::sendSome(const char *data, qint64 size)
{
    const ssize_t count = ::send(m_descriptor, data, size_t(size), MSG_NOSIGNAL);
    if (count >= 0)
        return count;
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    // The peer reads no more. What it wrote before is still to be read, and tells how it ended.
    m_writeBroken = true;
    return -1;
}

qint64 UnixSocket::writeData(const char *data, qint64 size)
{
    if (m_descriptor < 0 || m_closeWriteAsked)
        return -1;
    const qint64 sent = m_writeBroken ? -1 : bytesToWrite() == 0 ? sendSome(data, size) : 0;
    if (sent < 0)
        return size; // nobody to take it
    if (sent < size) {
        enqueue(QByteArrayView(data + sent, size - sent));
        m_writeNotifier->setEnabled(true);
    }
    if (sent > 0 && m_writtenUntold == 0)
        QMetaObject::invokeMethod(this, &UnixSocket::onDrained, Qt::QueuedConnection);
    m_writtenUntold += sent;
    return size;
}

void UnixSocket::enqueue(QByteArrayView bytes)
{
    // Pieces of their own size: one buffer for all would be up to twice as large as what waits.
    m_queued += bytes.size();
    if (!m_queue.empty() && m_queue.back().size() + bytes.size() <= m_queue.back().capacity()) {
        m_queue.back().append(bytes);
        return;
    }
    QByteArray piece;
    piece.reserve(qMax(bytes.size(), smallestPiece));
    piece.append(bytes);
    m_queue.push_back(std::move(piece));
}

void UnixSocket::writeToKernel()
{
    while (!m_queue.empty()) {
        const QByteArrayView front = QByteArrayView(m_queue.front()).sliced(m_frontTaken);
        const qint64 sent = sendSome(front.data(), front.size());
        if (sent < 0) {
            dropQueue();
            break;
        }
        m_writtenUntold += sent;
        m_queued -= sent;
        m_frontTaken += sent;
        if (sent < front.size())
            break;
        m_queue.pop_front();
        m_frontTaken = 0;
    }
    m_writeNotifier->setEnabled(!m_queue.empty());
    onDrained();
}

/// Nobody takes these bytes any more. Who waits until they are gone is told so: how it ended comes by
/// reading.
void UnixSocket::dropQueue()
{
    m_writtenUntold += m_queued;
    m_queue.clear();
    m_frontTaken = m_queued = 0;
}

void UnixSocket::onDrained()
{
    if (m_descriptor < 0)
        return;
    if (m_closeWriteAsked && bytesToWrite() == 0)
        ::shutdown(m_descriptor, SHUT_WR);
    if (const qint64 written = std::exchange(m_writtenUntold, 0); written > 0)
        Q_EMIT bytesWritten(written);
}

void UnixSocket::closeWrite()
{
    if (std::exchange(m_closeWriteAsked, true) || m_descriptor < 0)
        return;
    if (bytesToWrite() == 0)
        ::shutdown(m_descriptor, SHUT_WR);
}

void UnixSocket::fail(int code)
{
    m_peerEnded = true;
    m_writeNotifier->setEnabled(false);
    dropQueue();
    if (m_writtenUntold > 0)
        QMetaObject::invokeMethod(this, &UnixSocket::onDrained, Qt::QueuedConnection);
    // A peer that closes without having read everything resets the connection; what it sent was read before.
    if (code == ECONNRESET)
        Q_EMIT ended();
    else
        Q_EMIT broke(QString::fromLocal8Bit(std::strerror(code)));
}

} // namespace fairlead::net
