// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/execprocess.h"

#include "core/base/logging.h"
#include "core/docker/client.h"
#include "core/docker/execresizer.h"
#include "core/docker/hijackedstream.h"
#include "core/docker/processreaper.h"
#include "core/docker/requests/exec.h"

#include <QPointer>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

// Images are started cold from slow disks; an engine that takes longer than this for an exec is not well.
constexpr std::chrono::seconds startTimeout{30};
// The process may go on after its output ended, so the exit code is asked for again and again, ever more
// slowly.
constexpr std::chrono::milliseconds firstExitPoll{5};
constexpr std::chrono::milliseconds slowestExitPoll{500};
// In a row; with slowestExitPoll between them an engine has 5 s to come back.
constexpr int maxExitFailures = 16;

} // namespace

class ExecProcess::Private : public QObject
{
public:
    enum class State { Idle, Creating, Starting, Running, AwaitingExit, Over };

    Private(ExecProcess *process, Client &engine, ExecSpec wanted, Abandoned rule)
        : q(process)
        , client(&engine)
        , spec(std::move(wanted))
        , abandoned(rule)
        , marker(ProcessReaper::newMarker())
    {
        if (abandoned == Abandoned::CleanUp)
            spec.environment += marker.assignment();
        exitPoll.setSingleShot(true);
        connect(&exitPoll, &QTimer::timeout, this, &Private::askExitCode);
    }

    void create();
    void onCreated(const QString &id);
    void sendStart();
    void onUpgraded();
    void endInput();
    void onStartRefused();
    void onReadyRead();
    void onStreamEnded();
    void askExitCode();
    void onExitAnswer(const Result<ExecDetails> &details);
    void onNoExitCode(const Error &error);
    void terminate();
    void reap(bool maybeStarting);
    void finish(int code);
    void fail(const Error &error);

    ExecProcess *q;
    QPointer<Client> client;
    ExecSpec spec;
    Abandoned abandoned;
    ProcessMarker marker;
    State state = State::Idle;
    QString execId;
    std::unique_ptr<net::HttpExchange> exchange;
    QByteArray refusal;
    std::unique_ptr<HijackedStream> stream;
    std::unique_ptr<ExecResizer> resizer;
    std::optional<TerminalSize> earlySize;
    std::optional<TerminalSize> sizeTaken; // by the engine, with the start
    QByteArray earlyInput;
    bool inputClosed = false;
    bool terminating = false;
    bool reaped = false;
    QTimer exitPoll;
    int exitFailures = 0;
    std::chrono::milliseconds exitDelay = firstExitPoll;
};

void ExecProcess::Private::create()
{
    state = State::Creating;
    client->call(CreateExec{.spec = spec}, this, [this](const Result<QString> &id) {
        if (state != State::Creating)
            return;
        if (!id)
            fail(id.error());
        else if (terminating)
            fail({ErrorCode::Cancelled, spec.container, {}});
        else
            onCreated(*id);
    });
}

void ExecProcess::Private::onCreated(const QString &id)
{
    execId = id;
    state = State::Starting;
    sendStart();
}

void ExecProcess::Private::sendStart()
{
    const StartExec request{.execId = execId, .tty = spec.tty, .size = earlySize ? earlySize : spec.size};
    if (client->apiVersion() >= consoleSizeApi && !client->isPodman())
        sizeTaken = request.size;
    auto created = client->createExchange(request.toHttp(client->apiVersion()));
    if (!created) {
        fail(created.error());
        return;
    }
    exchange = *std::move(created);
    connect(exchange.get(), &net::HttpExchange::upgraded, this, &Private::onUpgraded);
    connect(exchange.get(), &net::HttpExchange::failed, this,
            [this, url = client->endpoint().url()](const Error &error) {
                // The request may have reached the engine all the same.
                reap(true);
                fail({error.code, error.subject.isEmpty() ? url : error.subject, error.detail});
            });
    connect(exchange.get(), &net::HttpExchange::bodyReceived, this, [this](const QByteArray &bytes) {
        refusal += bytes.first(qMin<qsizetype>(bytes.size(), 4096 - qMin<qsizetype>(4096, refusal.size())));
    });
    connect(exchange.get(), &net::HttpExchange::finished, this, &Private::onStartRefused);
    exchange->send(startTimeout);
}

void ExecProcess::Private::onStartRefused()
{
    fail(Client::errorFrom({exchange->head(), refusal}, spec.container));
}

void ExecProcess::Private::onUpgraded()
{
    if (!client) {
        fail({ErrorCode::Cancelled, spec.container, {}});
        return;
    }
    stream =
        std::make_unique<HijackedStream>(exchange->takeTransport(), exchange->takeEarlyBytes(), !spec.tty);
    exchange.release()->deleteLater();
    connect(stream.get(), &HijackedStream::readyRead, this, &Private::onReadyRead);
    connect(stream.get(), &HijackedStream::written, q, &ExecProcess::inputWritten);
    connect(stream.get(), &HijackedStream::ended, this, &Private::onStreamEnded);
    connect(stream.get(), &HijackedStream::failed, this, [this](const Error &error) {
        reap(false);
        fail(error);
    });
    state = State::Running;
    if (terminating) {
        reap(false);
        stream->discardOutput();
        return;
    }
    if (!earlyInput.isEmpty())
        stream->write(std::exchange(earlyInput, {}));
    if (inputClosed)
        endInput();
    if (spec.tty) {
        resizer = std::make_unique<ExecResizer>(*client, execId);
        if (const auto size = earlySize ? earlySize : spec.size; size && size != sizeTaken)
            resizer->resize(*size);
    }
    const QPointer<Private> alive(this);
    Q_EMIT q->started();
    if (alive && stream)
        stream->announce();
}

