// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/docker/streamdemux.h"
#include "core/net/transport.h"

#include <QObject>

#include <memory>
#include <optional>

namespace fairlead::docker {

/// The raw connection of a started exec: stdin one way, output the other, raw (tty) or multiplexed.
/// Output is pulled; what is not read stays in the kernel and in the engine.
class HijackedStream : public QObject
{
    Q_OBJECT

public:
    /// `early` is what came behind the response's head in the same read.
    HijackedStream(std::unique_ptr<net::Transport> transport, QByteArray early, bool multiplexed);
    ~HijackedStream() override;

    /// Emits readyRead() or ended() for what came before anybody was connected.
    void announce();

    /// Takes the next output, all of one kind, at most `maxBytes`, and appends it to `out`.
    /// Nothing: no output waits.
    [[nodiscard]] std::optional<OutputKind> read(QByteArray &out, qsizetype maxBytes);
    /// Bytes that wait, framing included.
    [[nodiscard]] qint64 bytesAvailable() const;
    /// Queues input, without a bound of its own: bytesToWrite() and written() are for that.
    void write(const QByteArray &bytes);
    [[nodiscard]] qint64 bytesToWrite() const;
    /// End of the input behind what is queued: the engine passes a half close on (moby
    /// daemon/internal/stream/attach.go). Output goes on.
    void closeWrite();
    /// Reads and drops all output from now on, so that the end is seen though nobody reads.
    void discardOutput();

Q_SIGNALS:
    void readyRead();
    void written();
    /// All output was read and the engine closed.
    void ended();
    void failed(const fairlead::Error &error);

private:
    qsizetype takeBytes(QByteArray &out, qsizetype count);
    bool readHeader();
    void onReadyRead();
    void checkEnd();

    std::unique_ptr<net::Transport> m_transport;
    QIODevice &m_device;
    QByteArray m_early;
    qsizetype m_earlyTaken = 0;
    StreamDemux m_demux;
    bool m_multiplexed;
    bool m_discarding = false;
    bool m_peerEnded = false;
    bool m_over = false;
};

} // namespace fairlead::docker
