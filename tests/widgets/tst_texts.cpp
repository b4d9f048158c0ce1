// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakehost.h"
#include "widgets/common/errortext.h"
#include "widgets/common/theme.h"
#include "widgets/containers/containerdeed.h"
#include "widgets/hosts/enginemessage.h"
#include "widgets/shell/shortcutlist.h"
#include "widgets/terminal/terminaldeed.h"
#include "widgets/terminal/terminalkeys.h"

#include <QFileInfo>
#include <QPalette>
#include <QSettings>
#include <QTemporaryFile>
#include <QTest>

using namespace fairlead;
using namespace fairlead::ui;
using namespace Qt::StringLiterals;

class TestTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyErrorHasASentence();
    void engineMessageNamesSocketAndWayOut();
    void sshIsForwarded_data();
    void sshIsForwarded();
    void accessIsByTheGroupOfTheSocket_data();
    void accessIsByTheGroupOfTheSocket();
    void groupIsReadFromTheSocket();
    void meaningColoursContrast();
    void terminalColoursContrast_data();
    void terminalColoursContrast();
    void deedsAreToldWhileTheyRun();
    void deedsFollowTheState_data();
    void deedsFollowTheState();
    void shortcutsAreUnique();
    void shellKeysReachTheShell_data();
    void shellKeysReachTheShell();
};

void TestTexts::everyErrorHasASentence()
{
    QStringList all;
    for (int code = int(ErrorCode::InvalidInput); code <= int(ErrorCode::Cancelled); ++code) {
        const QString text = errorText(Error{ErrorCode(code), u"web-1"_s, u"secret words of the peer"_s});
        QVERIFY2(text.contains("web-1"_L1), qPrintable(text));
        QVERIFY2(!text.contains("secret"_L1), qPrintable(text));
        QVERIFY2(text.endsWith(u'.') && !text.contains(u'!') && !text.contains("lease"_L1), qPrintable(text));
        QVERIFY2(!all.contains(text), qPrintable(text));
        all << text;
        QVERIFY(!errorText(Error{ErrorCode(code), {}, {}}).contains("%1"_L1));
    }
}

void TestTexts::engineMessageNamesSocketAndWayOut()
{
    const QString socket = u"unix:///var/run/docker.sock"_s;
    const EmptyMessage denied = engineMessage(
        Host::State::Unreachable, {ErrorCode::PermissionDenied, socket, u"line one\nline two"_s}, socket);
    QVERIFY(denied.text.contains(socket));
    QVERIFY(!denied.text.isEmpty());
    QCOMPARE(denied.details, u"line one\nline two"_s);
    const EmptyMessage silent =
        engineMessage(Host::State::Unreachable, {ErrorCode::NotReachable, {}, {}}, socket);
    QVERIFY(silent.text.contains(socket));
    const EmptyMessage other =
        engineMessage(Host::State::Unreachable, {ErrorCode::TlsFailed, socket, {}}, socket);
    QVERIFY(!other.title.isEmpty() && other.text.contains(socket));
    QVERIFY(!engineMessage(Host::State::Connecting, {}, socket).title.isEmpty());
}

void TestTexts::sshIsForwarded_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("words"); // of the command
    QTest::newRow("host") << u"ssh://web-1"_s << u":/var/run/docker.sock web-1 &&"_s;
    QTest::newRow("user and port")
        << u"ssh://admin@web-1:2222"_s
        << u"-p 2222 -L /tmp/fairlead-web-1.sock:/var/run/docker.sock admin@web-1 &&"_s;
    QTest::newRow("password") << u"ssh://admin:secret@web-1"_s << u"docker.sock admin@web-1 &&"_s;
    QTest::newRow("odd user") << u"ssh://a;b@web-1"_s << u"docker.sock 'a;b@web-1' &&"_s;
}

void TestTexts::sshIsForwarded()
{
    QFETCH(QString, address);
    QFETCH(QString, words);
    const Error error{ErrorCode::InvalidInput, u"ssh://web-1"_s, u"detail"_s};
    const EmptyMessage message = engineMessage(Host::State::Unreachable, error, address);
    QVERIFY2(message.text.contains("ssh://web-1."_L1), qPrintable(message.text));
    QVERIFY2(message.command.contains(words), qPrintable(message.command));
    QVERIFY(message.command.endsWith("DOCKER_HOST=unix:///tmp/fairlead-web-1.sock fairlead"_L1));
    QVERIFY(!message.command.contains("secret"_L1));
}

void TestTexts::accessIsByTheGroupOfTheSocket_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("command");
    QTest::newRow("docker") << u"docker"_s << u"sudo usermod -aG docker $USER"_s;
    QTest::newRow("another") << u"podman"_s << u"sudo usermod -aG podman $USER"_s;
    QTest::newRow("root's own") << u"root"_s << QString(); // nobody is to become one of that group
}

