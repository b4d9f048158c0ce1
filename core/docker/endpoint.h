// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/net/transport.h"

#include <QList>
#include <QProcessEnvironment>
#include <QSslConfiguration>
#include <QString>

#include <memory>
#include <optional>

namespace fairlead::docker {

/// Where an engine listens: a Unix socket, TCP, or TCP with TLS and client certificate. A value.
class Endpoint
{
public:
    /// `url` as in DOCKER_HOST: unix:///path, tcp://host:port, https://host:port. `certPath` is a folder with
    /// ca.pem, cert.pem and key.pem; with it (or https) tcp speaks TLS. Reads those three files.
    [[nodiscard]] static Result<Endpoint> parse(const QString &url, const QString &certPath = {});
    /// What DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH say; nothing when DOCKER_HOST is not set.
    [[nodiscard]] static std::optional<Result<Endpoint>>
    fromVariables(const QProcessEnvironment &environment);
    /// All places to try, in order: DOCKER_HOST alone when set; otherwise Docker's socket, rootless Docker's,
    /// Podman's of the user, Podman's of the system.
    [[nodiscard]] static Result<QList<Endpoint>> candidates(const QProcessEnvironment &environment);
    /// The first candidate that listens, as firstListening() finds it.
    [[nodiscard]] static Result<Endpoint>
    fromEnvironment(const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    /// The first of these, at least one, whose socket takes a connection, or that is not local, and so is not
    /// tried. When there is none: the first whose socket exists, or the first of all.
    [[nodiscard]] static Endpoint firstListening(const QList<Endpoint> &endpoints);

    /// For people and as identity: "unix:///var/run/docker.sock".
    [[nodiscard]] QString url() const;
    /// The value of the Host header.
    [[nodiscard]] QByteArray hostHeader() const;
    /// The path of a Unix socket, or empty.
    [[nodiscard]] QString socketPath() const { return m_socketPath; }
    [[nodiscard]] bool isLocal() const { return !m_socketPath.isEmpty(); }
    [[nodiscard]] std::unique_ptr<net::Transport> createTransport() const;

private:
    [[nodiscard]] static Result<Endpoint> parseUnix(const QString &text);
    [[nodiscard]] static Result<QSslConfiguration> loadTls(const QString &certPath);
    [[nodiscard]] QString bracketedHost() const;

    QString m_socketPath;
    QString m_host;
    quint16 m_port = 0;
    std::optional<QSslConfiguration> m_tls;
};

} // namespace fairlead::docker
