// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/logtime.h"

using namespace Qt::StringLiterals;

namespace fairlead::logs {

namespace {

using namespace std::chrono;

constexpr int nanoDigits = 9;
// What 64 bits of nanoseconds around 1970 can hold, in whole years.
constexpr int firstYear = 1678;
constexpr int lastYear = 2261;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Reads a text from its beginning; once something is missing it stays failed.
class Cursor
{
public:
    explicit Cursor(QByteArrayView text) : m_text(text) {}

    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] qsizetype at() const { return m_at; }

    int digits(int count)
    {
        int value = 0;
        for (int i = 0; i < count && m_good; ++i, ++m_at) {
            m_good = m_at < m_text.size() && isDigit(m_text[m_at]);
            value = m_good ? value * 10 + (m_text[m_at] - '0') : 0;
        }
        return value;
    }
    bool accept(char c)
    {
        if (!m_good || m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    void expect(char c) { m_good = accept(c); }
    /// Behind the point; digits beyond nine are too fine to count.
    qint64 fraction()
    {
        qint64 value = 0;
        int count = 0;
        for (; m_at < m_text.size() && isDigit(m_text[m_at]); ++m_at, ++count) {
            if (count < nanoDigits)
                value = value * 10 + (m_text[m_at] - '0');
        }
        m_good = m_good && count > 0;
        for (; count < nanoDigits; ++count)
            value *= 10;
        return value;
    }
    void fail() { m_good = false; }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_good = true;
};

minutes readOffset(Cursor &cursor)
{
    if (cursor.accept('Z') || cursor.accept('z'))
        return minutes(0);
    const int sign = cursor.accept('-') ? -1 : 1;
    if (sign == 1)
        cursor.expect('+');
    const int hour = cursor.digits(2);
    cursor.expect(':');
    const int minute = cursor.digits(2);
    if (hour > 23 || minute > 59)
        cursor.fail();
    return sign * minutes(hour * 60 + minute);
}

sys_days readDate(Cursor &cursor)
{
    const int y = cursor.digits(4);
    cursor.expect('-');
    const int m = cursor.digits(2);
    cursor.expect('-');
    const int d = cursor.digits(2);
    const year_month_day date{year(y), month(unsigned(m)), day(unsigned(d))};
    if (!date.ok() || y < firstYear || y > lastYear) {
        cursor.fail();
        return {};
    }
    return date;
}

} // namespace

std::optional<TimePrefix> timePrefix(QByteArrayView text)
{
    Cursor cursor(text);
    const sys_days date = readDate(cursor);
    if (!cursor.accept('T') && !cursor.accept('t'))
        return {};
    const int hour = cursor.digits(2);
    cursor.expect(':');
    const int minute = cursor.digits(2);
    cursor.expect(':');
    const int second = cursor.digits(2); // 60 in a leap second
    const qint64 nanos = cursor.accept('.') ? cursor.fraction() : 0;
    const minutes offset = readOffset(cursor);
    if (!cursor.isGood() || hour > 23 || minute > 59 || second > 60)
        return {};
    const auto time = LogTime(date) + hours(hour) + minutes(minute) + seconds(second) + nanoseconds(nanos);
    return TimePrefix{time - offset, cursor.at()};
}

std::optional<LogTime> timeFromRfc3339(QByteArrayView text)
{
    const auto prefix = timePrefix(text);
    return prefix && prefix->size == text.size() ? std::optional(prefix->time) : std::nullopt;
}

QByteArray toRfc3339(LogTime time)
{
    const auto date = floor<days>(time);
    const year_month_day ymd(date);
    const hh_mm_ss clock(time - date);
    QByteArray text;
    text.reserve(30);
    const auto append = [&text](qint64 value, int width, char behind) {
        text += QByteArray::number(value).rightJustified(width, '0') += behind;
    };
    append(int(ymd.year()), 4, '-');
    append(unsigned(ymd.month()), 2, '-');
    append(unsigned(ymd.day()), 2, 'T');
    append(clock.hours().count(), 2, ':');
    append(clock.minutes().count(), 2, ':');
    append(clock.seconds().count(), 2, '.');
    append(clock.subseconds().count(), nanoDigits, 'Z');
    return text;
}

std::optional<LogTime> timeFromText(const QString &text)
{
    const QByteArray latin = text.toLatin1();
    if (const auto time = timeFromRfc3339(latin))
        return time;
    const qsizetype point = latin.indexOf('.');
    const QByteArray whole = point < 0 ? latin : latin.first(point);
    constexpr qsizetype maxDigits = 10; // the year 2286 begins with the eleventh
    for (const char c : whole) {
        if (!isDigit(c))
            return {};
    }
    if (whole.isEmpty() || whole.size() > maxDigits
        || whole.toLongLong() > nanoseconds::max() / seconds(1) - 1)
        return {};
    nanoseconds since = seconds(whole.toLongLong());
    if (point >= 0) {
        const QByteArray rest = latin.sliced(point + 1);
        Cursor cursor(rest);
        since += nanoseconds(cursor.fraction());
        if (!cursor.isGood() || cursor.at() != rest.size())
            return {};
    }
    return LogTime(since);
}

QString toUnixSeconds(LogTime time)
{
    const auto whole = floor<seconds>(time);
    const qint64 nanos = (time - whole).count();
    return QString::number(whole.time_since_epoch().count()) + u'.'
           + QString::number(nanos).rightJustified(nanoDigits, u'0');
}

} // namespace fairlead::logs
