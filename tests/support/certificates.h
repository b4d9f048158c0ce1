// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QProcess>
#include <QSslConfiguration>
#include <QTemporaryDir>

namespace fairlead::test {

/// A certificate that signs itself, with its key, made by the openssl command in a folder as DOCKER_CERT_PATH
/// wants it: ca.pem, cert.pem, key.pem.
class TestCertificate
{
public:
    /// `key` as in `openssl req -newkey`.
    explicit TestCertificate(const QString &host = QStringLiteral("localhost"),
                             const QStringList &key = {QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                                       QStringLiteral("ec_paramgen_curve:prime256v1")})
    {
        QProcess openssl;
        openssl.setWorkingDirectory(m_folder.path());
        const auto text = [](const char *word) { return QString::fromLatin1(word); };
        openssl.start(text("openssl"),
                      QStringList{text("req"), text("-x509"), text("-nodes"), text("-days"), text("2"),
                                  text("-keyout"), text("key.pem"), text("-out"), text("cert.pem"),
                                  text("-subj"), text("/CN=") + host, text("-addext"),
                                  text("subjectAltName=DNS:") + host, text("-newkey")}
                          + key);
        m_good = openssl.waitForFinished() && openssl.exitCode() == 0
                 && QFile::copy(file("cert.pem"), file("ca.pem"));
    }

    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString file(const char *name) const
    {
        return m_folder.filePath(QString::fromLatin1(name));
    }

private:
    QTemporaryDir m_folder;
    bool m_good = false;
};

} // namespace fairlead::test
