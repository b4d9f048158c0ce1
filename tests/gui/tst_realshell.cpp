// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/client.h"
#include "core/host/localhost.h"
#include "tests/gui/desk.h"
#include "tests/support/await.h"
#include "tests/support/engine.h"
#include "widgets/containers/containeractions.h"
#include "widgets/hosts/hostpane.h"
#include "widgets/shell/tabarea.h"
#include "widgets/terminal/terminalpage.h"
#include "widgets/terminal/terminalview.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCryptographicHash>
#include <QTreeView>

using namespace fairlead;
using namespace fairlead::ui;
using namespace fairlead::test;
using namespace Qt::StringLiterals;
using Phase = ShellRun::Phase;

/// The whole way with nothing in between: a click in the list, a shell in a container of a real engine, what
/// its screen shows.
class TestRealShell : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void doubleClickTypesAndReads();
    void resizeReachesTheProgram();
    void utf8AndControlKeys();
    void largePasteArrivesWhole();
    void anotherUserAndDirectory();
    void stopAndRunAgain();
    void closingLeavesNoProcess();

private:
    [[nodiscard]] bool openShell();
    [[nodiscard]] bool shows(const QString &text);
    /// Waits for the shell to be ready again: what is typed while it changes the tty's modes may be lost.
    [[nodiscard]] bool atPrompt();
    [[nodiscard]] Container shown() const;

    std::unique_ptr<docker::Client> m_client;
    std::unique_ptr<TestContainer> m_container;
    std::unique_ptr<LocalHost> m_host;
    std::unique_ptr<Desk> m_desk;
};

void TestRealShell::initTestCase()
{
    const auto endpoint = testEndpoint();
    QVERIFY2(endpoint, "no engine to test against");
    m_client = std::make_unique<docker::Client>(*endpoint);
}

void TestRealShell::init()
{
    m_container = std::make_unique<TestContainer>(*m_client,
                                                  TestContainer::Options{.image = u"fairlead-test:latest"_s});
    QVERIFY2(m_container->problem().isEmpty(), m_container->problem().constData());
    m_host = std::make_unique<LocalHost>();
    m_desk = std::make_unique<Desk>(*m_host);
    QVERIFY(m_desk->show());
    m_host->open();
    QVERIFY(eventually([this] { return m_host->state() == Host::State::Ready && !shown().id.isEmpty(); }));
}

void TestRealShell::cleanup()
{
    m_desk.reset();
    if (m_host)
        (void)eventually([this] { return !m_host->isCleaningUp(); });
    m_host.reset();
    m_container.reset();
}

Container TestRealShell::shown() const
{
    for (const Container &container : m_host->containers()) {
        if (container.id == m_container->id())
            return container;
    }
    return {};
}

bool TestRealShell::openShell()
{
    HostPane *pane = m_desk->window().hosts();
    pane->selectContainer(m_container->id());
    auto *tree = pane->findChild<QTreeView *>();
    tree->scrollTo(tree->currentIndex());
    const QPoint middle = tree->visualRect(tree->currentIndex()).center();
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, middle);
    QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, middle);
    return eventually([this] {
        return m_desk->terminal() && m_desk->terminal()->run().phase() == Phase::Running
               && m_desk->screen().contains(u'#')
               && m_desk->terminal()->isAncestorOf(QApplication::focusWidget());
    });
}

bool TestRealShell::atPrompt()
{
    return eventually([this] { return m_desk->screen().trimmed().endsWith(u'#'); });
}

bool TestRealShell::shows(const QString &text)
{
    const bool found = eventually([&] { return m_desk->screen().contains(text); });
    if (!found)
        qInfo().noquote() << "the screen:" << m_desk->screen().trimmed();
    return found;
}

void TestRealShell::doubleClickTypesAndReads()
{
    QVERIFY(openShell());
    QVERIFY(m_desk->terminal()->run().command().first().endsWith("bash"_L1));
    m_desk->type(u"echo $((6*7)) $TERM\n"_s);
    QVERIFY(shows(u"\n42 xterm-256color"_s));
    m_desk->pictures(u"real-shell"_s);
    m_desk->type(u"exit 9\n"_s);
    QVERIFY(eventually([this] { return m_desk->says(u"ended with exit code 9."_s); }));
}

void TestRealShell::resizeReachesTheProgram()
{
    QVERIFY(openShell());
    // A program that draws anew when it is told of a new size, as vim and htop do.
    m_desk->type(u"sh -c \"trap 'stty size' WINCH; echo rea''dy; while :; do sleep 0.05; done\"\n"_s);
    QVERIFY(shows(u"\nready"_s));
    for (const QSize size : {QSize(900, 600), QSize(720, 480), QSize(1200, 760)}) {
        m_desk->window().resize(size);
        const TerminalView *view = m_desk->terminal()->view();
        const auto told = [&] {
            return m_desk->window().size() == size
                   && m_desk->screen().contains(u"\n%1 %2"_s.arg(view->rows()).arg(view->columns()));
        };
        QVERIFY2(eventually(told), qPrintable(u"%1 × %2, window %3 × %4: %5"_s.arg(view->rows())
                                                  .arg(view->columns())
                                                  .arg(m_desk->window().width())
                                                  .arg(m_desk->window().height())
                                                  .arg(m_desk->screen().trimmed().section(u'\n', -5))));
    }
}

