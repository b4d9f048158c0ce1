// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpresponseparser.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

// A chunk-size line holds a hexadecimal number and perhaps an extension nobody uses.
constexpr qsizetype maxChunkLine = 1024;

std::optional<qint64> parseNumber(QByteArrayView text, int base)
{
    const auto isDigit = [base](char c) {
        return (c >= '0' && c <= '9') || (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    };
    if (text.isEmpty() || text.size() > 16 || !std::ranges::all_of(text, isDigit))
        return {};
    bool ok = false;
    const qint64 value = text.toLongLong(&ok, base);
    return ok ? std::optional(value) : std::nullopt;
}

/// What may stand in a line: no CR, which some take for its end, no NUL, and no other control character than
/// the tab.
bool isText(QByteArrayView line)
{
    return std::ranges::none_of(line, [](char c) { return (uchar(c) < 0x20 && c != '\t') || c == 0x7f; });
}

QByteArrayView withoutTrailingBlanks(QByteArrayView text)
{
    while (text.endsWith(' ') || text.endsWith('\t'))
        text.chop(1);
    return text;
}

} // namespace

bool HttpResponseParser::isDone() const
{
    return m_state == State::Upgraded || m_state == State::Complete || m_state == State::Failed;
}

qsizetype HttpResponseParser::feed(QByteArrayView input, QByteArray &body)
{
    qsizetype taken = 0;
    while (!isDone() && taken < input.size()) {
        const QByteArrayView rest = input.sliced(taken);
        switch (m_state) {
        case State::FixedBody:
        case State::ChunkData:
        case State::BodyUntilClose:
            taken += takeBody(rest, body);
            break;
        default:
            taken += takeLine(rest);
            if (m_lineComplete)
                onLine();
        }
    }
    return taken;
}

void HttpResponseParser::peerClosed()
{
    if (m_state == State::BodyUntilClose)
        m_state = State::Complete;
    else if (!isDone())
        fail(u"the connection ended inside the response"_s, ErrorCode::ConnectionLost);
}

qsizetype HttpResponseParser::takeLine(QByteArrayView input)
{
    const qsizetype end = input.indexOf('\n');
    const qsizetype taken = end < 0 ? input.size() : end + 1;
    m_line += input.first(taken);
    m_headerBytes += taken;
    const qsizetype limit =
        m_state == State::ChunkSize || m_state == State::ChunkEnd ? maxChunkLine : m_options.maxHeaderBytes;
    if (m_line.size() > limit || (m_state != State::ChunkSize && m_headerBytes > m_options.maxHeaderBytes)) {
        fail(u"a header or chunk line is longer than %1 bytes"_s.arg(limit), ErrorCode::TooLarge);
        return taken;
    }
    if (end < 0)
        return taken;
    if (!m_line.endsWith("\r\n")) {
        fail(u"a line does not end with CR LF"_s);
        return taken;
    }
    m_line.chop(2);
    if (!isText(m_line)) {
        fail(u"a line holds a control character"_s);
        return taken;
    }
    m_lineComplete = true;
    return taken;
}

void HttpResponseParser::onLine()
{
    switch (m_state) {
    case State::StatusLine:
        onStatusLine();
        break;
    case State::HeaderLine:
        m_line.isEmpty() ? onHeaderEnd() : onHeaderLine();
        break;
    case State::ChunkSize:
        onChunkSizeLine();
        break;
    case State::ChunkEnd:
        m_line.isEmpty() ? void(m_state = State::ChunkSize) : fail(u"a chunk is longer than it said"_s);
        break;
    case State::Trailer:
        if (m_line.isEmpty())
            m_state = State::Complete;
        break;
    default:
        break;
    }
    m_line.clear();
    m_lineComplete = false;
}

