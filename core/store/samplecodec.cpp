// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/samplecodec.h"

#include <QtEndian>

#include <bit>
#include <cmath>
#include <limits>

namespace fairlead::store {

namespace {

constexpr double exactLimit = 9007199254740992.0; // 2^53
constexpr int maxShift = 63;
enum Tag : char { Real = 0, Whole = 1 };

void putNumber(QByteArray &out, quint64 number)
{
    for (; number >= 0x80; number >>= 7)
        out += char(number | 0x80);
    out += char(number);
}

void putValue(QByteArray &out, double value)
{
    // Minus zero is whole too, but would lose its sign.
    if (value == std::trunc(value) && std::abs(value) < exactLimit && !(value == 0 && std::signbit(value))) {
        const auto whole = qint64(value);
        out += Whole;
        putNumber(out, (quint64(whole) << 1) ^ quint64(whole >> 63));
    } else {
        out += Real;
        const quint64 bits = qToLittleEndian(std::bit_cast<quint64>(value));
        out.append(reinterpret_cast<const char *>(&bits), sizeof bits);
    }
}

class Reader
{
public:
    explicit Reader(QByteArrayView bytes) : m_bytes(bytes) {}

    [[nodiscard]] bool atEnd() const { return m_bytes.isEmpty(); }

    std::optional<quint64> number()
    {
        quint64 number = 0;
        for (int shift = 0; shift <= maxShift; shift += 7) {
            const auto byte = take(1);
            if (!byte)
                return std::nullopt;
            const auto bits = quint64(quint8(byte->front()));
            if (shift == maxShift && bits > 1)
                return std::nullopt;
            number |= (bits & 0x7f) << shift;
            if (bits < 0x80)
                return number;
        }
        return std::nullopt;
    }

    std::optional<double> value()
    {
        const auto tag = take(1);
        if (!tag)
            return std::nullopt;
        if (tag->front() == Whole) {
            return number().transform([](quint64 n) { return double(qint64(n >> 1) ^ -qint64(n & 1)); });
        }
        const auto bits = tag->front() == Real ? take(sizeof(quint64)) : std::nullopt;
        if (!bits)
            return std::nullopt;
        return std::bit_cast<double>(qFromLittleEndian<quint64>(bits->data()));
    }

private:
    std::optional<QByteArrayView> take(qsizetype size)
    {
        if (m_bytes.size() < size)
            return std::nullopt;
        const QByteArrayView taken = m_bytes.first(size);
        m_bytes = m_bytes.sliced(size);
        return taken;
    }

    QByteArrayView m_bytes;
};

std::optional<Aggregate> readAggregate(Reader &reader)
{
    const auto count = reader.number();
    const auto average = reader.value();
    if (!count || *count == 0 || *count > quint64(std::numeric_limits<qint64>::max()) || !average)
        return std::nullopt;
    if (*count == 1)
        return Aggregate{*average, *average, *average, 1};
    const auto minimum = reader.value();
    const auto maximum = reader.value();
    if (!minimum || !maximum)
        return std::nullopt;
    return Aggregate{*average, *minimum, *maximum, qint64(*count)};
}

} // namespace

void Aggregate::add(const Aggregate &other)
{
    minimum = qMin(minimum, other.minimum);
    maximum = qMax(maximum, other.maximum);
    count += other.count;
    // Not by the sums, which lose digits.
    average += (other.average - average) * (double(other.count) / double(count));
}

void merge(Values &sum, const Values &values)
{
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (const auto known = sum.find(it.key()); known != sum.end())
            known->add(*it);
        else
            sum.insert(it.key(), *it);
    }
}

QByteArray encode(const Values &values)
{
    QByteArray out;
    for (auto it = values.begin(); it != values.end(); ++it) {
        putNumber(out, it.key());
        putNumber(out, quint64(it->count));
        putValue(out, it->average);
        if (it->count != 1) {
            putValue(out, it->minimum);
            putValue(out, it->maximum);
        }
    }
    return out;
}

std::optional<Values> decode(QByteArrayView bytes)
{
    Values values;
    Reader reader(bytes);
    while (!reader.atEnd()) {
        const auto number = reader.number();
        if (!number || *number > std::numeric_limits<quint32>::max())
            return std::nullopt;
        const auto aggregate = readAggregate(reader);
        if (!aggregate)
            return std::nullopt;
        values.insert(quint32(*number), *aggregate);
    }
    return values;
}

} // namespace fairlead::store
