// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/errortext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::ui::ErrorText)

public:
    static QString sentence(ErrorCode code)
    {
        switch (code) {
        case ErrorCode::InvalidInput:
            return tr("%1 is not valid. Correct it and try again.");
        case ErrorCode::NotReachable:
            return tr("Nothing answers at %1. Check that it runs, then try again.");
        case ErrorCode::PermissionDenied:
            return tr("Access to %1 is denied. Ask for the right to use it, then try again.");
        case ErrorCode::NotFound:
            return tr("%1 does not exist any more.");
        case ErrorCode::NotRunning:
            return tr("%1 is not running. Start it, then try again.");
        case ErrorCode::Conflict:
            return tr("%1 is not in a state that allows this. Look at its state, then try again.");
        case ErrorCode::Refused:
            return tr("%1 refused this. The details say why.");
        case ErrorCode::Unavailable:
            return tr("%1 cannot be had now. The details say why.");
        case ErrorCode::Unsupported:
            return tr("%1 does not support this. A newer version may.");
        case ErrorCode::Timeout:
            return tr("%1 did not answer in time. It may be busy: try again.");
        case ErrorCode::ConnectionLost:
            return tr("The connection to %1 was lost. Try again.");
        case ErrorCode::ProtocolError:
            return tr("%1 sent an answer that Fairlead does not understand. The details show it.");
        case ErrorCode::TooLarge:
            return tr("%1 is too large. The details name the limit.");
        case ErrorCode::TlsFailed:
            return tr("No secure connection to %1. Check its certificate and yours.");
        case ErrorCode::LimitReached:
            return tr("%1 is at its limit. Close something there, then try again.");
        case ErrorCode::Cancelled:
            return tr("%1 was cancelled.");
        }
        Q_UNREACHABLE_RETURN({});
    }

    static QString nameless() { return tr("The engine"); }
};

} // namespace

QString errorText(const Error &error)
{
    return Texts::sentence(error.code).arg(error.subject.isEmpty() ? Texts::nameless() : error.subject);
}

QString firstLine(const QString &text)
{
    constexpr qsizetype kLongest = 160;
    const QString line = text.section(u'\n', 0, 0).simplified();
    return line.size() > kLongest ? line.first(kLongest) + u'…' : line;
}

} // namespace fairlead::ui
