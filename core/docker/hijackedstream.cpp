// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/hijackedstream.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr qsizetype discardSize = 256 * 1024;

} // namespace

HijackedStream::HijackedStream(std::unique_ptr<net::Transport> transport, QByteArray early, bool multiplexed)
    : m_transport(std::move(transport))
    , m_device(m_transport->device())
    , m_early(std::move(early))
    , m_multiplexed(multiplexed)
{
    connect(&m_device, &QIODevice::readyRead, this, &HijackedStream::onReadyRead);
    connect(&m_device, &QIODevice::bytesWritten, this, &HijackedStream::written);
    connect(m_transport.get(), &net::Transport::ended, this, [this] {
        m_peerEnded = true;
        checkEnd();
    });
    connect(m_transport.get(), &net::Transport::failed, this, [this](const Error &error) {
        if (!std::exchange(m_over, true))
            Q_EMIT failed(error);
    });
}

HijackedStream::~HijackedStream()
{
    m_transport->abort();
    disconnect(&m_device, nullptr, this, nullptr);
    m_transport.release()->deleteLater();
}

void HijackedStream::announce()
{
    QMetaObject::invokeMethod(this, &HijackedStream::checkEnd, Qt::QueuedConnection);
    onReadyRead(); // last: whoever hears of it may delete this
}

qint64 HijackedStream::bytesAvailable() const
{
    return m_early.size() - m_earlyTaken + m_device.bytesAvailable();
}

qsizetype HijackedStream::takeBytes(QByteArray &out, qsizetype count)
{
    if (m_earlyTaken < m_early.size()) {
        const qsizetype taken = qMin(count, m_early.size() - m_earlyTaken);
        out.append(QByteArrayView(m_early).sliced(m_earlyTaken, taken));
        m_earlyTaken += taken;
        if (m_earlyTaken == m_early.size()) {
            m_early.clear();
            m_earlyTaken = 0;
        }
        return taken;
    }
    const qsizetype before = out.size();
    out.resizeForOverwrite(before + qMin<qsizetype>(count, m_device.bytesAvailable()));
    const qint64 taken = m_device.read(out.data() + before, out.size() - before);
    out.truncate(before + qMax<qint64>(0, taken));
    return qMax<qint64>(0, taken);
}

/// Reads frame headers until a payload waits. False: more bytes are needed, or the stream is over.
bool HijackedStream::readHeader()
{
    while (const qsizetype missing = m_demux.missingHeaderBytes()) {
        QByteArray header;
        if (takeBytes(header, missing) == 0)
            return false;
        if (const auto fed = m_demux.feedHeader(header); !fed) {
            m_over = true;
            QMetaObject::invokeMethod(
                this, [this, error = fed.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
            return false;
        }
        if (m_demux.remaining() > 0)
            return true;
    }
    return true;
}

std::optional<OutputKind> HijackedStream::read(QByteArray &out, qsizetype maxBytes)
{
    const qsizetype start = out.size();
    OutputKind kind = OutputKind::Stdout;
    while (!m_over && out.size() - start < maxBytes && bytesAvailable() > 0) {
        qsizetype wanted = maxBytes - (out.size() - start);
        if (m_multiplexed) {
            if (!readHeader() || (out.size() > start && m_demux.kind() != kind))
                break;
            kind = m_demux.kind();
            wanted = qMin<qint64>(wanted, m_demux.remaining());
        }
        const qsizetype taken = takeBytes(out, wanted);
        if (taken == 0)
            break;
        if (m_multiplexed)
            m_demux.payloadTaken(taken);
    }
    if (m_peerEnded && bytesAvailable() == 0)
        QMetaObject::invokeMethod(this, &HijackedStream::checkEnd, Qt::QueuedConnection);
    return out.size() > start ? std::optional(kind) : std::nullopt;
}

void HijackedStream::write(const QByteArray &bytes)
{
    m_device.write(bytes);
}

qint64 HijackedStream::bytesToWrite() const
{
    return m_device.bytesToWrite();
}

void HijackedStream::closeWrite()
{
    m_transport->closeWrite();
}

void HijackedStream::discardOutput()
{
    m_discarding = true;
    onReadyRead();
}

void HijackedStream::onReadyRead()
{
    if (m_over)
        return;
    if (m_discarding) {
        m_early.clear();
        m_earlyTaken = 0;
        m_device.skip(discardSize);
        if (m_device.bytesAvailable() > 0)
            QMetaObject::invokeMethod(this, &HijackedStream::onReadyRead, Qt::QueuedConnection);
        else
            checkEnd();
        return;
    }
    if (bytesAvailable() > 0)
        Q_EMIT readyRead();
}

void HijackedStream::checkEnd()
{
    if (m_over || !m_peerEnded)
        return;
    if (bytesAvailable() > 0) {
        if (!m_discarding)
            Q_EMIT readyRead();
        return;
    }
    m_over = true;
    if (m_multiplexed && !m_discarding && !m_demux.atFrameBoundary())
        Q_EMIT failed({ErrorCode::ConnectionLost, u"engine"_s, u"its output ended inside a frame"_s});
    else
        Q_EMIT ended();
}

} // namespace fairlead::docker
