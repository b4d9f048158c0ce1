// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window costs, beside the bare widget that it is built on: first paint, and 50 MB of text through a
// terminal. Each measurement is a process of its own; A B A B, medians and ratios.

#include "tests/support/fakehost.h"
#include "widgets/common/theme.h"
#include "widgets/common/translations.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/mainwindow.h"

// Its headers use the keywords that we do without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <qtermwidget.h>
#undef signals
#undef slots

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;
using namespace fairlead;

namespace {

constexpr qint64 kStream = 50'000'000;
constexpr int kRounds = 7;

/// Prints the time from the start of main() to the end of the first paint, and quits.
class FirstPaint : public QObject
{
public:
    FirstPaint(const QElapsedTimer &clock, QObject *window) : QObject(window), m_clock(clock)
    {
        window->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::UpdateRequest && !m_done) {
            m_done = true;
            watched->removeEventFilter(this);
            QCoreApplication::sendEvent(watched, event); // paints and flushes
            std::printf("%.1f\n", double(m_clock.nsecsElapsed()) / 1e6);
            std::fflush(stdout);
            ::_exit(0);
        }
        return false;
    }

private:
    const QElapsedTimer &m_clock;
    bool m_done = false;
};

QByteArray textLine()
{
    return "The quick brown fox jumps over the lazy dog 0123456789 \xe4\xbd\xa0\xe5\xa5\xbd\r\n";
}

int bareWindow(const QElapsedTimer &clock)
{
    QTermWidget terminal(0);
    terminal.startTerminalTeletype();
    terminal.resize(1100, 700);
    new FirstPaint(clock, &terminal);
    terminal.show();
    return QApplication::exec();
}

int wholeWindow(const QElapsedTimer &clock, bool stream)
{
    ui::installTranslations();
    QTemporaryDir dir;
    QSettings settings(dir.filePath(u"s.ini"_s), QSettings::IniFormat);
    test::FakeHost host;
    host.setContainers(test::sampleContainers());
    ui::Theme theme;
    ui::MainWindow window(host, theme, settings);
    if (!stream)
        new FirstPaint(clock, &window);
    window.show();
    QElapsedTimer streaming;
    QTimer watch;
    if (stream) {
        ExecRequest exec;
        exec.containerId = host.containers().first().id;
        window.openShell({exec, host.containers().first().name});
        QObject::connect(&watch, &QTimer::timeout, &window, [&] {
            test::FakeSession *session = host.session();
            if (!session || !session->isRunning())
                return;
            if (!streaming.isValid()) {
                streaming.start();
                session->outputText(kStream);
            } else if (session->produced() >= kStream) {
                std::printf("%.1f\n", double(kStream) / 1e3 / double(streaming.elapsed()));
                std::fflush(stdout);
                ::_exit(0);
            }
        });
        watch.start(20);
    }
    return QApplication::exec();
}

int bareStream()
{
    QTermWidget terminal(0);
    terminal.setHistorySize(10'000);
    terminal.setScrollBarPosition(QTermWidget::ScrollBarRight);
    terminal.startTerminalTeletype();
    terminal.resize(830, 620);
    terminal.show();
    const int fd = terminal.getPtySlaveFd();
    termios mode{};
    ::tcgetattr(fd, &mode);
    ::cfmakeraw(&mode);
    ::tcsetattr(fd, TCSANOW, &mode);
    QTimer::singleShot(500, &terminal, [fd] {
        // A thread that blocks: nothing of the event loop's goes into writing.
        std::thread([fd] {
            const QByteArray block = textLine().repeated(250);
            QElapsedTimer clock;
            clock.start();
            for (qint64 left = kStream; left > 0;) {
                const ssize_t written =
                    ::write(fd, block.constData(), size_t(std::min<qint64>(left, block.size())));
                if (written <= 0)
                    ::_exit(1);
                left -= written;
            }
            std::printf("%.1f\n", double(kStream) / 1e3 / double(clock.elapsed()));
            std::fflush(stdout);
            ::_exit(0);
        }).detach();
    });
    return QApplication::exec();
}

double measure(const QString &what)
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {what});
    process.waitForFinished(120'000);
    return process.readAllStandardOutput().trimmed().toDouble();
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

void compare(const char *row, const QString &bare, const QString &ours, const char *unit, const char *target)
{
    std::vector<double> a;
    std::vector<double> b;
    for (int round = 0; round < kRounds; ++round) {
        a.push_back(measure(bare));
        b.push_back(measure(ours));
    }
    std::printf("| %-32s | %8.1f %-4s | %8.1f %-4s | %5.2f | %s |\n", row, median(a), unit, median(b), unit,
                median(b) / median(a), target);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    QElapsedTimer clock;
    clock.start();
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) {
        ::execl(FAIRLEAD_WITH_DISPLAY, FAIRLEAD_WITH_DISPLAY, argv[0], nullptr);
        std::perror(FAIRLEAD_WITH_DISPLAY);
        return 1;
    }
    const QByteArray what = argc > 1 ? argv[1] : "";
    if (what.isEmpty()) {
        const QCoreApplication application(argc, argv);
        std::printf(
            "| row                              | bare QTermWidget | Fairlead      | ratio | target |\n");
        std::printf("|---|---|---|---|---|\n");
        compare("first paint of the whole window", u"bare"_s, u"window"_s, "ms", "<= 150 ms");
        compare("50 MB of text through a terminal", u"bare-stream"_s, u"stream"_s, "MB/s", ">= 0.9");
        return 0;
    }
    const QApplication application(argc, argv);
    if (what == "bare")
        return bareWindow(clock);
    if (what == "bare-stream")
        return bareStream();
    return wholeWindow(clock, what == "stream");
}
