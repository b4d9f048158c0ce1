// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/hub/alerts/notice.h"
#include "core/net/smtpmail.h"
#include "core/net/webpost.h"
#include "core/store/alertchannel.h"

namespace fairlead::hub {

/// The request by which a channel that is a webhook gets a notice. JSON has {version: 1, event, at, title,
/// text, alerts}, and with a signing secret two header fields: X-Fairlead-Timestamp, whole seconds since
/// 1970, and X-Fairlead-Signature, "sha256=" and in hexadecimal the HMAC-SHA256 of that timestamp, a '.', and
/// the body.
[[nodiscard]] net::WebPost webPostFor(const store::AlertChannel &channel, const Notice &notice);

/// The message by which a channel of e-mail gets one.
[[nodiscard]] net::SmtpMail mailFor(const store::AlertChannel &channel, const Notice &notice);

} // namespace fairlead::hub
