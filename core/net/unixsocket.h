// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/net/pacetimer.h"

#include <QIODevice>
#include <QSocketNotifier>

#include <deque>
#include <memory>

namespace fairlead::net {

/// A connected Unix stream socket as a QIODevice that never blocks.
///
/// Beside QLocalSocket it has a half close, and paces its reads: an engine that streams in bulk writes small
/// pieces, and a reader that wakes for each of them slows both down. After a read in a bulk phase the next
/// one waits a moment, as long as it takes for a good portion to gather, at most a millisecond; a stream that
/// trickles, a keystroke's echo, is never delayed.
///
/// One read at most waits in memory (readSize); while it does, the kernel and so the peer are held.
class UnixSocket : public QIODevice
{
    Q_OBJECT

public:
    static constexpr qsizetype readSize = 256 * 1024;

    explicit UnixSocket(QObject *parent = nullptr);
    ~UnixSocket() override;

    enum class Progress { Connected, TryAgain };
    /// Opens the socket at `path`. TryAgain: the listener's queue is full for the moment.
    [[nodiscard]] Result<Progress> connectTo(const QString &path);
    /// Takes a connected descriptor over.
    void adopt(int descriptor);

    /// Ends our direction once everything queued was written; reading goes on.
    void closeWrite();
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] qint64 bytesToWrite() const override { return m_queued; }
    void close() override;

Q_SIGNALS:
    /// The peer ended its direction; what waits can still be read.
    void ended();
    /// The connection broke; `detail` in the system's words.
    void broke(const QString &detail);

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    void readFromKernel();
    void adaptPause(qsizetype count);
    void armReading();
    void enqueue(QByteArrayView bytes);
    void writeToKernel();
    /// Bytes taken by the kernel; 0 when it is full, −1 when the peer reads no more.
    qint64 sendSome(const char *data, qint64 size);
    void dropQueue();
    void onDrained();
    void fail(int code);

    int m_descriptor = -1;
    std::unique_ptr<QSocketNotifier> m_readNotifier;
    std::unique_ptr<QSocketNotifier> m_writeNotifier;
    PaceTimer m_pace;
    std::chrono::nanoseconds m_pause;
    QByteArray m_buffer;
    qsizetype m_bufferTaken = 0;
    std::deque<QByteArray> m_queue;
    qint64 m_queued = 0;
    qsizetype m_frontTaken = 0; // of the queue's first piece
    qint64 m_writtenUntold = 0;
    int m_bulkScore = 0;
    bool m_closeWriteAsked = false;
    bool m_writeBroken = false;
    bool m_peerEnded = false;
};

} // namespace fairlead::net
