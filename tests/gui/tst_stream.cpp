// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/gui/desk.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QPushButton>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr qint64 kStream = 50'000'000;
constexpr std::chrono::milliseconds kAnswer(50);
// What a stream may leave behind. Five in a row stay at the same 8 to 11 MB, which the allocator takes once,
// in the first or the second; text that piled up somewhere would be all of it.
constexpr qint64 kGrowth = kStream / 3;

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

/// Presses a key or a button now and then from a thread of its own, as hands do that do not wait for the
/// window, and measures how long it takes until that has its effect.
class Hand
{
public:
    /// `press` posts the events, from the hand's thread.
    explicit Hand(std::function<void()> press)
        : m_thread([this, press = std::move(press)] {
            while (!m_stop) {
                {
                    const std::scoped_lock lock(m_mutex);
                    m_pressed.push_back(Clock::now());
                }
                press();
                std::this_thread::sleep_for(std::chrono::milliseconds(17));
            }
        })
    {}
    ~Hand() { stop(); }
    Q_DISABLE_COPY_MOVE(Hand)

    void stop()
    {
        m_stop = true;
        if (m_thread.joinable())
            m_thread.join();
    }

    void arrived(qsizetype presses)
    {
        const std::scoped_lock lock(m_mutex);
        for (; presses > 0 && !m_pressed.empty(); --presses) {
            m_delays.push_back(Clock::now() - m_pressed.front());
            m_pressed.pop_front();
        }
    }

    [[nodiscard]] double milliseconds(double share)
    {
        const std::scoped_lock lock(m_mutex);
        std::ranges::sort(m_delays);
        const auto at = size_t(double(m_delays.size() - 1) * share);
        return std::chrono::duration<double, std::milli>(m_delays.at(at)).count();
    }
    [[nodiscard]] size_t count() const { return m_delays.size(); }

private:
    std::mutex m_mutex;
    std::deque<Clock::time_point> m_pressed;
    std::vector<Clock::duration> m_delays;
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

std::function<void()> keyPresser(QObject *target)
{
    return [target] {
        QCoreApplication::postEvent(target,
                                    new QKeyEvent(QEvent::KeyPress, Qt::Key_X, Qt::NoModifier, u"x"_s));
    };
}

std::function<void()> clicker(QWidget *target)
{
    return [target, place = QPointF(target->rect().center())] {
        for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
            const Qt::MouseButtons held = type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton;
            QCoreApplication::postEvent(
                target, new QMouseEvent(type, place, place, Qt::LeftButton, held, Qt::NoModifier));
        }
    };
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersKeysAndClicksWhileTextStreamsIn();
    void stopsReadingWhileHiddenPtyIsFull();
};

void TestStream::answersKeysAndClicksWhileTextStreamsIn()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(desk.terminal() && desk.terminal()->run().phase() == ShellRun::Phase::Running);
    FakeSession *session = host.session();
    session->keepInput(false);

    // The scrollback fills first; from then on memory has no reason to grow.
    session->outputText(5'000'000);
    QTRY_VERIFY_WITH_TIMEOUT(session->produced() >= 5'000'000, 60'000);
    const qint64 before = residentBytes();

    QElapsedTimer clock;
    qint64 seen = session->inputSize();
    Hand keys(keyPresser(QApplication::focusWidget()));
    QObject::connect(session, &ExecSession::inputWritten, session, [&] {
        keys.arrived(session->inputSize() - seen);
        seen = session->inputSize();
    });
    QPushButton button(u"Click"_s, &desk.window());
    button.setFocusPolicy(Qt::NoFocus);
    button.show();
    Hand clicks(clicker(&button));
    QObject::connect(&button, &QPushButton::clicked, &button, [&] { clicks.arrived(1); });
    clock.start();
    session->outputText(kStream);
    QTRY_VERIFY_WITH_TIMEOUT(session->produced() >= 5'000'000 + kStream, 120'000);
    const double seconds = double(clock.elapsed()) / 1000;
    keys.stop();
    clicks.stop();
    session->output("\r\nthe end");
    QTRY_VERIFY(desk.screen().contains("the end"_L1));
    const qint64 grown = residentBytes() - before;
    qInfo("%.1f MB/s; memory %+.1f MB", double(kStream) / 1e6 / seconds, double(grown) / 1e6);
    for (const auto &[what, hand] : {std::pair("key", &keys), std::pair("click", &clicks)}) {
        QVERIFY(hand->count() > 20);
        qInfo("%s to handler: median %.1f ms, 95 %% %.1f ms, 99 %% %.1f ms, longest %.1f ms of %zu", what,
              hand->milliseconds(0.5), hand->milliseconds(0.95), hand->milliseconds(0.99),
              hand->milliseconds(1), hand->count());
        // The longest is told, not tested: a busy machine may take the processor away for longer than that.
        QVERIFY(hand->milliseconds(0.95) <= double(kAnswer.count()));
    }
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory on purpose
    QVERIFY(grown < kGrowth);
#endif
}

// Back-pressure: what nobody draws is not taken from the session.
void TestStream::stopsReadingWhileHiddenPtyIsFull()
{
    FakeHost host;
    host.setContainers(sampleContainers());
    Desk desk(host);
    QVERIFY(desk.show());
    desk.window().hosts()->selectContainer(makeContainer(u"web-1"_s).id);
    desk.press(Qt::Key_Return);
    QTRY_VERIFY(desk.terminal() && desk.terminal()->run().phase() == ShellRun::Phase::Running);
    FakeSession *session = host.session();
    session->outputText(kStream);
    // In one turn of the event loop no more than slices go; 50 MB at once would be a frozen window.
    QCoreApplication::sendPostedEvents();
    QVERIFY(session->produced() <= 64 * 1024);
    QTRY_VERIFY(session->produced() > 0);
    QVERIFY(session->produced() < kStream / 2);
}

QTEST_MAIN(TestStream)

#include "tst_stream.moc"
