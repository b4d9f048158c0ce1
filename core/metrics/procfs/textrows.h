// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QtTypes>

#include <charconv>
#include <concepts>
#include <optional>

// Reading the kernel's text tables. Views only: nothing is copied.
namespace fairlead::metrics {

/// All of `text` as a decimal number; absent when it is none or does not fit.
template<typename T = quint64>
[[nodiscard]] std::optional<T> toNumber(QByteArrayView text)
{
    T number{};
    const char *end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, number);
    if (text.isEmpty() || problem != std::errc() || stop != end)
        return {};
    return number;
}

/// The words of a line, one after the other.
class Words
{
public:
    explicit Words(QByteArrayView line) : m_rest(line) {}

    /// Empty at the end.
    [[nodiscard]] QByteArrayView next()
    {
        qsizetype begin = 0;
        while (begin < m_rest.size() && isBlank(m_rest[begin]))
            ++begin;
        qsizetype end = begin;
        while (end < m_rest.size() && !isBlank(m_rest[end]))
            ++end;
        const QByteArrayView word = m_rest.sliced(begin, end - begin);
        m_rest = m_rest.sliced(end);
        return word;
    }
    template<typename T = quint64>
    [[nodiscard]] std::optional<T> nextNumber()
    {
        return toNumber<T>(next());
    }
    void skip(int words)
    {
        while (words-- > 0)
            (void)next();
    }
    /// Reads a number into each; false at the first that is none.
    [[nodiscard]] bool numbers(std::same_as<quint64> auto &...into) { return (read(into) && ...); }

private:
    static bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n'; }
    bool read(quint64 &into)
    {
        const auto number = nextNumber();
        into = number.value_or(0);
        return number.has_value();
    }

    QByteArrayView m_rest;
};

/// Calls `use` with each line, without its end. A last one that has no end was cut off: its last number may
/// be half of one, so it is left out.
template<typename Use>
void forEachLine(QByteArrayView text, Use use)
{
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        use(text.first(end));
        text = text.sliced(end + 1);
    }
}

/// The number behind the word `key` in a table of "key number" lines.
[[nodiscard]] inline std::optional<quint64> numberOf(QByteArrayView text, QByteArrayView key)
{
    std::optional<quint64> found;
    forEachLine(text, [&](QByteArrayView line) {
        if (Words words(line); !found && line.startsWith(key) && words.next() == key)
            found = words.nextNumber();
    });
    return found;
}

} // namespace fairlead::metrics
