// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/link/rawjson.h"

#include <QString>
#include <QStringList>

namespace fairlead::link {

/// RFC 8259 §7; nothing but what must be is escaped.
inline void appendEscaped(QByteArray &out, QByteArrayView utf8)
{
    constexpr char digits[] = "0123456789abcdef";
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            out += '\\', out += c;
        else if (c == '\n')
            out += "\\n";
        else if (uchar(c) < 0x20)
            out += "\\u00", out += digits[uchar(c) >> 4], out += digits[uchar(c) & 0xf];
        else
            out += c;
    }
}

/// Writes a message: one JSON object, `type` first.
class ObjectWriter
{
public:
    /// The value of the first member is not escaped.
    explicit ObjectWriter(QByteArrayView firstValue, QByteArrayView firstKey = "type")
    {
        m_text += "{\"";
        m_text += firstKey;
        m_text += "\":\"";
        m_text += firstValue;
        m_text += '"';
    }

    ObjectWriter &utf8(QByteArrayView key, QByteArrayView value)
    {
        begin(key) += '"';
        appendEscaped(m_text, value);
        m_text += '"';
        return *this;
    }
    ObjectWriter &string(QByteArrayView key, QStringView value) { return utf8(key, value.toUtf8()); }
    ObjectWriter &optionalString(QByteArrayView key, QStringView value)
    {
        return value.isEmpty() ? *this : string(key, value);
    }
    ObjectWriter &number(QByteArrayView key, qint64 value) { return raw(key, QByteArray::number(value)); }
    ObjectWriter &boolean(QByteArrayView key, bool value) { return raw(key, value ? "true" : "false"); }
    ObjectWriter &raw(QByteArrayView key, QByteArrayView value)
    {
        begin(key) += value;
        return *this;
    }
    ObjectWriter &strings(QByteArrayView key, const QStringList &values)
    {
        begin(key) += '[';
        for (const QString &value : values) {
            m_text += m_text.endsWith('[') ? "\"" : ",\"";
            appendEscaped(m_text, value.toUtf8());
            m_text += '"';
        }
        m_text += ']';
        return *this;
    }
    /// What follows are members of the object `key`, up to finishInner().
    ObjectWriter &beginInner(QByteArrayView key)
    {
        begin(key) += '{';
        return *this;
    }
    [[nodiscard]] QByteArray finishInner() { return std::move(m_text) + "}}"; }
    [[nodiscard]] QByteArray finish() { return std::move(m_text) + '}'; }

    /// {"type":…,"data":…}
    [[nodiscard]] static QByteArray dataMessage(QByteArrayView type, const RawJson &data)
    {
        constexpr qsizetype roomAround = 64;
        ObjectWriter writer(type);
        writer.m_text.reserve(data.text.size() + roomAround);
        return writer.raw("data", data.text).finish();
    }

private:
    QByteArray &begin(QByteArrayView key)
    {
        m_text += m_text.endsWith('{') ? "\"" : ",\"";
        m_text += key;
        return m_text += "\":";
    }

    QByteArray m_text;
};

} // namespace fairlead::link
