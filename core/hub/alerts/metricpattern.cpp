// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/hub/alerts/metricpattern.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::hub {

namespace {

constexpr QLatin1StringView containerPrefix{"container."};

bool fitsOne(QStringView name, const QString &pattern)
{
    // By pieces, from left to right: the first place of each is as good as any other.
    const QStringList pieces = pattern.split(u'*');
    if (pieces.size() == 1)
        return name == pattern;
    if (!name.startsWith(pieces.first()))
        return false;
    name = name.sliced(pieces.first().size());
    for (qsizetype i = 1; i < pieces.size() - 1; ++i) {
        const qsizetype at = name.indexOf(pieces.at(i));
        if (at < 0)
            return false;
        name = name.sliced(at + pieces.at(i).size());
    }
    return name.endsWith(pieces.last());
}

} // namespace

MetricPattern::MetricPattern(const QString &text) : m_ofContainers(text.startsWith(containerPrefix))
{
    const QString name = m_ofContainers ? text.sliced(containerPrefix.size()) : text;
    const qsizetype star = name.indexOf(u'*');
    m_hasStar = star >= 0;
    m_head = m_hasStar ? name.first(star) : name;
    m_tail = m_hasStar ? name.sliced(star + 1) : QString();
}

QList<MetricPattern::Found> MetricPattern::findIn(const store::Sample &sample,
                                                  const QStringList &containers) const
{
    QList<Found> found;
    if (!m_ofContainers) {
        findIn(sample.host, {}, found);
        return found;
    }
    for (auto it = sample.containers.begin(); it != sample.containers.end(); ++it) {
        if (fits(it.key(), containers))
            findIn(*it, it.key(), found);
    }
    return found;
}

void MetricPattern::findIn(const store::Metrics &metrics, const QString &container, QList<Found> &found) const
{
    if (!m_hasStar) {
        if (const auto it = metrics.constFind(m_head); it != metrics.cend())
            found.append({container, *it});
        return;
    }
    for (auto it = metrics.lowerBound(m_head); it != metrics.cend() && it.key().startsWith(m_head); ++it) {
        const QString &name = it.key();
        const qsizetype length = name.size() - m_head.size() - m_tail.size();
        if (length <= 0 || !name.endsWith(m_tail))
            continue;
        const QString part = name.sliced(m_head.size(), length);
        found.append({container.isEmpty() ? part : container + u'/' + part, *it});
    }
}

bool fits(const QString &name, const QStringList &patterns)
{
    return patterns.isEmpty()
           || std::ranges::any_of(patterns, [&](const QString &pattern) { return fitsOne(name, pattern); });
}

} // namespace fairlead::hub