void HttpResponseParser::onStatusLine()
{
    // HTTP/1.1 SP 3DIGIT SP reason
    const QByteArrayView line = m_line;
    const bool versionOk = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
    const auto status = versionOk && line.size() >= 12 ? parseNumber(line.sliced(9, 3), 10) : std::nullopt;
    if (!status || *status < 100 || (line.size() > 12 && line[12] != ' ')) {
        fail(u"this is not an HTTP response"_s);
        return;
    }
    m_head = {};
    m_head.status = int(*status);
    m_head.reason = m_line.sliced(qMin<qsizetype>(13, m_line.size()));
    m_state = State::HeaderLine;
}

void HttpResponseParser::onHeaderLine()
{
    const qsizetype colon = m_line.indexOf(':');
    const bool folded = m_line.startsWith(' ') || m_line.startsWith('\t');
    if (colon <= 0 || folded) {
        fail(u"malformed header line"_s);
        return;
    }
    const QByteArrayView name = QByteArrayView(m_line).first(colon);
    const QByteArray value = m_line.sliced(colon + 1).trimmed();
    if (!m_head.headers.append(QLatin1StringView(name), QLatin1StringView(value)))
        fail(u"malformed header line"_s);
}

void HttpResponseParser::onHeaderEnd()
{
    const int status = m_head.status;
    if (status == 101 && !m_options.upgradeAsked) {
        fail(u"unasked switch of protocols"_s);
        return;
    }
    if (status < 200 && status != 101) { // interim response, the real one follows
        m_state = State::StatusLine;
        return;
    }
    if (status == 101)
        m_state = State::Upgraded;
    else
        chooseBodyFraming();
    m_headComplete = m_state != State::Failed;
}

void HttpResponseParser::chooseBodyFraming()
{
    const auto &headers = m_head.headers;
    const bool chunked = headers.contains(QHttpHeaders::WellKnownHeader::TransferEncoding);
    const auto lengths = headers.values(QHttpHeaders::WellKnownHeader::ContentLength);
    if (chunked && !lengths.isEmpty()) {
        fail(u"both a length and a transfer encoding"_s);
        return;
    }
    if (m_head.status == 204 || m_head.status == 304) {
        m_state = State::Complete;
        return;
    }
    if (chunked) {
        const auto coding = headers.combinedValue(QHttpHeaders::WellKnownHeader::TransferEncoding).toLower();
        coding == "chunked" ? void(m_state = State::ChunkSize) : fail(u"unknown transfer encoding"_s);
        return;
    }
    if (lengths.isEmpty()) {
        m_state = m_options.upgradeAsked && m_head.status == 200 ? State::Upgraded : State::BodyUntilClose;
        return;
    }
    const auto length = parseNumber(lengths.first(), 10);
    if (!length
        || !std::ranges::all_of(lengths, [&](const QByteArray &other) { return other == lengths.first(); })) {
        fail(u"malformed Content-Length"_s);
        return;
    }
    m_remaining = *length;
    m_state = m_remaining > 0 ? State::FixedBody : State::Complete;
}

void HttpResponseParser::onChunkSizeLine()
{
    const qsizetype extension = m_line.indexOf(';');
    const QByteArrayView line = m_line;
    const auto size = parseNumber(withoutTrailingBlanks(extension < 0 ? line : line.first(extension)), 16);
    if (!size) {
        fail(u"malformed chunk size"_s);
        return;
    }
    m_remaining = *size;
    m_headerBytes = 0;
    m_state = m_remaining > 0 ? State::ChunkData : State::Trailer;
}

qsizetype HttpResponseParser::takeBody(QByteArrayView input, QByteArray &body)
{
    if (m_state == State::BodyUntilClose) {
        body += input;
        return input.size();
    }
    const auto taken = qsizetype(qMin<qint64>(input.size(), m_remaining));
    body += input.first(taken);
    m_remaining -= taken;
    if (m_remaining == 0)
        m_state = m_state == State::ChunkData ? State::ChunkEnd : State::Complete;
    return taken;
}

void HttpResponseParser::fail(const QString &detail, ErrorCode code)
{
    m_state = State::Failed;
    m_error = {code, {}, detail};
    m_line.clear();
    m_lineComplete = false;
}

} // namespace fairlead::net