void ExecProcess::Private::endInput()
{
    // With a tty the engine answers a half close by closing the output (moby
    // daemon/internal/stream/attach.go); the end of a terminal's input is a key, Ctrl-D.
    if (spec.tty)
        stream->write("\x04");
    else
        stream->closeWrite();
}

void ExecProcess::Private::onReadyRead()
{
    if (!terminating)
        Q_EMIT q->readyRead();
}

void ExecProcess::Private::onStreamEnded()
{
    if (state != State::Running)
        return;
    state = State::AwaitingExit;
    askExitCode();
}

void ExecProcess::Private::askExitCode()
{
    if (!client) {
        fail({ErrorCode::Cancelled, spec.container, {}});
        return;
    }
    client->call(InspectExec{.execId = execId}, this, [this](const Result<ExecDetails> &details) {
        if (state == State::AwaitingExit)
            onExitAnswer(details);
    });
}

void ExecProcess::Private::onExitAnswer(const Result<ExecDetails> &details)
{
    if (details && details->exitCode) {
        finish(*details->exitCode);
        return;
    }
    exitFailures = details ? 0 : exitFailures + 1;
    if (!details && (!details.error().isTransient() || exitFailures >= maxExitFailures)) {
        onNoExitCode(details.error());
        return;
    }
    exitPoll.start(exitDelay);
    exitDelay = qMin(exitDelay * 2, slowestExitPoll);
}

void ExecProcess::Private::onNoExitCode(const Error &error)
{
    if (error.code == ErrorCode::NotFound) {
        // The exec is gone, which says nothing of the container.
        fail({ErrorCode::Unavailable, u"the exit code of the process in %1"_s.arg(spec.container),
              error.detail});
        return;
    }
    reap(false);
    fail({error.code, spec.container, error.detail});
}

void ExecProcess::Private::terminate()
{
    if (std::exchange(terminating, true))
        return;
    switch (state) {
    case State::Idle:
        fail({ErrorCode::Cancelled, spec.container, {}});
        break;
    case State::Creating:
    case State::Starting:
    case State::Over:
        break; // the next answer ends it
    case State::Running:
        reap(false);
        stream->discardOutput();
        break;
    case State::AwaitingExit:
        reap(false);
        break;
    }
}

void ExecProcess::Private::reap(bool maybeStarting)
{
    if (client && !execId.isEmpty() && abandoned == Abandoned::CleanUp && !std::exchange(reaped, true))
        ProcessReaper::start(*client, {.execId = execId,
                                       .container = spec.container,
                                       .user = spec.user,
                                       .marker = marker,
                                       .maybeStarting = maybeStarting});
}

void ExecProcess::Private::finish(int code)
{
    state = State::Over;
    stream.reset();
    Q_EMIT q->finished(code & 0xff);
}

void ExecProcess::Private::fail(const Error &error)
{
    if (std::exchange(state, State::Over) == State::Over)
        return;
    exitPoll.stop();
    if (stream)
        stream.release()->deleteLater();
    if (exchange) {
        exchange->abort();
        exchange.release()->deleteLater();
    }
    qCDebug(lcDocker) << "exec ended without an exit code:" << toSentence(error);
    Q_EMIT q->failed(error);
}

ExecProcess::ExecProcess(Client &client, ExecSpec spec, Abandoned abandoned, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, std::move(spec), abandoned))
{}

ExecProcess::~ExecProcess()
{
    if (d->state == Private::State::Starting || isRunning())
        d->reap(d->state == Private::State::Starting);
}

void ExecProcess::start()
{
    Q_ASSERT(d->state == Private::State::Idle);
    d->create();
}

std::optional<OutputKind> ExecProcess::read(QByteArray &out, qsizetype maxBytes)
{
    return d->stream && !d->terminating ? d->stream->read(out, maxBytes) : std::nullopt;
}

qint64 ExecProcess::bytesAvailable() const
{
    return d->stream ? d->stream->bytesAvailable() : 0;
}

void ExecProcess::write(const QByteArray &bytes)
{
    if (d->inputClosed || d->terminating || d->state == Private::State::Over)
        return;
    if (d->stream)
        d->stream->write(bytes);
    else
        d->earlyInput += bytes;
}

qint64 ExecProcess::bytesToWrite() const
{
    return d->stream ? d->stream->bytesToWrite() : d->earlyInput.size();
}

void ExecProcess::closeInput()
{
    if (!std::exchange(d->inputClosed, true) && d->stream)
        d->endInput();
}

void ExecProcess::resize(TerminalSize size)
{
    if (d->resizer && d->state == Private::State::Running)
        d->resizer->resize(size);
    else
        d->earlySize = size;
}

void ExecProcess::terminate()
{
    d->terminate();
}

bool ExecProcess::isRunning() const
{
    return d->state == Private::State::Running || d->state == Private::State::AwaitingExit;
}

const ExecSpec &ExecProcess::spec() const
{
    return d->spec;
}

} // namespace fairlead::docker
