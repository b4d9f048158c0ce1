// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/smtpmail.h"

#include "core/net/curltransfer.h"

#include <cstring>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

size_t giveMessage(char *buffer, size_t size, size_t count, void *user)
{
    auto *transfer = static_cast<CurlTransfer *>(user);
    const auto length = std::min(size * count, size_t(transfer->upload.size() - transfer->sent));
    std::memcpy(buffer, transfer->upload.constData() + transfer->sent, length);
    transfer->sent += qsizetype(length);
    return length;
}

QByteArray urlOf(const SmtpMail &mail)
{
    const QString host = mail.host.contains(u':') ? u'[' + mail.host + u']' : mail.host;
    const auto scheme = mail.security == SmtpMail::Security::Tls ? "smtps"_L1 : "smtp"_L1;
    return u"%1://%2:%3"_s.arg(scheme, host).arg(mail.port).toUtf8();
}

} // namespace

Future<> send(CurlTransfers &transfers, const SmtpMail &mail, const QString &subject)
{
    auto transfer = std::make_unique<CurlTransfer>(subject);
    transfer->upload = mail.message;
    transfer->set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    transfer->set(CURLOPT_URL, urlOf(mail).constData());
    transfer->set(CURLOPT_USE_SSL,
                  long(mail.security == SmtpMail::Security::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!mail.username.isEmpty()) {
        transfer->set(CURLOPT_USERNAME, mail.username.toUtf8().constData());
        transfer->set(CURLOPT_PASSWORD, mail.password.toUtf8().constData());
    }
    transfer->set(CURLOPT_MAIL_FROM, ('<' + mail.from + '>').constData());
    QByteArrayList recipients;
    for (const QByteArray &to : mail.to)
        recipients.append('<' + to + '>');
    transfer->setList(CURLOPT_MAIL_RCPT, recipients);
    transfer->set(CURLOPT_UPLOAD, 1L);
    transfer->set(CURLOPT_READFUNCTION, giveMessage);
    transfer->set(CURLOPT_READDATA, transfer.get());
    return transfers.runInThread(std::move(transfer)).then([](const Result<long> &reply) {
        return reply.transform([](long) {});
    });
}

} // namespace fairlead::net