void TestTexts::accessIsByTheGroupOfTheSocket()
{
    QFETCH(QString, group);
    const EmptyMessage message = accessMessage(u"unix:///run/engine.sock"_s, group);
    QVERIFY(message.text.contains("unix:///run/engine.sock"_L1));
    QVERIFY(message.text.contains(group));
    QTEST(message.command, "command");
}

void TestTexts::groupIsReadFromTheSocket()
{
    const auto commandFor = [](const QString &address) {
        return engineMessage(Host::State::Unreachable, {ErrorCode::PermissionDenied, address, {}}, address)
            .command;
    };
    QTemporaryFile socket;
    QVERIFY(socket.open());
    const QString address = "unix://"_L1 + socket.fileName();
    const QString group = QFileInfo(socket.fileName()).group();
    if (!group.isEmpty())
        QCOMPARE(commandFor(address), accessMessage(address, group).command);
    socket.remove();
    QCOMPARE(commandFor(address), accessMessage(address, u"docker"_s).command);
    QCOMPARE(commandFor(u"tcp://example.com:2375"_s), accessMessage({}, u"docker"_s).command);
}

void TestTexts::meaningColoursContrast()
{
    QCOMPARE(qRound(Theme::contrast(Qt::black, Qt::white)), 21);
    const std::pair<Tint, QList<Tint>> onBars[] = {{Tint::InfoMark, {Tint::InfoGround}},
                                                   {Tint::WarningMark, {Tint::WarningGround}},
                                                   {Tint::ErrorMark, {Tint::ErrorGround}}};
    for (const bool dark : {false, true}) {
        const QPalette palette = Theme::palette(dark);
        for (const Tint tint : {Tint::Running, Tint::Paused, Tint::Stopped, Tint::Restarting, Tint::Unhealthy,
                                Tint::Unreachable, Tint::Muted}) {
            for (const QPalette::ColorRole ground : {QPalette::Base, QPalette::Window}) {
                const double contrast = Theme::contrast(Theme::color(tint, dark), palette.color(ground));
                QVERIFY2(contrast >= 4.5,
                         qPrintable(u"tint %1 dark %2: %3"_s.arg(int(tint)).arg(dark).arg(contrast)));
            }
        }
        for (const auto &[mark, grounds] : onBars) {
            for (const Tint ground : grounds) {
                const QColor back = Theme::color(ground, dark);
                QVERIFY(Theme::contrast(Theme::color(mark, dark), back) >= 4.5);
                QVERIFY(Theme::contrast(palette.color(QPalette::WindowText), back) >= 4.5);
            }
        }
        const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
            {QPalette::Text, QPalette::Base},
            {QPalette::WindowText, QPalette::Window},
            {QPalette::ButtonText, QPalette::Button},
            {QPalette::HighlightedText, QPalette::Highlight},
            {QPalette::PlaceholderText, QPalette::Base},
            {QPalette::ToolTipText, QPalette::ToolTipBase},
            {QPalette::Link, QPalette::Base}};
        for (const auto &[ink, ground] : pairs) {
            const double contrast = Theme::contrast(palette.color(ink), palette.color(ground));
            QVERIFY2(contrast >= 4.5,
                     qPrintable(u"role %1 dark %2: %3"_s.arg(int(ink)).arg(dark).arg(contrast)));
        }
    }
}

void TestTexts::terminalColoursContrast_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("ground"); // the one colour that is a ground and not a text
    QTest::newRow("dark") << u":/terminal/fairlead-dark.colorscheme"_s << u"Color0"_s;
    QTest::newRow("light") << u":/terminal/fairlead-light.colorscheme"_s << QString();
}

void TestTexts::terminalColoursContrast()
{
    QFETCH(QString, file);
    QFETCH(QString, ground);
    QVERIFY(QFile::exists(file));
    const QSettings scheme(file, QSettings::IniFormat);
    const auto color = [&](const QString &name) {
        const QStringList parts = scheme.value(name + "/Color"_L1).toStringList();
        return parts.size() == 3 ? QColor(parts[0].toInt(), parts[1].toInt(), parts[2].toInt()) : QColor();
    };
    const QColor back = color(u"Background"_s);
    QStringList names{u"Foreground"_s, u"ForegroundIntense"_s};
    for (int i = 0; i < 8; ++i)
        names << u"Color%1"_s.arg(i) << u"Color%1Intense"_s.arg(i);
    names.removeAll(ground);
    for (const QString &name : names) {
        QVERIFY2(color(name).isValid(), qPrintable(name));
        QVERIFY2(Theme::contrast(color(name), back) >= 4.5,
                 qPrintable(u"%1: %2"_s.arg(name).arg(Theme::contrast(color(name), back))));
    }
    // htop and mc write black on green and cyan.
    for (int i = 1; i < 8; ++i) {
        const QString name = u"Color%1"_s.arg(i);
        QVERIFY2(Theme::contrast(color(u"Color0"_s), color(name)) >= 4.5, qPrintable(name));
    }
}

