// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/requesthead.h"

#include <algorithm>
#include <array>

namespace fairlead::net {

namespace {

constexpr qsizetype maxMethod = 16;

// Fields whose repetition would leave it open which one is meant.
constexpr std::array singletons{"host",
                                "origin",
                                "authorization",
                                "content-length",
                                "upgrade",
                                "sec-websocket-key",
                                "sec-websocket-version"};

// RFC 9110 §5.6.2
bool isTokenByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

// RFC 9110 §5.5: visible bytes, space, tab, and what older texts call obs-text.
bool isValueByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

} // namespace

QByteArray RequestHead::value(QByteArrayView name) const
{
    return headers.value(QAnyStringView(name.data(), name.size())).toByteArray();
}

bool RequestHead::hasToken(QByteArrayView name, QByteArrayView token) const
{
    return net::hasToken(headers, name, token);
}

bool hasToken(const QHttpHeaders &headers, QByteArrayView name, QByteArrayView token)
{
    const QList<QByteArray> parts =
        headers.combinedValue(QAnyStringView(name.data(), name.size())).split(',');
    return std::ranges::any_of(parts, [token](const QByteArray &part) {
        return part.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

qsizetype RequestHeadParser::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && !isOver()) {
        if (++m_taken > maxBytes)
            fail(431);
        else
            take(bytes[taken++]);
    }
    return taken;
}

void RequestHeadParser::take(char c)
{
    switch (m_state) {
    case State::Method:
        return onMethod(c);
    case State::Target:
        return onTarget(c);
    case State::Version:
        return onVersion(c);
    case State::RequestLineEnd:
    case State::FieldEnd:
        return expectLineFeed(c, State::FieldStart);
    case State::FieldStart:
        return onFieldStart(c);
    case State::FieldName:
        return onFieldName(c);
    case State::FieldValue:
        return onFieldValue(c);
    case State::HeadEnd:
        expectLineFeed(c, State::Done);
        if (m_state == State::Done)
            endHead();
        return;
    case State::Done:
    case State::Failed:
        return;
    }
}

void RequestHeadParser::onMethod(char c)
{
    if (c == ' ' && !m_head.method.isEmpty())
        m_state = State::Target;
    else if (isTokenByte(c) && m_head.method.size() < maxMethod)
        m_head.method += c;
    else
        fail(400);
}

void RequestHeadParser::onTarget(char c)
{
    if (c == ' ')
        endTarget();
    else if (c > 0x20 && c < 0x7f && c != '#')
        m_text += c;
    else
        fail(400);
}

void RequestHeadParser::endTarget()
{
    if (!m_text.startsWith('/'))
        return fail(400);
    const qsizetype mark = m_text.indexOf('?');
    m_head.path = mark < 0 ? m_text : m_text.first(mark);
    m_head.query = mark < 0 ? QByteArray() : m_text.sliced(mark + 1);
    m_text.clear();
    m_state = State::Version;
}

void RequestHeadParser::onVersion(char c)
{
    if (c == '\r')
        endVersion();
    else if (c > 0x20 && c < 0x7f && m_text.size() < 8)
        m_text += c;
    else
        fail(400);
}

void RequestHeadParser::endVersion()
{
    if (m_text != "HTTP/1.1" && m_text != "HTTP/1.0")
        return fail(m_text.startsWith("HTTP/") ? 505 : 400);
    m_head.minorVersion = m_text.endsWith('1') ? 1 : 0;
    m_text.clear();
    m_state = State::RequestLineEnd;
}

void RequestHeadParser::onFieldStart(char c)
{
    if (c == '\r') {
        m_state = State::HeadEnd;
    } else if (++m_fields > maxFields) {
        fail(431);
    } else {
        m_state = State::FieldName;
        onFieldName(c);
    }
}

void RequestHeadParser::onFieldName(char c)
{
    if (c == ':' && !m_name.isEmpty())
        m_state = State::FieldValue;
    else if (isTokenByte(c))
        m_name += c;
    else
        fail(400); // a folded line or a space before the colon end here, too
}

void RequestHeadParser::onFieldValue(char c)
{
    if (c == '\r')
        endField();
    else if (isValueByte(c))
        m_text += c;
    else
        fail(400);
}

void RequestHeadParser::endField()
{
    const QByteArray name = m_name.toLower();
    if (std::ranges::contains(singletons, name) && m_head.headers.contains(name))
        return fail(400);
    if (!m_head.headers.append(name, m_text.trimmed()))
        return fail(400);
    m_name.clear();
    m_text.clear();
    m_state = State::FieldEnd;
}

void RequestHeadParser::endHead()
{
    // RFC 9112 §3.2 and §6.1
    const bool hostMissing = !m_head.headers.contains("host");
    const bool lengthUnclear =
        m_head.headers.contains("content-length") && m_head.headers.contains("transfer-encoding");
    if (hostMissing || lengthUnclear)
        fail(400);
}

void RequestHeadParser::expectLineFeed(char c, State next)
{
    if (c == '\n')
        m_state = next;
    else
        fail(400);
}

void RequestHeadParser::fail(int status)
{
    m_state = State::Failed;
    m_errorStatus = status;
}

} // namespace fairlead::net
