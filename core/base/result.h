// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QFuture>

#include <expected>

namespace fairlead {

/// A value or the Error that prevented it.
template<typename T = void>
using Result = std::expected<T, Error>;

/// One-shot asynchronous answer. Attach one continuation only: a second `then` replaces the first.
template<typename T = void>
using Future = QFuture<Result<T>>;

/// An already finished Future.
template<typename T>
[[nodiscard]] Future<T> readyFuture(Result<T> result)
{
    return QtFuture::makeReadyValueFuture(std::move(result));
}

[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, QString subject = {}, QString detail = {})
{
    return std::unexpected(Error{code, std::move(subject), std::move(detail)});
}

} // namespace fairlead
