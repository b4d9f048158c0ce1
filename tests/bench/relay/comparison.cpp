// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/relay/comparison.h"

#include "tests/bench/exec/table.h"

#include <format>

namespace fairlead::bench {

namespace {

std::string cell(const std::vector<double> &values)
{
    return values.empty() ? "–" : std::format("{:.4g}", medianOf(values));
}

} // namespace

Comparison::Comparison(std::string name, std::string unit, Goal goal, double limit)
    : m_name(std::move(name))
    , m_unit(std::move(unit))
    , m_goal(goal)
    , m_limit(limit)
{}

std::optional<double> Comparison::ratio() const
{
    std::vector<double> quotients;
    for (std::size_t i = 0; i < std::min(m_local.size(), m_relayed.size()); ++i) {
        if (m_local[i] != 0)
            quotients.push_back(m_relayed[i] / m_local[i]);
    }
    return quotients.empty() ? std::nullopt : std::optional(medianOf(std::move(quotients)));
}

std::string Comparison::goalText() const
{
    switch (m_goal) {
    case Goal::RatioAtMost:
        return std::format("≤ {} × local", m_limit);
    case Goal::RatioAtLeast:
        return std::format("≥ {} × local", m_limit);
    case Goal::RelayedAtMost:
        return std::format("≤ {}", m_limit);
    case Goal::None:
        break;
    }
    return {};
}

std::optional<bool> Comparison::isReached() const
{
    if (m_goal == Goal::None || m_relayed.empty())
        return std::nullopt;
    if (m_goal == Goal::RelayedAtMost)
        return medianOf(m_relayed) <= m_limit;
    const auto quotient = ratio();
    if (!quotient)
        return std::nullopt;
    return m_goal == Goal::RatioAtMost ? *quotient <= m_limit : *quotient >= m_limit;
}

std::string Comparison::head()
{
    return "| what | unit | local | relayed | relayed ÷ local | target | reached "
           "|\n|---|---|---|---|---|---|---|\n";
}

std::string Comparison::line() const
{
    const auto quotient = ratio();
    const auto reached = isReached();
    return std::format("| {} | {} | {} | {} | {} | {} | {} |\n", m_name, m_unit, cell(m_local),
                       cell(m_relayed), quotient ? std::format("{:.2f}", *quotient) : "–", goalText(),
                       !reached   ? "–"
                       : *reached ? "yes"
                                  : "**no**");
}

} // namespace fairlead::bench
