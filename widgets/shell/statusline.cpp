// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/statusline.h"

#include "core/host/host.h"
#include "widgets/common/elidedlabel.h"
#include "widgets/common/quietlabel.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

StatusLine::StatusLine(Host &host, QWidget *parent)
    : QWidget(parent)
    , m_host(host)
    , m_facts(new QuietLabel(this, QuietLabel::Size::Small))
    , m_address(new ElidedLabel(this, QuietLabel::Size::Small))
{
    m_facts->setAccessibleDescription(tr("Engine"));
    m_address->setAccessibleDescription(tr("Engine address"));
    m_address->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, kStep, kMargin, kStep);
    row->setSpacing(kMargin);
    row->addWidget(m_facts);
    row->addWidget(m_address, 1);
    for (QLabel *label : std::initializer_list<QLabel *>{m_facts, m_address}) {
        QFont figures = label->font();
        figures.setFeature("tnum", 1); // figures keep their place when they change
        label->setFont(figures);
    }
    connect(&host, &Host::stateChanged, this, &StatusLine::takeValues);
    connect(&host, &Host::containersChanged, this, &StatusLine::takeValues);
    takeValues();
}

QString StatusLine::text() const
{
    return m_facts->text();
}

void StatusLine::takeValues()
{
    m_address->setFullText(m_host.address());
    if (m_host.state() != Host::State::Ready) {
        m_facts->setText(m_host.state() == Host::State::Connecting ? tr("Connecting…")
                                                                   : tr("Engine not reachable"));
        return;
    }
    const QList<Container> all = m_host.containers();
    const auto running =
        std::ranges::count_if(all, [](const Container &container) { return container.isRunning(); });
    const auto count = [&](ContainerState state) {
        return int(std::ranges::count(all, state, &Container::state));
    };
    const int paused = count(ContainerState::Paused);
    const int restarting = count(ContainerState::Restarting);
    const int stopped =
        count(ContainerState::Exited) + count(ContainerState::Created) + count(ContainerState::Dead);
    const EngineInfo engine = m_host.engine();
    QStringList facts{u"%1 %2"_s.arg(engine.product, engine.version).trimmed()};
    QStringList counts{tr("%n running", nullptr, int(running))};
    if (paused > 0)
        counts << tr("%n paused", nullptr, paused);
    if (restarting > 0)
        counts << tr("%n restarting", nullptr, restarting);
    counts << tr("%n stopped", nullptr, stopped);
    facts << counts.join(u", "_s);
    if (engine.cpus > 0)
        facts << tr("%n CPUs", nullptr, engine.cpus);
    if (engine.memoryBytes > 0)
        facts << QLocale().formattedDataSize(engine.memoryBytes, 1);
    facts.removeAll(QString());
    m_facts->setText(facts.join(u"  ·  "_s));
}

} // namespace fairlead::ui
