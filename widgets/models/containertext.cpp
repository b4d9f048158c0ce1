// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/models/containertext.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr qsizetype kDigestDigits = 12; // what `docker ps` shows of an id

QString upTime(const Container &container, const QDateTime &now)
{
    if (!container.startedAt.isValid())
        return {};
    return ContainerText::tr("up %1").arg(ContainerText::span(container.startedAt, now));
}

bool isUp(const Container &container)
{
    return container.state == ContainerState::Running || container.state == ContainerState::Paused;
}

QString row(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return {};
    return u"<tr><td style='padding-right:8px'>%1</td><td>%2</td></tr>"_s.arg(label.toHtmlEscaped(),
                                                                              value.toHtmlEscaped());
}

QString since(const Container &container, const QDateTime &now)
{
    if (!isUp(container) || !container.startedAt.isValid())
        return {};
    const QString exact = QLocale().toString(container.startedAt.toLocalTime(), QLocale::ShortFormat);
    return ContainerText::tr("%1, since %2").arg(ContainerText::span(container.startedAt, now), exact);
}

// For the second line, where room is short and a healthy container's state is its uptime.
QString shortState(const Container &container)
{
    if (container.state == ContainerState::Running)
        return container.health == Health::Unhealthy ? ContainerText::tr("unhealthy") : QString();
    if (container.state == ContainerState::Exited && container.exitCode)
        return ContainerText::tr("stopped (%1)").arg(*container.exitCode);
    return container.state == ContainerState::Created ? ContainerText::tr("created")
                                                      : ContainerText::state(container);
}

} // namespace

Glyph ContainerText::glyph(const Container &container)
{
    switch (container.state) {
    case ContainerState::Running:
        return container.health == Health::Unhealthy ? Glyph::Unhealthy : Glyph::Running;
    case ContainerState::Paused:
        return Glyph::Paused;
    case ContainerState::Restarting:
        return Glyph::Restarting;
    case ContainerState::Dead:
        return Glyph::Unhealthy;
    case ContainerState::Created:
    case ContainerState::Removing:
    case ContainerState::Exited:
        return Glyph::Stopped;
    case ContainerState::Unknown:
        break;
    }
    return Glyph::Unreachable;
}

QString ContainerText::state(const Container &container)
{
    switch (container.state) {
    case ContainerState::Running:
        if (container.health == Health::Unhealthy)
            return tr("running, unhealthy");
        return container.health == Health::Starting ? tr("running, health check starting") : tr("running");
    case ContainerState::Paused:
        return tr("paused");
    case ContainerState::Restarting:
        return tr("restarting");
    case ContainerState::Removing:
        return tr("being removed");
    case ContainerState::Created:
        return tr("created, never started");
    case ContainerState::Exited:
        return container.exitCode ? tr("stopped, exit code %1").arg(*container.exitCode) : tr("stopped");
    case ContainerState::Dead:
        return tr("dead: the engine could not remove it");
    case ContainerState::Unknown:
        break;
    }
    return tr("state not known");
}

QString ContainerText::secondLine(const Container &container, const QDateTime &now)
{
    QStringList facts{shortState(container), isUp(container) ? upTime(container, now) : QString(),
                      image(container.image)};
    facts.removeAll(QString());
    return facts.join(u" · "_s);
}

QString ContainerText::toolTip(const Container &container, const QDateTime &now)
{
    QStringList ports;
    for (const PublishedPort &published : container.ports)
        ports << port(published);
    ports.removeDuplicates();
    return u"<p style='white-space:pre'><b>%1</b></p><table>"_s.arg(container.name.toHtmlEscaped())
           + row(tr("State"), state(container)) + row(tr("Up"), since(container, now))
           + row(tr("Image"), image(container.image)) + row(tr("Command"), container.command)
           + row(tr("Ports"), ports.join(u", "_s)) + row(tr("Project"), container.composeProject())
           + row(tr("Id"), container.shortId()) + u"</table>"_s;
}

QString ContainerText::spoken(const Container &container, const QDateTime &now)
{
    QStringList facts{container.name, state(container), image(container.image)};
    if (isUp(container))
        facts << upTime(container, now);
    facts.removeAll(QString());
    return facts.join(u", "_s);
}

QString ContainerText::image(const QString &reference)
{
    if (reference.startsWith("sha256:"_L1))
        return reference.sliced(7).left(kDigestDigits);
    const qsizetype digest = reference.indexOf("@sha256:"_L1);
    const QString name = digest > 0 ? reference.first(digest) : reference;
    // Podman writes in full what goes without saying.
    for (const QLatin1StringView registry : {"docker.io/library/"_L1, "docker.io/"_L1}) {
        if (name.size() > registry.size() && name.startsWith(registry))
            return name.sliced(registry.size());
    }
    return name;
}

QString ContainerText::port(const PublishedPort &port)
{
    const QString inside =
        u"%1/%2"_s.arg(port.containerPort).arg(port.protocol.isEmpty() ? u"tcp"_s : port.protocol);
    if (port.hostPort == 0)
        return inside;
    const bool anywhere =
        port.hostAddress.isEmpty() || port.hostAddress == "0.0.0.0"_L1 || port.hostAddress == "::"_L1;
    const QString outside =
        anywhere ? QString::number(port.hostPort) : u"%1:%2"_s.arg(port.hostAddress).arg(port.hostPort);
    return outside + u" → "_s + inside;
}

QString ContainerText::span(const QDateTime &from, const QDateTime &now)
{
    const qint64 minutes = from.secsTo(now) / 60;
    if (minutes < 1)
        return tr("under a minute");
    if (minutes < 120)
        return tr("%1 min").arg(minutes);
    const qint64 hours = minutes / 60;
    return hours < 48 ? tr("%1 h").arg(hours) : tr("%1 d").arg(hours / 24);
}

} // namespace fairlead::ui
