// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/endpoint.h"

#include "core/net/pem.h"
#include "core/net/sockettransport.h"
#include "core/net/unixsocket.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr auto dockerSocket = "/var/run/docker.sock"_L1;
constexpr auto systemPodmanSocket = "/run/podman/podman.sock"_L1;
constexpr quint16 plainPort = 2375;
constexpr quint16 tlsPort = 2376;
constexpr auto unixScheme = "unix://"_L1;
// sockaddr_un holds 108 bytes with the terminating zero.
constexpr qsizetype maxSocketPath = 107;

/// Errors reach logs: what stands before an @ may be a password.
std::unexpected<Error> malformed(const QString &text, const QString &advice)
{
    const qsizetype at = text.lastIndexOf(u'@');
    return failure(ErrorCode::InvalidInput, at < 0 ? text : u"…"_s + text.sliced(at), advice);
}

Result<QByteArray> readPem(const QString &path)
{
    return net::readPemFile(path).transform_error([](const Error &error) {
        const bool missing = error.code == ErrorCode::NotFound;
        return Error{ErrorCode::TlsFailed, error.subject,
                     missing ? u"there is no such file"_s : error.detail};
    });
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
    const QSslKey privateKey = net::privateKeyFromPem(*key);
    const auto chain = QSslCertificate::fromData(*certificate);
    const auto authorities = QSslCertificate::fromData(*ca);
    if (privateKey.isNull() || chain.isEmpty() || authorities.isEmpty())
        return failure(ErrorCode::TlsFailed, certPath,
                       u"ca.pem, cert.pem or key.pem is not a readable PEM file"_s);
    configuration.setCaCertificates(authorities);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(privateKey);
    return configuration;
}

Result<Endpoint> Endpoint::parse(const QString &text, const QString &certPath)
{
    if (text.startsWith(unixScheme))
        return parseUnix(text);
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (scheme == "ssh"_L1)
        return failure(ErrorCode::InvalidInput, u"ssh://"_s + url.host(),
                       u"Fairlead does not speak ssh; forward the engine's socket with "
                       "ssh -fNL /tmp/engine.sock:/var/run/docker.sock and that host, then use "
                       "unix:///tmp/engine.sock"_s);
    const bool secure = scheme == "https"_L1 || (scheme == "tcp"_L1 && !certPath.isEmpty());
    if (!secure && scheme != "tcp"_L1 && scheme != "http"_L1)
        return malformed(text, u"write unix:///path, tcp://host:port or https://host:port"_s);
    const bool hasPath = !url.path().isEmpty() && url.path() != "/"_L1;
    if (url.host().isEmpty() || !url.userInfo().isEmpty() || hasPath || url.hasQuery() || url.hasFragment()
        || url.port() == 0)
        return malformed(text, u"write tcp://host:port, without user or path"_s);
    Endpoint endpoint;
    endpoint.m_host = url.host(QUrl::FullyEncoded);
    endpoint.m_port = quint16(url.port(secure ? tlsPort : plainPort));
    if (secure) {
        auto tls = loadTls(certPath);
        if (!tls)
            return std::unexpected(tls.error());
        endpoint.m_tls = *std::move(tls);
    }
    return endpoint;
}

/// As the docker command, the path is taken as it stands: a percent sign or a hash is part of a file's name.
Result<Endpoint> Endpoint::parseUnix(const QString &text)
{
    Endpoint endpoint;
    endpoint.m_socketPath = text.sliced(unixScheme.size());
    const bool isAbsolute = endpoint.m_socketPath.startsWith(u'/');
    if (!isAbsolute || endpoint.m_socketPath.contains(QChar::Null)
        || endpoint.m_socketPath.toUtf8().size() > maxSocketPath)
        return malformed(text, u"write unix:///path/of/the/socket"_s);
    return endpoint;
}

std::optional<Result<Endpoint>> Endpoint::fromVariables(const QProcessEnvironment &environment)
{
    const QString host = environment.value(u"DOCKER_HOST"_s);
    if (host.isEmpty())
        return {};
    // As the docker command: TLS when DOCKER_TLS_VERIFY is not empty; the certificates' folder defaults to
    // ~/.docker. Unlike it, with a folder alone as well: who names certificates does not mean plain text.
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
    return firstListening(*list);
}

Endpoint Endpoint::firstListening(const QList<Endpoint> &endpoints)
{
    const auto listens = [](const Endpoint &endpoint) {
        return !endpoint.isLocal() || net::UnixSocket().connectTo(endpoint.m_socketPath);
    };
    const auto exists = [](const Endpoint &endpoint) { return QFile::exists(endpoint.m_socketPath); };
    auto found = std::ranges::find_if(endpoints, listens);
    if (found == endpoints.end())
        found = std::ranges::find_if(endpoints, exists);
    return found == endpoints.end() ? endpoints.first() : *found;
}

QString Endpoint::url() const
{
    if (isLocal())
        return unixScheme + m_socketPath;
    return u"%1://%2:%3"_s.arg(m_tls ? "https"_L1 : "tcp"_L1, bracketedHost()).arg(m_port);
}

QByteArray Endpoint::hostHeader() const
{
    // The engines ignore it, but HTTP/1.1 wants one; "docker" is what their own clients send over a socket.
    return isLocal() ? QByteArray("docker") : bracketedHost().toLatin1() + ':' + QByteArray::number(m_port);
}

QString Endpoint::bracketedHost() const
{
    return m_host.contains(u':') ? u'[' + m_host + u']' : m_host; // IPv6
}

std::unique_ptr<net::Transport> Endpoint::createTransport() const
{
    if (isLocal())
        return std::make_unique<net::LocalTransport>(m_socketPath);
    return std::make_unique<net::TcpTransport>(m_host, m_port, m_tls);
}

} // namespace fairlead::docker
