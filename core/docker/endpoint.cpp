// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/endpoint.h"

#include "core/net/sockettransport.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr auto dockerSocket = "/var/run/docker.sock"_L1;
constexpr auto systemPodmanSocket = "/run/podman/podman.sock"_L1;
constexpr quint16 plainPort = 2375;
constexpr quint16 tlsPort = 2376;
// A PEM file of a certificate chain has a few KB.
constexpr qint64 maxPemBytes = 1024 * 1024;

Result<QByteArray> readPem(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::TlsFailed, path, file.errorString());
    return file.read(maxPemBytes);
}

} // namespace

Result<QSslConfiguration> Endpoint::loadTls(const QString &certPath)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    if (certPath.isEmpty())
        return configuration;

    const auto ca = readPem(certPath + "/ca.pem"_L1);
    const auto certificate = readPem(certPath + "/cert.pem"_L1);
    const auto key = readPem(certPath + "/key.pem"_L1);
    for (const auto *part : {&ca, &certificate, &key}) {
        if (!*part)
            return std::unexpected(part->error());
    }
    QSslKey privateKey(*key, QSsl::Rsa);
    if (privateKey.isNull())
        privateKey = QSslKey(*key, QSsl::Ec);
    const auto chain = QSslCertificate::fromData(*certificate);
    const auto authorities = QSslCertificate::fromData(*ca);
    if (privateKey.isNull() || chain.isEmpty() || authorities.isEmpty())
        return failure(ErrorCode::TlsFailed, certPath, u"ca.pem, cert.pem or key.pem is not a readable PEM file"_s);
    configuration.setCaCertificates(authorities);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(privateKey);
    return configuration;
}

Result<Endpoint> Endpoint::parse(const QString &text, const QString &certPath)
{
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    Endpoint endpoint;
    if (scheme == "unix"_L1) {
        endpoint.m_socketPath = url.path();
        // sockaddr_un holds 108 bytes with the terminating zero.
        if (!url.host().isEmpty() || !endpoint.m_socketPath.startsWith(u'/') || endpoint.m_socketPath.toUtf8().size() > 107)
            return failure(ErrorCode::InvalidInput, text, u"write unix:///path/of/the/socket"_s);
        return endpoint;
    }
    const bool secure = scheme == "https"_L1 || (scheme == "tcp"_L1 && !certPath.isEmpty());
    if (!secure && scheme != "tcp"_L1 && scheme != "http"_L1)
        return failure(ErrorCode::InvalidInput, text, u"write unix:///path, tcp://host:port or https://host:port"_s);
    if (url.host().isEmpty() || !url.userInfo().isEmpty() || (!url.path().isEmpty() && url.path() != "/"_L1))
        return failure(ErrorCode::InvalidInput, text, u"write tcp://host:port, without user or path"_s);
    endpoint.m_host = url.host();
    endpoint.m_port = quint16(url.port(secure ? tlsPort : plainPort));
    if (secure) {
        auto tls = loadTls(certPath);
        if (!tls)
            return std::unexpected(tls.error());
        endpoint.m_tls = *std::move(tls);
    }
    return endpoint;
}

std::optional<Result<Endpoint>> Endpoint::fromVariables(const QProcessEnvironment &environment)
{
    const QString host = environment.value(u"DOCKER_HOST"_s);
    if (host.isEmpty())
        return {};
    // As the docker command: TLS when DOCKER_TLS_VERIFY is not empty; the certificates' folder defaults to ~/.docker.
    const bool verify = !environment.value(u"DOCKER_TLS_VERIFY"_s).isEmpty();
    QString certPath = environment.value(u"DOCKER_CERT_PATH"_s);
    if (verify && certPath.isEmpty())
        certPath = environment.value(u"HOME"_s) + "/.docker"_L1;
    return parse(host, verify || !certPath.isEmpty() ? certPath : QString());
}

Result<QList<Endpoint>> Endpoint::candidates(const QProcessEnvironment &environment)
{
    if (const auto explicitOne = fromVariables(environment)) {
        if (!*explicitOne)
            return std::unexpected(explicitOne->error());
        return QList{**explicitOne};
    }
    QStringList paths{dockerSocket};
    if (const QString runtime = environment.value(u"XDG_RUNTIME_DIR"_s); !runtime.isEmpty())
        paths << runtime + "/docker.sock"_L1 << runtime + "/podman/podman.sock"_L1;
    paths << systemPodmanSocket;

    QList<Endpoint> list;
    for (const QString &path : std::as_const(paths)) {
        Endpoint endpoint;
        endpoint.m_socketPath = path;
        list += endpoint;
    }
    return list;
}

Result<Endpoint> Endpoint::fromEnvironment(const QProcessEnvironment &environment)
{
    const auto list = candidates(environment);
    if (!list)
        return std::unexpected(list.error());
    for (const Endpoint &endpoint : *list) {
        if (!endpoint.isLocal() || QFile::exists(endpoint.m_socketPath))
            return endpoint;
    }
    return list->first();
}

QString Endpoint::url() const
{
    if (isLocal())
        return "unix://"_L1 + m_socketPath;
    return u"%1://%2:%3"_s.arg(m_tls ? "https"_L1 : "tcp"_L1, m_host).arg(m_port);
}

QByteArray Endpoint::hostHeader() const
{
    // The engines ignore it, but HTTP/1.1 wants one; "docker" is what their own clients send over a socket.
    return isLocal() ? QByteArray("docker") : m_host.toLatin1() + ':' + QByteArray::number(m_port);
}

std::unique_ptr<net::Transport> Endpoint::createTransport() const
{
    if (isLocal())
        return std::make_unique<net::LocalTransport>(m_socketPath);
    return std::make_unique<net::TcpTransport>(m_host, m_port, m_tls);
}

} // namespace fairlead::docker
