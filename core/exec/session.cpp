// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/exec/session.h"

#include "core/base/logging.h"

using namespace Qt::StringLiterals;

namespace fairlead::exec {

Session::Session(int number, std::unique_ptr<net::MessageChannel> channel, OutputScheduler &scheduler,
                 QObject *parent)
    : QObject(parent)
    , m_number(number)
    , m_channel(std::move(channel))
    , m_scheduler(scheduler)
{
    connect(m_channel.get(), &net::MessageChannel::partReceived, this, &Session::onPart);
    connect(m_channel.get(), &net::MessageChannel::drained, this, &Session::onReadyRead);
    connect(m_channel.get(), &net::MessageChannel::closed, this, &Session::onClosed);
    m_deadlockTimer.setInterval(deadlockInterval);
    connect(&m_deadlockTimer, &QTimer::timeout, this, &Session::onDeadlockTick);
}

net::MessageChannel::Settings Session::channelSettings(net::Role role)
{
    // Whoever goes away ends the process, however much of the stdin before was not taken.
    return {.role = role,
            .maxMessage = maxMessageBytes,
            .inParts = true,
            .highWater = outputHighWater,
            .lowWater = outputLowWater,
            .dropsUnread = true};
}

Session::~Session()
{
    m_scheduler.remove(this);
}

void Session::start(std::unique_ptr<Process> process, bool tty)
{
    m_process = std::move(process);
    m_tty = tty;
    m_state = State::Starting;
    connect(m_process.get(), &Process::started, this, &Session::onStarted);
    connect(m_process.get(), &Process::readyRead, this, &Session::onReadyRead);
    connect(m_process.get(), &Process::inputWritten, this, &Session::onInputWritten);
    // Queued: both can come from inside read(), and what was read must be sent before them.
    connect(m_process.get(), &Process::finished, this, &Session::onFinished, Qt::QueuedConnection);
    connect(m_process.get(), &Process::failed, this, &Session::onFailed, Qt::QueuedConnection);
    qCInfo(lcExec) << "session" << m_number << (tty ? "opened, with a tty" : "opened");
    m_process->start();
}

void Session::refuse(const QString &reason, net::CloseCode code, std::chrono::milliseconds grace)
{
    m_state = State::Ended;
    qCInfo(lcExec) << "session" << m_number << "refused:" << reason; // quoted: a peer has a say in it
    m_channel->sendBinary(encodeError(reason));
    m_channel->close(code, reason, grace);
}

void Session::shutDown()
{
    m_state = State::Ended;
    sendCode(Code::Shutdown);
    m_channel->close(net::CloseCode::GoingAway, u"the server is shutting down"_s);
    m_process.reset();
}

void Session::onPart(net::MessagePart &part)
{
    auto piece = m_splitter.feed(std::move(part));
    if (piece)
        std::visit([this](auto &&message) { handle(std::forward<decltype(message)>(message)); },
                   toClientMessage(*std::move(piece)));
}

void Session::handle(Input &&input)
{
    if (m_inputEnded || m_state == State::Ended)
        return ignore("stdin after its end");
    const qint64 arrived = input.bytes.size();
    m_process->write(input.bytes);
    apply(m_window.update(m_process->bytesToWrite(), arrived));
}

void Session::handle(InputEnd)
{
    if (std::exchange(m_inputEnded, true) || m_state == State::Ended)
        return ignore("end of stdin after its end");
    m_process->closeInput();
}

void Session::handle(const Resize &resize)
{
    if (!m_tty)
        return reportError(u"cannot resize, not a tty instance"_s);
    if (m_state == State::Ended)
        return ignore("resize after the process ended");
    m_process->resize(resize.size);
}

void Session::handle(Resume)
{
    m_outputHeld = false;
    m_deadlockTimer.stop();
    onReadyRead();
}

void Session::handle(Pause)
{
    m_outputHeld = true;
    m_allowance = 0;
    watchDeadlock();
}

void Session::handle(const Malformed &malformed)
{
    ignore("malformed message");
    reportError(malformed.reason);
}

void Session::handle(Unknown)
{
    ignore("unknown code");
}

void Session::ignore(const char *what)
{
    ++m_ignored;
    qCDebug(lcExec) << "session" << m_number << "ignored:" << what;
}

void Session::reportError(const QString &reason)
{
    // A client that sends nonsense and does not read must not make answers pile up.
    if (!m_channel->isFull())
        m_channel->sendBinary(encodeError(reason));
}

void Session::sendCode(Code code)
{
    m_channel->sendBinary(encode(code));
}

void Session::onStarted()
{
    if (m_state != State::Starting)
        return;
    m_state = State::Running;
    apply(m_window.start(m_process->bytesToWrite()));
}

void Session::apply(InputWindow::Decision decision)
{
    if (decision.tell)
        sendCode(*decision.tell);
    if (decision.read)
        m_channel->resumeReading();
    else
        m_channel->pauseReading();
    watchDeadlock();
}

void Session::onInputWritten()
{
    if (m_state == State::Ended)
        return;
    m_allowedInVain = 0;
    apply(m_window.update(m_process->bytesToWrite()));
}

void Session::onReadyRead()
{
    if (m_state == State::Running && maySendOutput())
        m_scheduler.wake(this);
}

bool Session::maySendOutput() const
{
    return (!m_outputHeld || m_allowance > 0) && !m_channel->isFull() && m_channel->isOpen();
}

bool Session::pump(qint64 budget)
{
    while (budget > 0 && m_state == State::Running && maySendOutput()) {
        const qint64 sent = sendOutput(budget);
        if (sent == 0)
            return false;
        budget -= sent;
    }
    return m_state == State::Running && maySendOutput() && m_process->bytesAvailable() > 0;
}

qint64 Session::sendOutput(qint64 budget)
{
    const qint64 chunk = std::min({m_process->bytesAvailable(), budget, qint64(outputChunk)});
    if (chunk <= 0)
        return 0;
    net::OutgoingFrame frame(1 + chunk);
    const qsizetype codeAt = frame.buffer().size();
    frame.buffer().append(char(Code::Stdout));
    const auto kind = m_process->read(frame.buffer(), chunk);
    if (!kind)
        return 0;
    frame.buffer()[codeAt] = char(*kind == docker::OutputKind::Stderr ? Code::Stderr : Code::Stdout);
    const qint64 size = frame.payloadSize();
    m_channel->send(std::move(frame));
    if (m_outputHeld)
        m_allowance -= size;
    return size;
}

void Session::watchDeadlock()
{
    const bool bothHeld = m_outputHeld && m_window.isPaused() && m_state == State::Running;
    if (!bothHeld)
        m_deadlockTimer.stop();
    else if (!m_deadlockTimer.isActive())
        m_deadlockTimer.start();
}

void Session::onDeadlockTick()
{
    // PROTOCOL.md, "Deadlock": the process waits for its output to be taken, the client's `resume` waits
    // behind stdin.
    if (m_allowance > 0 || m_allowedInVain >= deadlockLimit)
        return;
    m_allowance = deadlockStep;
    m_allowedInVain += deadlockStep;
    onReadyRead();
}

void Session::onFinished(int exitCode)
{
    if (m_state == State::Ended)
        return;
    m_state = State::Ended;
    m_exitCode = exitCode;
    m_deadlockTimer.stop();
    qCInfo(lcExec) << "session" << m_number << "ended with exit code" << exitCode;
    m_channel->sendBinary(encodeStopped(exitCode));
    m_channel->close(net::CloseCode::Normal, u"the process ended with exit code %1"_s.arg(exitCode),
                     drainGrace);
    Q_EMIT ended();
}

void Session::onFailed(const Error &error)
{
    if (m_state == State::Ended)
        return;
    m_deadlockTimer.stop();
    // Output of a process that ran may still be on its way to a slow reader.
    const auto grace = m_state == State::Running ? drainGrace : net::MessageChannel::closeGrace;
    refuse(toSentence(error), net::CloseCode::InternalError, grace);
    Q_EMIT ended();
}

void Session::onClosed(quint16 code, const QString &reason)
{
    qCInfo(lcExec) << "session" << m_number << "closed:" << code << reason // quoted: a client chose it
                   << "messages ignored:" << m_ignored;
    m_state = State::Ended;
    m_deadlockTimer.stop();
    m_scheduler.remove(this);
    m_process.reset();
    Q_EMIT over();
}

} // namespace fairlead::exec