void TestRealShell::utf8AndControlKeys()
{
    QVERIFY(openShell());
    m_desk->type(
        u"printf '\\xe4\\xbd'; sleep 0.1; printf '\\xa0|\\xf0\\x9f\\x9a'; sleep 0.1; printf '\\xa2|\\n'\n"_s);
    QVERIFY(shows(u"\n你|🚢|"_s) && atPrompt());
    m_desk->type(u"sleep 4321; echo st''opped\n"_s);
    // Before the shell has put it into the foreground an interrupt would be the shell's own.
    QVERIFY(eventually([this] { return processCount(*m_client, m_container->id(), u"sleep 4321"_s) == 1; }));
    m_desk->press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(atPrompt());
    m_desk->type(u"echo al''ive\n"_s);
    QVERIFY(shows(u"\nalive"_s) && atPrompt());
    // Ctrl+P Ctrl+Q would detach a careless client.
    m_desk->type(u"stty -ixon -echo; echo rea''dy; cat -v\n"_s);
    QVERIFY(shows(u"\nready"_s));
    m_desk->press(Qt::Key_P, Qt::ControlModifier);
    m_desk->press(Qt::Key_Q, Qt::ControlModifier);
    m_desk->press(Qt::Key_Return);
    QVERIFY(shows(u"\n^P^Q"_s));
}

void TestRealShell::largePasteArrivesWhole()
{
    QVERIFY(openShell());
    m_desk->type(u"stty -echo -icanon min 1; echo rea''dy; head -c 5000000 | sha256sum; stty sane\n"_s);
    QVERIFY(shows(u"\nready"_s));
    QString text;
    while (text.size() < 5'000'000)
        text += u"%1 the quick brown fox jumps over the lazy dog\n"_s.arg(text.size(), 10);
    text.truncate(5'000'000);
    QGuiApplication::clipboard()->setText(text);
    m_desk->press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->says(u"Paste "_s));
    m_desk->press(Qt::Key_Tab);
    m_desk->press(Qt::Key_Return);
    // The tty turns carriage returns into line feeds (icrnl), so what arrives is what was in the clipboard.
    const QByteArray sum = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex();
    QVERIFY(eventually([&] { return m_desk->screen().contains(QLatin1StringView(sum)); },
                       std::chrono::minutes(2)));
}

void TestRealShell::anotherUserAndDirectory()
{
    m_desk->window().hosts()->selectContainer(m_container->id());
    m_desk->window().hosts()->actions()->action(Deed::OpenShellWith)->trigger();
    QVERIFY(m_desk->dialogOpens());
    m_desk->type(u"sh"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"1234"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"/tmp"_s);
    m_desk->press(Qt::Key_Tab);
    m_desk->type(u"WHO=me"_s);
    QVERIFY(m_desk->click(u"Open shell"_s));
    QVERIFY(eventually([this] {
        return m_desk->terminal() && m_desk->terminal()->run().phase() == Phase::Running
               && QApplication::focusWidget()
               && m_desk->terminal()->isAncestorOf(QApplication::focusWidget());
    }));
    m_desk->type(u"echo $(id -u)-$PWD-$WHO\n"_s);
    QVERIFY(shows(u"1234-/tmp-me"_s));
}

void TestRealShell::stopAndRunAgain()
{
    QVERIFY(openShell());
    m_desk->window().hosts()->actions()->action(Deed::Stop)->trigger();
    QVERIFY(m_desk->dialogOpens());
    QVERIFY(m_desk->click(u"Stop %1 and end 1 shell"_s.arg(shown().name)));
    QVERIFY(eventually([this] { return m_desk->says(u"is stopped."_s); }));
    QVERIFY(eventually([this] { return m_desk->button(u"Start %1"_s.arg(shown().name)) != nullptr; }));
    QVERIFY(m_desk->click(u"Start %1"_s.arg(shown().name)));
    QVERIFY(eventually(
        [this] { return m_desk->button(u"Run again"_s) && m_desk->button(u"Run again"_s)->isEnabled(); }));
    QVERIFY(m_desk->click(u"Run again"_s));
    QVERIFY(eventually([this] { return m_desk->terminal()->run().phase() == Phase::Running; }));
    m_desk->type(u"echo ag''ain\n"_s);
    QVERIFY(shows(u"\nagain"_s));
}

void TestRealShell::closingLeavesNoProcess()
{
    QVERIFY(openShell());
    m_desk->type(u"sleep 987654\n"_s);
    QVERIFY(
        eventually([this] { return processCount(*m_client, m_container->id(), u"sleep 987654"_s) == 1; }));
    m_desk->press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_desk->click(u"End shell and close"_s));
    QVERIFY(
        eventually([this] { return processCount(*m_client, m_container->id(), u"sleep 987654"_s) == 0; }));
    QVERIFY(!m_desk->terminal());
}

QTEST_MAIN(TestRealShell)

#include "tst_realshell.moc"
