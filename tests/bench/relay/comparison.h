// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace fairlead::bench {

/// One quantity, measured at the local exec server and through the relay, in pairs.
class Comparison
{
public:
    enum class Goal { None, RatioAtMost, RatioAtLeast, RelayedAtMost };

    Comparison(std::string name, std::string unit, Goal goal = Goal::None, double limit = 0);

    void addLocal(double value) { m_local.push_back(value); }
    void addRelayed(double value) { m_relayed.push_back(value); }

    [[nodiscard]] static std::string head();
    /// As Markdown.
    [[nodiscard]] std::string line() const;

private:
    /// Median of the quotients of the pairs: a machine that gets slower between two pairs does not change it.
    [[nodiscard]] std::optional<double> ratio() const;
    [[nodiscard]] std::string goalText() const;
    [[nodiscard]] std::optional<bool> isReached() const;

    std::string m_name;
    std::string m_unit;
    Goal m_goal;
    double m_limit;
    std::vector<double> m_local;
    std::vector<double> m_relayed;
};

} // namespace fairlead::bench
