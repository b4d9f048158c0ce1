// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/websocketframe.h"

#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>

namespace fairlead::net {

namespace {

constexpr bool isKnown(quint8 opcode)
{
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

// RFC 6455 §5.3 wants a key that cannot be foreseen.
MaskKey freshMask()
{
    return std::bit_cast<MaskKey>(QRandomGenerator::system()->generate());
}

// Writes the header without the mask so that it ends right before `end`, and returns where it begins.
char *putHeader(char *end, Opcode opcode, bool isFinal, quint64 length, bool masked)
{
    const int extra = length < 126 ? 0 : length <= 0xffff ? 2 : 8;
    char *begin = end - 2 - extra;
    begin[0] = static_cast<char>((isFinal ? 0x80 : 0) | quint8(opcode));
    const quint8 shortLength = extra == 0 ? quint8(length) : extra == 2 ? 126 : 127;
    begin[1] = static_cast<char>((masked ? 0x80 : 0) | shortLength);
    if (extra == 2)
        qToBigEndian(quint16(length), begin + 2);
    else if (extra == 8)
        qToBigEndian(length, begin + 2);
    return begin;
}

} // namespace

qsizetype FrameHeaderParser::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && missing() > 0) {
        const qsizetype portion = std::min(missing(), bytes.size() - taken);
        std::memcpy(m_bytes.data() + m_size, bytes.data() + taken, size_t(portion));
        m_size += int(portion);
        taken += portion;
        if (missing() > 0)
            break;
        if (m_state == State::Start)
            onStart();
        else if (m_state == State::Length)
            onLength();
        else
            onMask();
    }
    return taken;
}

void FrameHeaderParser::onStart()
{
    const auto first = static_cast<quint8>(m_bytes[0]);
    const auto second = static_cast<quint8>(m_bytes[1]);
    m_header.isFinal = first & 0x80;
    m_header.opcode = Opcode(first & 0x0f);
    m_header.isMasked = second & 0x80;
    m_header.length = second & 0x7f;
    if (first & 0x70)
        return fail("reserved bits are set");
    if (!isKnown(first & 0x0f))
        return fail("unknown opcode");
    if (m_header.isControl() && (!m_header.isFinal || m_header.length > maxControlPayload))
        return fail("control frame is fragmented or too long");
    if (m_header.isMasked != (m_own == Role::Server))
        return fail(m_header.isMasked ? "frame of a server is masked" : "frame of a client is not masked");
    if (m_header.length == 126)
        want(State::Length, 2);
    else if (m_header.length == 127)
        want(State::Length, 8);
    else
        startMask();
}

void FrameHeaderParser::onLength()
{
    const bool isLong = m_size == 8;
    m_header.length =
        isLong ? qFromBigEndian<quint64>(m_bytes.data()) : qFromBigEndian<quint16>(m_bytes.data());
    if (m_header.length <= (isLong ? 0xffffU : 125U))
        return fail("length is not in its shortest form");
    if (m_header.length >> 63)
        return fail("length has its highest bit set");
    startMask();
}

void FrameHeaderParser::startMask()
{
    if (m_header.isMasked)
        want(State::Mask, 4);
    else
        want(State::Done, 0);
}

void FrameHeaderParser::onMask()
{
    std::copy_n(m_bytes.begin(), 4, m_header.mask.begin());
    want(State::Done, 0);
}

void FrameHeaderParser::want(State state, int bytes)
{
    m_state = state;
    m_wanted = bytes;
    m_size = 0;
}

void FrameHeaderParser::fail(const char *error)
{
    m_error = error;
    want(State::Failed, 0);
}

void FrameHeaderParser::reset()
{
    m_header = {};
    m_error = nullptr;
    want(State::Start, 2);
}

void applyMask(char *data, qsizetype size, const MaskKey &mask, quint64 offset)
{
    // Turn the key so that it begins with the byte for data[0]; then eight bytes at a time.
    std::array<char, 8> turned{};
    for (size_t i = 0; i < turned.size(); ++i)
        turned[i] = mask[(offset + i) % 4];
    const auto key = std::bit_cast<quint64>(turned);
    qsizetype done = 0;
    for (; done + 8 <= size; done += 8) {
        quint64 word = 0;
        std::memcpy(&word, data + done, 8);
        word ^= key;
        std::memcpy(data + done, &word, 8);
    }
    for (; done < size; ++done)
        data[done] = static_cast<char>(data[done] ^ turned[size_t(done % 8)]);
}

OutgoingFrame::OutgoingFrame(qsizetype payloadRoom)
{
    m_bytes.reserve(room + payloadRoom);
    m_bytes.resize(room);
}

QByteArray OutgoingFrame::finish(Opcode opcode, Role own, bool isFinal) &&
{
    const bool masked = own == Role::Client;
    char *payload = m_bytes.data() + room;
    char *headerEnd = payload;
    if (masked) {
        const MaskKey key = freshMask();
        applyMask(payload, payloadSize(), key, 0);
        headerEnd -= key.size();
        std::ranges::copy(key, headerEnd);
    }
    const char *begin = putHeader(headerEnd, opcode, isFinal, quint64(payloadSize()), masked);
    // At the front this only moves the begin pointer.
    m_bytes.remove(0, begin - m_bytes.constData());
    return std::move(m_bytes);
}

} // namespace fairlead::net
