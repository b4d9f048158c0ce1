// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakeprocess.h"

namespace fairlead::test {

namespace {

constexpr qint64 pipeSize = 64 * 1024;

} // namespace

void FakeProcess::begin()
{
    m_running = true;
    Q_EMIT started();
    serveInput();
}

void FakeProcess::print(const QByteArray &bytes, docker::OutputKind kind)
{
    m_output.append(kind, bytes);
    Q_EMIT readyRead();
}

void FakeProcess::exit(int code)
{
    m_exitCode = code;
    settle();
}

void FakeProcess::settle()
{
    if (!m_exitCode || !m_output.isEmpty())
        return;
    const int code = *std::exchange(m_exitCode, {});
    Q_EMIT finished(code);
}

void FakeProcess::setTakesInput(bool takes)
{
    m_takesInput = takes;
    serveInput();
}

void FakeProcess::takeInput(qint64 bytes)
{
    m_input += m_queued.left(bytes);
    m_queued.remove(0, bytes);
    Q_EMIT inputWritten();
}

std::optional<docker::OutputKind> FakeProcess::read(QByteArray &out, qsizetype maxBytes)
{
    if (m_endless) {
        out.append(maxBytes, 'y');
        m_outputRead += maxBytes;
        return docker::OutputKind::Stdout;
    }
    const qint64 before = m_output.size();
    const auto kind = m_output.read(out, maxBytes);
    m_outputRead += before - m_output.size();
    if (m_echoes)
        QMetaObject::invokeMethod(this, &FakeProcess::serveInput, Qt::QueuedConnection);
    settle();
    return kind;
}

qint64 FakeProcess::bytesAvailable() const
{
    return m_endless ? pipeSize : m_output.size();
}

void FakeProcess::write(const QByteArray &bytes)
{
    m_queued += bytes;
    QMetaObject::invokeMethod(this, &FakeProcess::serveInput, Qt::QueuedConnection);
}

void FakeProcess::serveInput()
{
    if (!m_running || m_queued.isEmpty())
        return;
    if (m_takesInput)
        takeInput(m_queued.size());
    while (m_echoes && m_output.size() < pipeSize && !m_queued.isEmpty()) {
        print(m_queued.left(pipeSize));
        takeInput(pipeSize);
    }
}

} // namespace fairlead::test
