// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/transport.h"

#include <cstring>

namespace fairlead::test {

/// A sequential device in memory: what the test puts in can be read, what is written is kept.
class MemoryDevice : public QIODevice
{
public:
    MemoryDevice() { open(QIODevice::ReadWrite | QIODevice::Unbuffered); }

    void receive(const QByteArray &bytes)
    {
        m_in += bytes;
        Q_EMIT readyRead();
    }
    [[nodiscard]] const QByteArray &sent() const { return m_sent; }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_in.size(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = qMin<qint64>(maxSize, m_in.size());
        std::memcpy(data, m_in.constData(), size_t(count));
        m_in.remove(0, count);
        return count;
    }
    qint64 writeData(const char *data, qint64 size) override
    {
        m_sent.append(data, size);
        return size;
    }

private:
    QByteArray m_in;
    QByteArray m_sent;
};

/// A connection whose other end is the test.
class FakeTransport : public net::Transport
{
    Q_OBJECT

public:
    void open() override { m_wasOpened = true; }
    [[nodiscard]] MemoryDevice &device() override { return m_device; }
    void closeWrite() override { m_writeClosed = true; }
    void abort() override { m_aborted = true; }

    [[nodiscard]] bool wasOpened() const { return m_wasOpened; }
    [[nodiscard]] bool isWriteClosed() const { return m_writeClosed; }
    [[nodiscard]] bool isAborted() const { return m_aborted; }

private:
    MemoryDevice m_device;
    bool m_wasOpened = false;
    bool m_writeClosed = false;
    bool m_aborted = false;
};

} // namespace fairlead::test
