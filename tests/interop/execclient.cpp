// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// execclient [options] URL COMMAND…: our client of the docker-exec protocol as a program, for tests against
// other servers. Stdin, stdout and stderr are the process's; how it ended comes as one line of JSON on file
// descriptor 3.

#include "core/exec/client.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace fairlead;

namespace {

constexpr qsizetype pieceSize = 256 * 1024;
constexpr qint64 inputLimit = 1024 * 1024;
constexpr int resultDescriptor = 3;

class ExecClient : public QObject
{
public:
    ExecClient(exec::Client::Options options, std::chrono::milliseconds readDelay)
        : m_client(std::move(options))
        , m_notifier(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_client, &exec::Process::started, this, [this] { m_result.insert("started"_L1, true); });
        connect(&m_client, &exec::Process::finished, this, [this](int code) { end("exitCode"_L1, code); });
        connect(&m_client, &exec::Process::failed, this,
                [this](const Error &error) { end("error"_L1, toSentence(error)); });
        connect(&m_client, &exec::Client::serverError, this,
                [this](const QString &reason) { m_result.insert("serverError"_L1, reason); });
        connect(&m_client, &exec::Process::inputWritten, this, &ExecClient::watchInput);
        connect(&m_notifier, &QSocketNotifier::activated, this, &ExecClient::takeInput);
        if (readDelay.count() == 0) {
            connect(&m_client, &exec::Process::readyRead, this, [this] {
                while (copyOutput()) {
                }
            });
        } else {
            connect(&m_readTimer, &QTimer::timeout, this, &ExecClient::copyOutput);
            m_readTimer.start(readDelay);
        }
    }

    exec::Client &client() { return m_client; }

private:
    bool copyOutput()
    {
        QByteArray piece;
        const auto kind = m_client.read(piece, pieceSize);
        // Blocks when the test does not read: then neither does this client.
        const int target = kind == docker::OutputKind::Stderr ? STDERR_FILENO : STDOUT_FILENO;
        for (qsizetype done = 0; done < piece.size();) {
            const auto written = ::write(target, piece.constData() + done, size_t(piece.size() - done));
            if (written <= 0)
                ::_exit(1);
            done += written;
        }
        return kind.has_value();
    }

    void takeInput()
    {
        QByteArray piece(pieceSize, Qt::Uninitialized);
        const auto count = ::read(STDIN_FILENO, piece.data(), size_t(piece.size()));
        if (count <= 0) {
            m_inputEnded = true;
            m_client.closeInput();
        } else {
            piece.truncate(count);
            m_client.write(piece);
        }
        watchInput();
    }

    void watchInput() { m_notifier.setEnabled(!m_inputEnded && m_client.bytesToWrite() < inputLimit); }

    void end(QLatin1StringView key, const QJsonValue &value)
    {
        m_result.insert(key, value);
        const QByteArray line = QJsonDocument(m_result).toJson(QJsonDocument::Compact) + '\n';
        const auto written = ::write(resultDescriptor, line.constData(), size_t(line.size()));
        QCoreApplication::exit(written == line.size() ? 0 : 1);
    }

    exec::Client m_client;
    QSocketNotifier m_notifier;
    QTimer m_readTimer;
    bool m_inputEnded = false;
    QJsonObject m_result;
};

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    parser.addOptions({
        {u"tty"_s, u"With a tty."_s},
        {u"size"_s, u"Size of the tty."_s, u"rowsxcolumns"_s},
        {u"read-delay"_s, u"Milliseconds between two reads of output."_s, u"ms"_s, u"0"_s},
        {u"terminate-after"_s, u"Milliseconds until the client ends the process."_s, u"ms"_s, u"0"_s},
    });
    parser.process(app);
    QStringList words = parser.positionalArguments();
    exec::Client::Options options;
    options.url = QUrl(words.takeFirst());
    options.opening = {.tty = parser.isSet(u"tty"_s), .command = words};
    ExecClient program(std::move(options), std::chrono::milliseconds(parser.value(u"read-delay"_s).toInt()));
    if (const QStringList size = parser.value(u"size"_s).split(u'x'); size.size() == 2)
        program.client().resize({size[0].toUShort(), size[1].toUShort()});
    if (const int delay = parser.value(u"terminate-after"_s).toInt(); delay > 0)
        QTimer::singleShot(delay, &program.client(), &exec::Process::terminate);
    program.client().start();
    return QCoreApplication::exec();
}
