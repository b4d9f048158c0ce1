// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminalfeed.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTest>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cstdlib>

using namespace fairlead::ui;
using namespace Qt::StringLiterals;

namespace {

/// A pty whose master is read by the test, as the emulator would.
class Pty
{
public:
    Pty() : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK))
    {
        ::grantpt(m_master);
        ::unlockpt(m_master);
        m_slave = ::open(::ptsname(m_master), O_RDWR | O_NOCTTY);
        termios mode{};
        ::tcgetattr(m_slave, &mode);
        ::cfmakeraw(&mode);
        ::tcsetattr(m_slave, TCSANOW, &mode);
    }
    ~Pty()
    {
        m_readable.reset();
        ::close(m_slave);
        ::close(m_master);
    }
    Q_DISABLE_COPY_MOVE(Pty)

    [[nodiscard]] int slave() const { return m_slave; }
    /// From now on the master is read as soon as there is something.
    void startReading()
    {
        m_readable = std::make_unique<QSocketNotifier>(m_master, QSocketNotifier::Read);
        QObject::connect(m_readable.get(), &QSocketNotifier::activated, m_readable.get(), [this] {
            char buffer[8192];
            if (const ssize_t length = ::read(m_master, buffer, sizeof buffer); length > 0)
                m_got.append(buffer, length);
        });
    }
    [[nodiscard]] const QByteArray &got() const { return m_got; }

private:
    int m_master;
    int m_slave;
    QByteArray m_got;
    std::unique_ptr<QSocketNotifier> m_readable;
};

/// Counts what is asked of it.
struct Well
{
    QByteArray content;
    qsizetype offset = 0;

    qsizetype operator()(QByteArray &out, qsizetype maxBytes)
    {
        const qsizetype length = std::min(maxBytes, content.size() - offset);
        out.append(content.sliced(offset, length));
        offset += length;
        return length;
    }
};

} // namespace

class TestTerminalFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesEveryByte();
    void fullPtyStopsReading();
    void leavesTheSharedDescriptionBlocking();
    void continuesWithANewSource();
    void appendsAfterWhatIsHeld();
    void goesOnBehindASliceWithoutText();
    void answersQuestions();
    void forgetsAHalfSequence();
    void badDescriptorIsHarmless();
};

void TestTerminalFeed::carriesEveryByte()
{
    Pty pty;
    Well well;
    for (int i = 0; i < 3'000'000; ++i)
        well.content.append(char(i * 7));
    well.content.replace('\x1b', 'e'); // what follows it may be a sequence
    TerminalFeed feed(pty.slave());
    QVERIFY(feed.isValid());
    feed.setSource(std::ref(well));
    pty.startReading();
    QTRY_VERIFY_WITH_TIMEOUT(pty.got().size() >= well.content.size(), 30'000);
    QVERIFY(pty.got() == well.content);
    QCOMPARE(feed.held(), 0);
}

void TestTerminalFeed::fullPtyStopsReading()
{
    Pty pty;
    Well well{QByteArray(1'000'000, 'x')};
    TerminalFeed feed(pty.slave());
    feed.setSource(std::ref(well));
    // Nobody reads the master: after some turns nothing moves any more, and nearly all is still in the well.
    qsizetype before = -1;
    QTRY_VERIFY(std::exchange(before, well.offset) == well.offset && well.offset > 0);
    QTest::qWait(20); // silence is what is asserted here
    QCOMPARE(well.offset, before);
    QVERIFY2(well.offset <= 128 * 1024, QByteArray::number(well.offset).constData());
    QVERIFY(feed.held() <= 16 * 1024);
}

void TestTerminalFeed::leavesTheSharedDescriptionBlocking()
{
    Pty pty;
    TerminalFeed feed(pty.slave());
    QVERIFY(!(::fcntl(pty.slave(), F_GETFL) & O_NONBLOCK));
}

void TestTerminalFeed::continuesWithANewSource()
{
    Pty pty;
    TerminalFeed feed(pty.slave());
    Well first{"first "_ba};
    Well second{"second"_ba};
    pty.startReading();
    feed.setSource(std::ref(first));
    QTRY_COMPARE(pty.got(), "first ");
    feed.setSource({});
    feed.wake();
    feed.setSource(std::ref(second));
    QTRY_COMPARE(pty.got(), "first second");
    second.content += " more";
    feed.wake();
    QTRY_COMPARE(pty.got(), "first second more");
}

void TestTerminalFeed::appendsAfterWhatIsHeld()
{
    Pty pty;
    TerminalFeed feed(pty.slave());
    Well well{QByteArray(100'000, 'a')};
    feed.setSource(std::ref(well));
    QTRY_VERIFY(feed.held() > 0);
    feed.append("END");
    pty.startReading();
    QTRY_COMPARE(pty.got().size(), 100'003);
    QByteArray got = pty.got();
    const qsizetype end = got.indexOf("END");
    QVERIFY(end > 0);
    got.remove(end, 3);
    QCOMPARE(got, QByteArray(100'000, 'a'));
}

void TestTerminalFeed::goesOnBehindASliceWithoutText()
{
    Pty pty;
    TerminalFeed feed(pty.slave());
    pty.startReading();
    Well well{"\x1bPq" + QByteArray(100'000, '~') + "\x1b\\seen"};
    feed.setSource(std::ref(well));
    QTRY_COMPARE(pty.got(), "seen");
}

void TestTerminalFeed::answersQuestions()
{
    Pty pty;
    TerminalFeed feed(pty.slave());
    QSignalSpy answers(&feed, &TerminalFeed::answer);
    pty.startReading();
    Well well{"a\x1b[?2026$pb"_ba};
    feed.setSource(std::ref(well));
    QTRY_COMPARE(pty.got(), "ab");
    QCOMPARE(answers.count(), 1);
    QCOMPARE(answers.first().first().toByteArray(), "\x1b[?2026;0$y");
}

void TestTerminalFeed::forgetsAHalfSequence()
{
    Pty pty;
    TerminalFeed feed(pty.slave());
    pty.startReading();
    Well first{"one\x1bP"_ba};
    Well second{"two"_ba};
    feed.setSource(std::ref(first));
    QTRY_COMPARE(pty.got(), "one");
    feed.setSource(std::ref(second));
    QTRY_COMPARE(pty.got(), "onetwo");
}

void TestTerminalFeed::badDescriptorIsHarmless()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be opened again"_s));
    TerminalFeed feed(-1);
    QVERIFY(!feed.isValid());
    feed.setSource([](QByteArray &, qsizetype) { return qsizetype(0); });
    feed.append("x");
    feed.wake();
}

QTEST_GUILESS_MAIN(TestTerminalFeed)

#include "tst_terminalfeed.moc"
