// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubcommand.h"

#include "app/common/openfiles.h"
#include "app/common/stopsignals.h"
#include "app/common/tlsfiles.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

constexpr int exitFailure = 1;
constexpr int exitUsage = 2;

void print(std::FILE *stream, const QString &line)
{
    std::fputs(line.toUtf8().constData(), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

QString announcement(const QUrl &url, const hub::Hub::FirstAdmin &admin, bool json)
{
    const QString text = url.toString(QUrl::FullyEncoded);
    if (!json && !admin)
        return text;
    if (!json)
        return u"%1\nLog in as \"%2\" with the one-time password %3"_s.arg(text, admin->name,
                                                                           admin->password);
    QJsonObject object{{u"url"_s, text}};
    if (admin) {
        object.insert("admin_username"_L1, admin->name);
        object.insert("admin_password"_L1, admin->password);
    }
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void warnOfExposure(const HubSettings &settings)
{
    if (settings.listen.isPublic() && !settings.isSecure())
        print(stderr, u"fairleadd: warning: %1 can be reached from other machines, and without --tls-cert "
                      "everything, passwords and keys included, goes over the network in the clear"_s.arg(
                          settings.listen.address.toString()));
}

} // namespace

HubCommand::HubCommand(HubSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{}

HubCommand::~HubCommand() = default;

Future<hub::Hub::FirstAdmin> HubCommand::start()
{
    using Admin = hub::Hub::FirstAdmin;
    hub::Hub::Settings settings{.dataDirectory = m_settings.dataDirectory,
                                .listener = {.access = m_settings.access, .tls = {}}};
    if (m_settings.isSecure()) {
        const auto tls = loadServerTls(m_settings.certificateFile, m_settings.keyFile);
        if (!tls)
            return readyFuture<Admin>(std::unexpected(tls.error()));
        settings.listener.tls = *tls;
    }
    auto made = hub::Hub::create(std::move(settings));
    if (!made)
        return readyFuture<Admin>(std::unexpected(made.error()));
    m_hub = *std::move(made);
    connect(m_hub.get(), &hub::Hub::stopped, this, &HubCommand::stopped);
    return m_hub->open().then(this, [this](const Result<Admin> &admin) {
        return admin.and_then([&](const Admin &first) {
            return m_hub->listen(m_settings.listen.address, m_settings.listen.port).transform([&] {
                return first;
            });
        });
    });
}

QUrl HubCommand::url() const
{
    QUrl url;
    if (!m_hub || m_hub->port() == 0)
        return url;
    url.setScheme(m_settings.isSecure() ? u"https"_s : u"http"_s);
    url.setHost(m_settings.listen.urlHost());
    url.setPort(m_hub->port());
    return url;
}

void HubCommand::stop()
{
    if (m_hub)
        m_hub->stop();
}

int runHubCommand(const QStringList &arguments)
{
    const auto settings = HubSettings::parse(arguments);
    if (!settings) {
        print(stderr, u"fairleadd hub: %1\nSee fairleadd hub --help."_s.arg(toSentence(settings.error())));
        return exitUsage;
    }
    if (settings->helpWanted) {
        print(stdout, HubSettings::helpText());
        return 0;
    }
    if (settings->quiet)
        QLoggingCategory::setFilterRules(u"fairlead.*.info=false"_s);
    allowManyOpenFiles();
    StopSignals signals;
    HubCommand command(*settings);
    QObject::connect(&command, &HubCommand::stopped, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    QObject::connect(&signals, &StopSignals::stopRequested, &command, &HubCommand::stop);
    command.start().then(&command, [&](const Result<hub::Hub::FirstAdmin> &admin) {
        if (!admin) {
            print(stderr, u"fairleadd hub: %1"_s.arg(toSentence(admin.error())));
            // The loop may not run yet.
            QMetaObject::invokeMethod(
                qApp, [] { QCoreApplication::exit(exitFailure); }, Qt::QueuedConnection);
            return;
        }
        print(stdout, announcement(command.url(), *admin, settings->json));
        warnOfExposure(*settings);
    });
    return QCoreApplication::exec();
}

} // namespace fairlead
