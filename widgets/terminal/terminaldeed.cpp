// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminaldeed.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::TerminalDeed)

public:
    static QString verb(TerminalDeed deed)
    {
        switch (deed) {
        case TerminalDeed::Copy:
            return tr("Copy");
        case TerminalDeed::Paste:
            return tr("Paste");
        case TerminalDeed::PasteSelection:
            return tr("Paste selection");
        case TerminalDeed::Find:
            return tr("Find…");
        case TerminalDeed::ZoomIn:
            return tr("Zoom in");
        case TerminalDeed::ZoomOut:
            return tr("Zoom out");
        case TerminalDeed::ZoomReset:
            return tr("Normal size");
        case TerminalDeed::Clear:
            return tr("Clear screen and scrollback");
        case TerminalDeed::RunAgain:
            return tr("Run again");
        }
        Q_UNREACHABLE_RETURN({});
    }
};

} // namespace

QString deedText(TerminalDeed deed)
{
    return Texts::verb(deed);
}

QString deedIconName(TerminalDeed deed)
{
    switch (deed) {
    case TerminalDeed::Copy:
        return u"copy"_s;
    case TerminalDeed::Paste:
        return u"paste"_s;
    case TerminalDeed::Find:
        return u"search"_s;
    case TerminalDeed::RunAgain:
        return u"retry"_s;
    default:
        return {};
    }
}

QList<QKeySequence> deedShortcuts(TerminalDeed deed)
{
    constexpr auto kBoth = Qt::CTRL | Qt::SHIFT;
    switch (deed) {
    case TerminalDeed::Copy:
        return {kBoth | Qt::Key_C, Qt::CTRL | Qt::Key_Insert};
    case TerminalDeed::Paste:
        return {kBoth | Qt::Key_V};
    case TerminalDeed::PasteSelection:
        return {Qt::SHIFT | Qt::Key_Insert};
    case TerminalDeed::Find:
        return {kBoth | Qt::Key_F};
    case TerminalDeed::ZoomIn:
        return {Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal, kBoth | Qt::Key_Plus};
    case TerminalDeed::ZoomOut:
        return {Qt::CTRL | Qt::Key_Minus};
    case TerminalDeed::ZoomReset:
        return {Qt::CTRL | Qt::Key_0};
    case TerminalDeed::Clear:
        return {kBoth | Qt::Key_X};
    case TerminalDeed::RunAgain:
        return {kBoth | Qt::Key_R};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace fairlead::ui
