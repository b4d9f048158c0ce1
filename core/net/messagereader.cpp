// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/messagereader.h"

#include <QtEndian>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

// RFC 6455 §7.4 and the IANA registry: what may stand in a close frame.
bool mayBeSent(quint16 code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

bool isContinuationByte(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

} // namespace

std::optional<MessagePart> MessageReader::next(QIODevice &device, qsizetype maxBytes)
{
    while (!m_failed) {
        if (m_headerParser.state() != FrameHeaderParser::State::Done && !readHeader(device))
            return std::nullopt;
        const quint64 left = m_headerParser.header().length - m_frameTaken;
        if (left > 0 && device.bytesAvailable() == 0)
            return std::nullopt;
        if (auto part = readPayload(device, maxBytes))
            return part;
    }
    return std::nullopt;
}

bool MessageReader::readHeader(QIODevice &device)
{
    std::array<char, FrameHeaderParser::maxBytes> bytes;
    while (m_headerParser.missing() > 0) {
        const qint64 got = device.read(bytes.data(), m_headerParser.missing());
        if (got <= 0)
            return false;
        m_headerParser.feed(QByteArrayView(bytes.data(), got));
    }
    if (m_headerParser.state() == FrameHeaderParser::State::Failed) {
        fail(CloseCode::ProtocolError, QString::fromLatin1(m_headerParser.error()));
        return false;
    }
    return acceptHeader();
}

bool MessageReader::acceptHeader()
{
    const FrameHeader &header = m_headerParser.header();
    m_frameTaken = 0;
    if (header.isControl())
        return true;
    const bool continues = header.opcode == Opcode::Continuation;
    if (continues != m_inMessage) {
        fail(CloseCode::ProtocolError,
             continues ? u"nothing to continue"_s : u"a message began inside another"_s);
        return false;
    }
    if (!continues) {
        m_messageKind = header.opcode;
        m_messageTaken = 0;
        m_atStart = true;
        m_inMessage = true;
    }
    if (m_messageTaken > m_maxMessage || header.length > m_maxMessage - m_messageTaken) {
        fail(CloseCode::TooLarge, u"message is larger than the limit of %1 bytes"_s.arg(m_maxMessage));
        return false;
    }
    return true;
}

std::optional<MessagePart> MessageReader::readPayload(QIODevice &device, qsizetype maxBytes)
{
    const FrameHeader &header = m_headerParser.header();
    const quint64 left = header.length - m_frameTaken;
    const auto wanted = qsizetype(std::min({left, quint64(device.bytesAvailable()), quint64(maxBytes)}));
    QByteArray bytes(wanted, Qt::Uninitialized);
    const qint64 got = wanted > 0 ? device.read(bytes.data(), wanted) : 0;
    bytes.truncate(std::max<qint64>(got, 0));
    if (header.isMasked)
        applyMask(bytes.data(), bytes.size(), header.mask, m_frameTaken);
    m_frameTaken += quint64(bytes.size());
    return header.isControl() ? finishControl(std::move(bytes)) : finishData(std::move(bytes));
}

std::optional<MessagePart> MessageReader::finishControl(QByteArray bytes)
{
    m_control += bytes;
    const FrameHeader header = m_headerParser.header();
    if (m_frameTaken < header.length)
        return std::nullopt;
    m_headerParser.reset();
    return MessagePart{header.opcode, std::exchange(m_control, {}), true, true};
}

std::optional<MessagePart> MessageReader::finishData(QByteArray bytes)
{
    const bool frameDone = m_frameTaken == m_headerParser.header().length;
    const bool messageDone = frameDone && m_headerParser.header().isFinal;
    if (frameDone)
        m_headerParser.reset();
    m_messageTaken += quint64(bytes.size());
    if (m_messageKind == Opcode::Text && !isText(bytes, messageDone)) {
        fail(CloseCode::InvalidPayload, u"text is not UTF-8"_s);
        return std::nullopt;
    }
    if (bytes.isEmpty() && !messageDone)
        return std::nullopt;
    m_inMessage = !messageDone;
    return MessagePart{m_messageKind, std::move(bytes), std::exchange(m_atStart, false), messageDone};
}

bool MessageReader::isText(QByteArrayView bytes, bool atEnd)
{
    if (m_atStart && atEnd)
        return bytes.isValidUtf8(); // as nearly every message; it makes no copy
    [[maybe_unused]] const QString text = m_utf8(bytes);
    if (atEnd) {
        // A plain character shows whether one before it was left unfinished.
        [[maybe_unused]] const QString end = m_utf8("\n");
    }
    const bool good = !m_utf8.hasError();
    if (atEnd)
        m_utf8.resetState();
    return good;
}

void MessageReader::fail(CloseCode code, const QString &reason)
{
    m_failed = true;
    m_failure = {quint16(code), reason};
}

CloseStatus parseClose(QByteArrayView payload)
{
    if (payload.isEmpty())
        return {};
    if (payload.size() == 1)
        return {quint16(CloseCode::ProtocolError), u"close frame with half a code"_s};
    const auto code = qFromBigEndian<quint16>(payload.data());
    if (!mayBeSent(code))
        return {quint16(CloseCode::ProtocolError), u"close code %1 is not allowed"_s.arg(code)};
    QStringDecoder utf8{QStringDecoder::Utf8, QStringDecoder::Flag::Stateless};
    const QString reason = utf8(payload.sliced(2));
    if (utf8.hasError())
        return {quint16(CloseCode::InvalidPayload), u"close reason is not UTF-8"_s};
    return {code, reason};
}

QByteArray closePayload(CloseCode code, const QString &reason)
{
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(quint16(code), payload.data());
    QByteArray text = reason.toUtf8();
    qsizetype size = std::min<qsizetype>(text.size(), FrameHeaderParser::maxControlPayload - 2);
    while (size > 0 && size < text.size() && isContinuationByte(text.at(size)))
        --size;
    return payload + text.left(size);
}

} // namespace fairlead::net
