// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/bench/exec/server.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fairlead::bench {

[[nodiscard]] double medianOf(std::vector<double> values);
/// `share` is 0 to 1.
[[nodiscard]] double percentileOf(std::vector<double> values, double share);

class Row;

/// What a row has to reach, and how it is told.
struct Goal
{
    std::string text;
    std::function<std::optional<bool>(const Row &)> isReached;
};

[[nodiscard]] Goal atLeast(double factor, Subject reference);
[[nodiscard]] Goal atMost(double factor, Subject reference);
[[nodiscard]] Goal atMost(double value);

/// One measured quantity of all subjects: a value per subject and round.
class Row
{
public:
    Row(std::string name, std::string unit, std::vector<Goal> goals);

    /// Call it once per round for each subject.
    void add(Subject subject, double value);
    /// Says something that the figures do not, once.
    void note(const std::string &text);

    [[nodiscard]] std::optional<double> median(Subject subject) const;
    /// Median over the rounds of the quotients of ours and the other's value: a machine that gets slower
    /// between two rounds does not change it.
    [[nodiscard]] std::optional<double> ratio(Subject reference) const;
    [[nodiscard]] std::optional<bool> isReached() const;

    [[nodiscard]] const std::string &name() const { return m_name; }
    [[nodiscard]] const std::string &unit() const { return m_unit; }
    [[nodiscard]] const std::vector<double> &samples(Subject subject) const;
    [[nodiscard]] const std::vector<std::string> &notes() const { return m_notes; }
    [[nodiscard]] std::string goalText() const;

private:
    std::string m_name;
    std::string m_unit;
    std::vector<Goal> m_goals;
    std::array<std::vector<double>, subjectCount> m_samples;
    std::vector<std::string> m_notes;
};

[[nodiscard]] const char *nameOf(Subject subject);
inline constexpr std::array allSubjects{Subject::Raw, Subject::Cli, Subject::Npm, Subject::Ours};
/// As Markdown, with a column for each of these.
[[nodiscard]] std::string tableHead(std::span<const Subject> subjects = allSubjects);
[[nodiscard]] std::string tableLine(const Row &row, std::span<const Subject> subjects = allSubjects);
/// All samples, for other programs.
[[nodiscard]] std::string toJson(const std::vector<Row> &rows, const std::string &engine);

} // namespace fairlead::bench