void TestTexts::deedsFollowTheState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QList<int>>("possible");
    const auto list = [](std::initializer_list<Deed> deeds) {
        QList<int> all;
        for (const Deed deed : deeds)
            all << int(deed);
        return all;
    };
    using State = ContainerState;
    QTest::newRow("running") << int(State::Running)
                             << list({Deed::OpenShell, Deed::OpenShellWith, Deed::Stop, Deed::Restart,
                                      Deed::Pause, Deed::Kill, Deed::Rename, Deed::Remove});
    QTest::newRow("paused") << int(State::Paused)
                            << list({Deed::Stop, Deed::Unpause, Deed::Kill, Deed::Rename, Deed::Remove});
    QTest::newRow("stopped") << int(State::Exited)
                             << list({Deed::Start, Deed::Restart, Deed::Rename, Deed::Remove});
    QTest::newRow("created") << int(State::Created) << list({Deed::Start, Deed::Rename, Deed::Remove});
    QTest::newRow("removing") << int(State::Removing) << list({});
    QTest::newRow("dead") << int(State::Dead) << list({Deed::Rename, Deed::Remove});
}

void TestTexts::deedsFollowTheState()
{
    QFETCH(int, state);
    QFETCH(QList<int>, possible);
    const Container container = test::makeContainer(u"web"_s, ContainerState(state));
    for (int deed = int(Deed::OpenShell); deed <= int(Deed::Remove); ++deed)
        QVERIFY2(isPossible(Deed(deed), container) == possible.contains(deed),
                 qPrintable(deedText(Deed(deed))));
    QVERIFY(isPossible(Deed::CopyId, container));
}

void TestTexts::deedsAreToldWhileTheyRun()
{
    QSet<QString> all;
    for (const Deed deed :
         {Deed::Start, Deed::Stop, Deed::Restart, Deed::Pause, Deed::Unpause, Deed::Kill, Deed::Remove}) {
        const QString text = deedProgressText(deed, u"web-1"_s);
        QVERIFY2(text.contains("web-1"_L1) && text.endsWith(u'…') && !all.contains(text), qPrintable(text));
        all.insert(text);
    }
}

void TestTexts::shortcutsAreUnique()
{
    QSet<QString> window;
    for (const WindowDeed deed : kWindowDeeds) {
        for (const QKeySequence &keys : deedShortcuts(deed)) {
            QVERIFY2(!window.contains(keys.toString()), qPrintable(keys.toString()));
            window.insert(keys.toString());
        }
    }
    for (const TerminalDeed deed : kTerminalDeeds) {
        for (const QKeySequence &keys : deedShortcuts(deed))
            QVERIFY2(!window.contains(keys.toString()), qPrintable(keys.toString()));
    }
    for (int deed = int(Deed::OpenShell); deed <= int(Deed::CopyId); ++deed)
        QVERIFY2(!window.contains(deedShortcut(Deed(deed)).toString()),
                 qPrintable(deedShortcut(Deed(deed)).toString()));
    QCOMPARE(allShortcuts().size(), 3);
}

void TestTexts::shellKeysReachTheShell_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<bool>("shell");
    const int ctrl = int(Qt::ControlModifier);
    const int both = ctrl | int(Qt::ShiftModifier);
    for (const int key :
         {Qt::Key_C, Qt::Key_W, Qt::Key_F, Qt::Key_L, Qt::Key_K, Qt::Key_R, Qt::Key_D, Qt::Key_S, Qt::Key_Q})
        QTest::addRow("Ctrl+%c", key) << key << ctrl << true;
    for (int key = Qt::Key_F1; key <= Qt::Key_F12; ++key)
        QTest::addRow("F%d", key - Qt::Key_F1 + 1) << key << 0 << true;
    QTest::newRow("Alt+F") << int(Qt::Key_F) << int(Qt::AltModifier) << true;
    QTest::newRow("Tab") << int(Qt::Key_Tab) << 0 << true;
    QTest::newRow("Shift+Tab") << int(Qt::Key_Backtab) << int(Qt::ShiftModifier) << true;
    QTest::newRow("Esc") << int(Qt::Key_Escape) << 0 << true;
    QTest::newRow("Ctrl+Shift+C") << int(Qt::Key_C) << both << false;
    QTest::newRow("Ctrl+Shift+W") << int(Qt::Key_W) << both << false;
    QTest::newRow("Ctrl+F1") << int(Qt::Key_F1) << ctrl << false;
    QTest::newRow("Ctrl+Tab") << int(Qt::Key_Tab) << ctrl << false;
    QTest::newRow("Ctrl+Plus") << int(Qt::Key_Plus) << ctrl << false;
    QTest::newRow("Shift+Insert") << int(Qt::Key_Insert) << int(Qt::ShiftModifier) << false;
}

void TestTexts::shellKeysReachTheShell()
{
    QFETCH(int, key);
    QFETCH(int, modifiers);
    QFETCH(bool, shell);
    QCOMPARE(belongsToShell(key, Qt::KeyboardModifiers(modifiers)), shell);
}

QTEST_MAIN(TestTexts)

#include "tst_texts.moc"
