// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/shortcutlist.h"

#include "widgets/containers/containerdeed.h"
#include "widgets/terminal/terminaldeed.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

using Row = ShortcutsDialog::Row;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::ShortcutList)

public:
    static QString window(WindowDeed deed)
    {
        switch (deed) {
        case WindowDeed::FocusList:
            return tr("Go to the list");
        case WindowDeed::AnotherShell:
            return tr("Another shell of this container");
        case WindowDeed::CloseTab:
            return tr("Close tab");
        case WindowDeed::RecentTab:
            return tr("Tab used before this");
        case WindowDeed::LongAgoTab:
            return tr("Tab used longest ago");
        case WindowDeed::NextTab:
            return tr("Tab to the right");
        case WindowDeed::PreviousTab:
            return tr("Tab to the left");
        case WindowDeed::ShowStopped:
            return tr("Show stopped containers");
        case WindowDeed::TerminalBars:
            return tr("Show the bar above terminals");
        case WindowDeed::Menu:
            return tr("Menu");
        case WindowDeed::Shortcuts:
            return tr("Keyboard shortcuts");
        case WindowDeed::Quit:
            return tr("Quit");
        }
        Q_UNREACHABLE_RETURN({});
    }

    static ShortcutsDialog::Section anywhere() { return {tr("Anywhere"), {}}; }

    static ShortcutsDialog::Section list()
    {
        return {tr("In the list"),
                {{tr("Filter"), tr("letters")}, {tr("Clear filter, go back"), key(Qt::Key_Escape)}}};
    }

    static ShortcutsDialog::Section terminal()
    {
        return {
            tr("In a terminal"),
            {{tr("Open link"), tr("Ctrl+click")}, {tr("Buttons of an ended shell"), key(Qt::Key_Return)}}};
    }

    static QString terminalKeys(TerminalDeed deed)
    {
        const QString first = key(deedShortcuts(deed).first());
        return deed == TerminalDeed::PasteSelection ? tr("%1, middle click").arg(first) : first;
    }

    static QString key(const QKeySequence &sequence) { return sequence.toString(QKeySequence::NativeText); }
};

QString keys(const QList<QKeySequence> &sequences, qsizetype most)
{
    QStringList texts;
    for (const QKeySequence &sequence : sequences.first(qMin(most, sequences.size())))
        texts << Texts::key(sequence);
    return texts.join(u"  "_s);
}

QString plainVerb(QString verb)
{
    return verb.remove(u'…');
}

} // namespace

QString deedText(WindowDeed deed)
{
    return Texts::window(deed);
}

QList<QKeySequence> deedShortcuts(WindowDeed deed)
{
    constexpr auto kBoth = Qt::CTRL | Qt::SHIFT;
    switch (deed) {
    case WindowDeed::FocusList:
        return {kBoth | Qt::Key_L, Qt::Key_F6, Qt::CTRL | Qt::Key_L};
    case WindowDeed::AnotherShell:
        return {kBoth | Qt::Key_T};
    case WindowDeed::CloseTab:
        return {kBoth | Qt::Key_W};
    case WindowDeed::RecentTab:
        return {Qt::CTRL | Qt::Key_Tab};
    case WindowDeed::LongAgoTab:
        return {kBoth | Qt::Key_Tab, kBoth | Qt::Key_Backtab};
    case WindowDeed::NextTab:
        return {kBoth | Qt::Key_PageDown};
    case WindowDeed::PreviousTab:
        return {kBoth | Qt::Key_PageUp};
    case WindowDeed::ShowStopped:
        return {kBoth | Qt::Key_H};
    case WindowDeed::TerminalBars:
        return {kBoth | Qt::Key_B};
    case WindowDeed::Menu:
        return {kBoth | Qt::Key_M, Qt::Key_F10};
    case WindowDeed::Shortcuts:
        return {Qt::CTRL | Qt::Key_F1, Qt::Key_F1}; // a terminal leaves us the first only
    case WindowDeed::Quit:
        return {kBoth | Qt::Key_Q};
    }
    Q_UNREACHABLE_RETURN({});
}

QList<ShortcutsDialog::Section> allShortcuts()
{
    ShortcutsDialog::Section window = Texts::anywhere();
    for (const WindowDeed deed : kWindowDeeds) {
        window.rows << Row{deedText(deed), keys(deedShortcuts(deed), deed == WindowDeed::LongAgoTab ? 1 : 2)};
    }
    ShortcutsDialog::Section list = Texts::list();
    for (const Deed deed :
         {Deed::OpenShell, Deed::OpenShellWith, Deed::Start, Deed::Stop, Deed::Restart, Deed::Pause,
          Deed::Unpause, Deed::Kill, Deed::Rename, Deed::Remove, Deed::CopyName, Deed::CopyId})
        list.rows << Row{plainVerb(deedText(deed)), Texts::key(deedShortcut(deed))};
    ShortcutsDialog::Section terminal = Texts::terminal();
    for (const TerminalDeed deed : kTerminalDeeds)
        terminal.rows << Row{plainVerb(deedText(deed)), Texts::terminalKeys(deed)};
    return {window, list, terminal};
}

} // namespace fairlead::ui
