// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/enrollment.h"

#include "core/store/settings.h"

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr QLatin1StringView urlSetting{"enroll.url"};
constexpr QLatin1StringView fingerprintSetting{"enroll.fingerprint"};

} // namespace

QString Enrollment::command(QByteArrayView key) const
{
    if (url.isEmpty())
        return {};
    // Host and port of a URL, base64url and hexadecimal: nothing that a shell would take for its own.
    QString text =
        u"fairleadd agent enroll %1 %2"_s.arg(url.toString(QUrl::FullyEncoded), QString::fromLatin1(key));
    if (!fingerprint.isEmpty())
        text += " --fingerprint sha256:"_L1 + QString::fromLatin1(fingerprint.toHex(':').toUpper());
    return text;
}

Result<Enrollment> Enrollment::load(store::Connection &connection)
{
    store::Settings settings(connection);
    const auto address = settings.value(urlSetting);
    if (!address)
        return std::unexpected(address.error());
    return settings.value(fingerprintSetting).transform([&](const std::optional<QString> &hex) {
        return Enrollment{QUrl(address->value_or(QString())),
                          QByteArray::fromHex(hex.value_or(QString()).toLatin1())};
    });
}

Result<> Enrollment::save(store::Connection &connection) const
{
    store::Settings settings(connection);
    return settings.set(urlSetting, url.toString(QUrl::FullyEncoded)).and_then([&] {
        return settings.set(fingerprintSetting, QString::fromLatin1(fingerprint.toHex()));
    });
}

} // namespace fairlead::hub
