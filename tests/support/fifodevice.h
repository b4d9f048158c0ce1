// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIODevice>

#include <cstring>

namespace fairlead::test {

/// What a socket is to a parser: bytes come when feed() brings them, and are gone when read.
class FifoDevice : public QIODevice
{
    Q_OBJECT

public:
    FifoDevice() { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }

    void feed(QByteArrayView bytes) { m_bytes.append(bytes); }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override
    {
        return m_bytes.size() + QIODevice::bytesAvailable();
    }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = qMin(maxSize, qint64(m_bytes.size()));
        std::memcpy(data, m_bytes.constData(), size_t(size));
        m_bytes.remove(0, size);
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
};

} // namespace fairlead::test
