// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/daemon/hubcommand.h"

#include "app/common/openfiles.h"
#include "app/common/servicenotify.h"
#include "app/common/stopsignals.h"
#include "app/daemon/commandline.h"
#include "core/store/datadirectory.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonObject>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace fairlead {

namespace {

QString textOf(const QByteArray &fingerprint)
{
    return "sha256:"_L1 + QString::fromLatin1(fingerprint.toHex(':').toUpper());
}

QString loginNote(const auth::FirstAdmin &admin)
{
    return u"Log in as \"%1\" with the one-time password %2"_s.arg(admin.name, admin.password);
}

Announcement announcement(const HubCommand &command, const hub::Hub::FirstAdmin &admin)
{
    Announcement first{.url = command.url()};
    if (admin) {
        first.notes += loginNote(*admin);
        first.members.insert("admin_username"_L1, admin->name);
        first.members.insert("admin_password"_L1, admin->password);
    }
    if (!command.fingerprint().isEmpty()) {
        const QString text = textOf(command.fingerprint());
        first.notes += u"The certificate's fingerprint is %1"_s.arg(text);
        first.members.insert("fingerprint"_L1, text);
    }
    return first;
}

void warnOfNames(const HubSettings &settings, const QSslConfiguration &tls)
{
    // Asked for: what the hub adds by itself changes with the machine's name and address.
    const QStringList missing = missingNames(tls, settings.tlsNames);
    if (!missing.isEmpty())
        print(stderr,
              u"fairleadd: warning: the certificate is an older one and does not hold %1. Remove %2 to "
              "have a new one made; every agent then has to be enrolled again"_s.arg(
                  missing.join(", "_L1), settings.tls.certificate));
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
    auto made = prepareListener().and_then([&](const net::Listener::Settings &listener) {
        return claimDirectory().and_then([&] {
            return hub::Hub::create({.dataDirectory = m_settings.dataDirectory, .listener = listener});
        });
    });
    if (!made)
        return readyFuture<Admin>(std::unexpected(made.error()));
    m_hub = *std::move(made);
    connect(m_hub.get(), &hub::Hub::stopped, this, &HubCommand::stopped);
    return m_hub->open().then(this, [this](const Result<Admin> &admin) {
        return admin.and_then([&](const Admin &first) {
            const auto listening = m_hub->listen(m_settings.listen.address, m_settings.listen.port);
            if (!listening && first) // it is in the database, and the next start does not make another
                print(stderr, u"fairleadd: the admin is made. "_s + loginNote(*first));
            return listening.transform([&] {
                m_hub->setEnrollment({enrollUrl(), m_fingerprint});
                return first;
            });
        });
    });
}

// Two hubs would share the agents between them, and each would miss the other's.
Result<> HubCommand::claimDirectory()
{
    if (const auto made = store::prepareDirectory(m_settings.dataDirectory); !made)
        return made;
    m_claim.emplace(QDir(m_settings.dataDirectory).filePath(u"hub.lock"_s));
    m_claim->setStaleLockTime(std::chrono::milliseconds::zero()); // only when its process is gone
    if (m_claim->tryLock())
        return {};
    qint64 process = 0;
    if (m_claim->error() != QLockFile::LockFailedError || !m_claim->getLockInfo(&process, nullptr, nullptr))
        return failure(ErrorCode::PermissionDenied, m_claim->fileName(), u"the file cannot be made"_s);
    return failure(
        ErrorCode::Unavailable, m_settings.dataDirectory,
        u"another hub runs on it, process %1; stop that one, or use another --data-dir"_s.arg(process));
}

Result<net::Listener::Settings> HubCommand::prepareListener()
{
    if (m_settings.selfSigned) {
        const auto files =
            ensureSelfSigned(m_settings.dataDirectory, m_settings.certificateNames(), systemTime());
        if (!files)
            return std::unexpected(files.error());
    }
    auto listener = listenerSettings(m_settings);
    if (listener && m_settings.selfSigned) {
        m_fingerprint = fingerprintOf(*listener->tls);
        warnOfNames(m_settings, *listener->tls);
    }
    return listener;
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

QUrl HubCommand::enrollUrl() const
{
    if (!m_settings.publicUrl.isEmpty())
        return m_settings.publicUrl;
    QUrl here = url();
    if (m_settings.listen.isWildcard())
        here.setHost(QSysInfo::machineHostName().toLower());
    return here.isValid() ? here : url();
}

void HubCommand::reload()
{
    if (m_hub)
        reloadTls(m_hub->listener(), m_settings);
}

void HubCommand::stop()
{
    if (m_hub)
        m_hub->stop();
}

int runHubCommand(const QStringList &arguments)
{
    const auto settings = HubSettings::parse(arguments);
    if (!settings)
        return failUsage(u"hub"_s, settings.error());
    if (settings->helpWanted) {
        print(stdout, HubSettings::helpText());
        return 0;
    }
    if (settings->quiet)
        logLess();
    allowManyOpenFiles();
    StopSignals signals(StopSignals::Hangup::Reloads);
    HubCommand command(*settings);
    QObject::connect(&command, &HubCommand::stopped, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    QObject::connect(&signals, &StopSignals::stopRequested, &command, &HubCommand::stop);
    QObject::connect(&signals, &StopSignals::reloadRequested, &command, &HubCommand::reload);
    command.start().then(&command, [&](const Result<hub::Hub::FirstAdmin> &admin) {
        if (!admin) {
            // The loop may not run yet.
            QMetaObject::invokeMethod(
                qApp, [code = failStart(u"hub"_s, admin.error())] { QCoreApplication::exit(code); },
                Qt::QueuedConnection);
            return;
        }
        print(stdout, announcement(command, *admin).text(settings->json));
        warnOfExposure(*settings, u"passwords and keys"_s);
        notifyReady();
    });
    return QCoreApplication::exec();
}

} // namespace fairlead
