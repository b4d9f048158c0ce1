// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/exec/table.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <format>

namespace fairlead::bench {

namespace {

constexpr std::array<const char *, subjectCount> subjectNames{"raw", "docker exec", "npm", "ours"};

std::string withThreeDigits(double value)
{
    if (value == 0)
        return "0";
    const int before = int(std::floor(std::log10(std::abs(value)))) + 1;
    return std::format("{:.{}f}", value, std::clamp(3 - before, 0, 4));
}

std::string cell(std::optional<double> value)
{
    return value ? withThreeDigits(*value) : "–";
}

std::string factorText(std::optional<double> value)
{
    return value ? std::format("{:.2f}", *value) : "–";
}

Goal compared(const char *sign, double factor, Subject reference, bool wantsMore)
{
    return {
        std::format("{} {} × {}", sign, factor, nameOf(reference)),
        [=](const Row &row) -> std::optional<bool> {
            const auto ratio = row.ratio(reference);
            if (!ratio)
                return std::nullopt;
            return wantsMore ? *ratio >= factor : *ratio <= factor;
        },
    };
}

} // namespace

double percentileOf(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const double position = share * double(values.size() - 1);
    const auto below = std::size_t(position);
    const auto above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], position - double(below));
}

double medianOf(std::vector<double> values)
{
    return percentileOf(std::move(values), 0.5);
}

Goal atLeast(double factor, Subject reference)
{
    return compared("≥", factor, reference, true);
}

Goal atMost(double factor, Subject reference)
{
    return compared("≤", factor, reference, false);
}

Goal atMost(double value)
{
    return {
        std::format("≤ {}", value),
        [value](const Row &row) -> std::optional<bool> {
            const auto median = row.median(Subject::Ours);
            return median ? std::optional(*median <= value) : std::nullopt;
        },
    };
}

Row::Row(std::string name, std::string unit, std::vector<Goal> goals)
    : m_name(std::move(name))
    , m_unit(std::move(unit))
    , m_goals(std::move(goals))
{}

void Row::add(Subject subject, double value)
{
    m_samples[std::size_t(subject)].push_back(value);
}

void Row::note(const std::string &text)
{
    if (!std::ranges::contains(m_notes, text))
        m_notes.push_back(text);
}

const std::vector<double> &Row::samples(Subject subject) const
{
    return m_samples[std::size_t(subject)];
}

std::optional<double> Row::median(Subject subject) const
{
    if (samples(subject).empty())
        return std::nullopt;
    return medianOf(samples(subject));
}

std::optional<double> Row::ratio(Subject reference) const
{
    const auto &ours = samples(Subject::Ours);
    const auto &theirs = samples(reference);
    std::vector<double> quotients;
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
        if (theirs[i] != 0)
            quotients.push_back(ours[i] / theirs[i]);
    }
    if (quotients.empty())
        return std::nullopt;
    return medianOf(std::move(quotients));
}

std::optional<bool> Row::isReached() const
{
    std::optional<bool> all;
    for (const auto &goal : m_goals) {
        const auto reached = goal.isReached(*this);
        if (!reached)
            return std::nullopt;
        all = all.value_or(true) && *reached;
    }
    return all;
}

std::string Row::goalText() const
{
    std::string text;
    for (const auto &goal : m_goals)
        text += (text.empty() ? "" : ", ") + goal.text;
    return text;
}

const char *nameOf(Subject subject)
{
    return subjectNames[std::size_t(subject)];
}

std::string tableHead(std::span<const Subject> subjects)
{
    const bool hasRaw = std::ranges::contains(subjects, Subject::Raw);
    std::string names = "| what | unit |";
    std::string line = "|---|---|";
    for (const auto subject : subjects) {
        names += std::format(" {} |", nameOf(subject));
        line += "---|";
    }
    names += hasRaw ? " ours ÷ npm | ours ÷ raw |" : " ours ÷ npm |";
    line += hasRaw ? "---|---|" : "---|";
    return names + " target | reached |\n" + line + "---|---|\n";
}

std::string tableLine(const Row &row, std::span<const Subject> subjects)
{
    const auto reached = row.isReached();
    std::string line = std::format("| {} | {} |", row.name(), row.unit());
    for (const auto subject : subjects)
        line += std::format(" {} |", cell(row.median(subject)));
    line += std::format(" {} |", factorText(row.ratio(Subject::Npm)));
    if (std::ranges::contains(subjects, Subject::Raw))
        line += std::format(" {} |", factorText(row.ratio(Subject::Raw)));
    return line + std::format(" {} | {} |\n", row.goalText(), !reached ? "–" : *reached ? "yes" : "**no**");
}

std::string toJson(const std::vector<Row> &rows, const std::string &engine)
{
    QJsonArray list;
    for (const auto &row : rows) {
        QJsonObject samples;
        for (int i = 0; i < subjectCount; ++i) {
            QJsonArray values;
            for (const double value : row.samples(Subject(i)))
                values.append(value);
            if (!values.isEmpty())
                samples.insert(QString::fromUtf8(nameOf(Subject(i))), values);
        }
        const auto reached = row.isReached();
        list.append(QJsonObject{
            {QStringLiteral("name"), QString::fromStdString(row.name())},
            {QStringLiteral("unit"), QString::fromStdString(row.unit())},
            {QStringLiteral("target"), QString::fromStdString(row.goalText())},
            {QStringLiteral("reached"), reached ? QJsonValue(*reached) : QJsonValue()},
            {QStringLiteral("samples"), samples},
        });
    }
    const QJsonObject all{{QStringLiteral("engine"), QString::fromStdString(engine)},
                          {QStringLiteral("rows"), list}};
    return QJsonDocument(all).toJson().toStdString();
}

} // namespace fairlead::bench
