// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/client.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::exec {

namespace {

// One message of stdin.
constexpr qsizetype inputChunk = 128 * 1024;
// Output that waits to be read: from here the server is told to pause, and to resume below.
constexpr qint64 holdAt = 1024 * 1024;
constexpr qint64 releaseAt = 256 * 1024;
// From here the connection is not read any more, whatever the server does. Far above holdAt, because behind
// the output on its way are the server's own pause and resume, and because the npm server never recovers when
// its sending is blocked for long.
constexpr qint64 blockAt = 16 * 1024 * 1024;

} // namespace

Client::Client(Options options, QObject *parent) : Process(parent), m_options(std::move(options)) {}

QString Client::peer() const
{
    return net::WebSocketConnector::peerName(m_options.url);
}

void Client::start()
{
    m_state = State::Connecting;
    net::WebSocketConnector::Options options;
    options.url = m_options.url;
    QByteArray query = encodeOpening(m_options.opening);
    if (options.url.hasQuery())
        query += '&' + options.url.query(QUrl::FullyEncoded).toLatin1();
    options.url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    options.headers = m_options.headers;
    options.tls = m_options.tls;
    options.pinnedCertificate = m_options.pinnedCertificate;
    options.channel.inParts = true;
    options.channel.maxMessage = maxMessageBytes;
    m_connector = std::make_unique<net::WebSocketConnector>(options);
    connect(m_connector.get(), &net::WebSocketConnector::connected, this, &Client::onConnected);
    connect(m_connector.get(), &net::WebSocketConnector::failed, this, &Client::fail);
    m_connector->open();
}

void Client::onConnected()
{
    m_channel = m_connector->takeChannel();
    connect(m_channel.get(), &net::MessageChannel::partReceived, this, &Client::onPart);
    connect(m_channel.get(), &net::MessageChannel::drained, this, &Client::onInputWanted);
    connect(m_channel.get(), &net::MessageChannel::closed, this, &Client::onClosed);
    m_state = State::Waiting;
}

void Client::onPart(net::MessagePart &part)
{
    auto piece = m_splitter.feed(std::move(part));
    if (piece && !m_exitCode)
        std::visit([this](auto &&message) { handle(std::forward<decltype(message)>(message)); },
                   toServerMessage(*std::move(piece)));
}

void Client::handle(Output &&output)
{
    m_output.append(output.kind, std::move(output.bytes));
    holdOutput();
    Q_EMIT readyRead();
}

void Client::holdOutput()
{
    if (m_output.size() >= holdAt && !std::exchange(m_outputHeld, true))
        m_channel->sendBinary(encode(Code::Pause));
    if (m_output.size() >= blockAt)
        m_channel->pauseReading();
}

void Client::releaseOutput()
{
    if (m_output.size() > releaseAt || !std::exchange(m_outputHeld, false))
        return;
    m_channel->sendBinary(encode(Code::Resume));
    m_channel->resumeReading();
}

std::optional<docker::OutputKind> Client::read(QByteArray &out, qsizetype maxBytes)
{
    const auto kind = m_output.read(out, maxBytes);
    releaseOutput();
    settle();
    return kind;
}

void Client::handle(Resume)
{
    m_inputHeld = false;
    if (m_state == State::Waiting) {
        m_state = State::Running;
        if (m_earlySize && m_options.opening.tty)
            m_channel->sendBinary(encodeResize(*m_earlySize));
        Q_EMIT started();
    }
    onInputWanted();
}

void Client::handle(Pause)
{
    m_inputHeld = true;
}

void Client::handle(Stopped stopped)
{
    m_exitCode = stopped.exitCode;
    m_channel->close(net::CloseCode::Normal, u"the exit code has come"_s);
    settle();
}

void Client::handle(Shutdown)
{
    m_channel->close(net::CloseCode::Normal, u"the server is shutting down"_s);
    fail({ErrorCode::ConnectionLost, peer(), u"the server is shutting down"_s});
}

void Client::handle(const ErrorText &error)
{
    m_serverError = error.reason;
    Q_EMIT serverError(error.reason);
}

void Client::write(const QByteArray &bytes)
{
    if (m_inputClosed || m_state == State::Over || bytes.isEmpty())
        return;
    m_input.push_back(bytes);
    m_inputBytes += bytes.size();
    sendInput();
}

void Client::closeInput()
{
    m_inputClosed = true;
    sendInput();
}

void Client::onInputWanted()
{
    if (sendInput())
        Q_EMIT inputWritten();
}

bool Client::sendInput()
{
    if (m_state != State::Running)
        return false;
    const qint64 before = m_inputBytes;
    while (!m_input.empty() && !m_inputHeld && m_channel->isOpen() && !m_channel->isFull()) {
        QByteArray &first = m_input.front();
        const qsizetype size = std::min(first.size(), inputChunk);
        net::OutgoingFrame frame(1 + size);
        frame.buffer().append(char(Code::Stdin)).append(QByteArrayView(first).first(size));
        m_channel->send(std::move(frame));
        m_inputBytes -= size;
        if (size == first.size())
            m_input.pop_front();
        else
            first.remove(0, size);
    }
    if (m_inputClosed && m_input.empty() && !std::exchange(m_endSent, true))
        m_channel->sendBinary(encode(Code::End));
    return m_inputBytes < before;
}

void Client::resize(docker::TerminalSize size)
{
    m_earlySize = size;
    if (m_state == State::Running && m_options.opening.tty)
        m_channel->sendBinary(encodeResize(size));
}

void Client::terminate()
{
    m_output.clear();
    if (m_channel)
        m_channel->close(net::CloseCode::GoingAway, u"the client ends the session"_s);
    m_connector.reset();
    fail({ErrorCode::Cancelled, peer(), {}});
}

void Client::onClosed(quint16 code, const QString &reason)
{
    if (m_exitCode || m_failure)
        return settle(); // how the connection ends after that says nothing; the npm server just drops it
    if (!m_serverError.isEmpty())
        return fail({ErrorCode::Refused, peer(), m_serverError});
    const QString detail = reason.isEmpty() ? u"code %1"_s.arg(code) : u"code %1, %2"_s.arg(code).arg(reason);
    fail({ErrorCode::ConnectionLost, peer(), detail});
}

void Client::fail(const Error &error)
{
    if (!m_failure && !m_exitCode)
        m_failure = error;
    settle();
}

void Client::settle()
{
    if (m_state == State::Over || !m_output.isEmpty() || (!m_exitCode && !m_failure))
        return;
    m_state = State::Over;
    QMetaObject::invokeMethod(this, &Client::announceEnd, Qt::QueuedConnection);
}

void Client::announceEnd()
{
    if (m_exitCode)
        Q_EMIT finished(*m_exitCode);
    else
        Q_EMIT failed(*m_failure);
}

} // namespace fairlead::exec
