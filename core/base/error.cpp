// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

using namespace Qt::StringLiterals;

namespace fairlead {

bool Error::isTransient() const
{
    switch (code) {
    case ErrorCode::NotReachable:
    case ErrorCode::Timeout:
    case ErrorCode::ConnectionLost:
    case ErrorCode::LimitReached:
        return true;
    default:
        return false;
    }
}

namespace {

QString headline(const Error &error)
{
    const QString thing = error.subject.isEmpty() ? u"the peer"_s : error.subject;
    switch (error.code) {
    case ErrorCode::InvalidInput:
        return error.subject.isEmpty() ? u"invalid input"_s : u"%1 is not valid"_s.arg(thing);
    case ErrorCode::NotReachable:
        return u"%1 cannot be reached"_s.arg(thing);
    case ErrorCode::PermissionDenied:
        return u"permission denied for %1"_s.arg(thing);
    case ErrorCode::NotFound:
        return u"%1 does not exist"_s.arg(thing);
    case ErrorCode::NotRunning:
        return u"%1 is not running"_s.arg(thing);
    case ErrorCode::Conflict:
        return u"%1 is not in a state that allows this"_s.arg(thing);
    case ErrorCode::Refused:
        return u"%1 refused"_s.arg(thing);
    case ErrorCode::Unavailable:
        return u"%1 is not available"_s.arg(thing);
    case ErrorCode::Unsupported:
        return u"%1 does not support this"_s.arg(thing);
    case ErrorCode::Timeout:
        return u"%1 did not answer in time"_s.arg(thing);
    case ErrorCode::ConnectionLost:
        return u"the connection to %1 was lost"_s.arg(thing);
    case ErrorCode::ProtocolError:
        return u"%1 sent an answer that could not be understood"_s.arg(thing);
    case ErrorCode::TooLarge:
        return u"%1 is too large"_s.arg(thing);
    case ErrorCode::TlsFailed:
        return u"no secure connection to %1"_s.arg(thing);
    case ErrorCode::LimitReached:
        return u"%1 is at its limit"_s.arg(thing);
    case ErrorCode::Cancelled:
        return u"%1 was cancelled"_s.arg(thing);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

QString toSentence(const Error &error)
{
    const QString head = headline(error);
    return error.detail.isEmpty() ? head : head + ": "_L1 + error.detail;
}

} // namespace fairlead
