// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/webpost.h"

#include "core/net/curltransfer.h"

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

Result<> judge(long status, const QString &subject)
{
    constexpr long good = 200;
    constexpr long moved = 300;
    constexpr long serverFault = 500;
    if (status >= good && status < moved)
        return {};
    const bool isTransient = status == 408 || status == 425 || status == 429 || status >= serverFault;
    return failure(isTransient ? ErrorCode::LimitReached : ErrorCode::Refused, subject,
                   u"it answered with HTTP status %1"_s.arg(status));
}

} // namespace

Future<> send(CurlTransfers &transfers, const WebPost &post, const QString &subject)
{
    auto transfer = std::make_unique<CurlTransfer>(subject);
    transfer->upload = post.body;
    transfer->set(CURLOPT_PROTOCOLS_STR, "http,https");
    transfer->set(CURLOPT_URL, post.url.toEncoded().constData());
    transfer->set(CURLOPT_USERAGENT, "Fairlead/" FAIRLEAD_VERSION);
    transfer->set(CURLOPT_POST, 1L);
    transfer->set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(transfer->upload.size()));
    transfer->set(CURLOPT_POSTFIELDS, transfer->upload.constData());
    // Nobody needs to be asked before a few KiB are sent.
    transfer->setList(CURLOPT_HTTPHEADER, post.headers + QByteArrayList{"Expect:"});
    return transfers.run(std::move(transfer)).then([subject](const Result<long> &status) {
        return status.and_then([&](long code) { return judge(code, subject); });
    });
}

} // namespace fairlead::net
