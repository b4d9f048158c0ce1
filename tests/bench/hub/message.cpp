// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/hub/message.h"

#include <array>
#include <chrono>
#include <format>

namespace fairlead::bench {

namespace {

// Not zero: with that, ws saves itself the unmasking.
constexpr std::array<char, 4> mask{0x37, char(0xfa), 0x21, 0x3d};
constexpr std::size_t shortest16Bit = 126;

std::string diskOf(std::string_view mountpoint, std::string_view device)
{
    return std::format(R"({{"mountpoint":"{}","device":"{}","fstype":"ext4","total_bytes":105089261568,)"
                       R"("used_bytes":65155342336,"free_bytes":39933919232,"percent":62.0}})",
                       mountpoint, device);
}

std::string interfaceOf(std::string_view name)
{
    return std::format(R"({{"interface":"{}","bytes_sent":823742342,"bytes_recv":9723423423,)"
                       R"("packets_sent":723423,"packets_recv":8234234,"tx_bytes_per_sec":12834.5,)"
                       R"("rx_bytes_per_sec":98342.25}})",
                       name);
}

} // namespace

std::string clientFrame(std::string_view payload, FrameKind kind)
{
    std::string frame(1, char(0x80 | int(kind)));
    if (payload.size() < shortest16Bit) {
        frame += char(0x80 | payload.size());
    } else {
        frame += char(0x80 | shortest16Bit);
        frame += char(payload.size() >> 8);
        frame += char(payload.size() & 0xff);
    }
    frame.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < payload.size(); ++i)
        frame += char(payload[i] ^ mask[i % mask.size()]);
    return frame;
}

std::string sampleNow()
{
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return std::format(
        R"({{"type":"metrics","server_id":"6c1d7b8e-9a2f-4b53-8a41-0f4f1d6c2e77","cpu_percent":45.2,)"
        R"("memory_percent":62.5,"disk_usage":[{},{},{}],"network":[{},{}],"load":[0.52,0.58,0.59],)"
        R"("memory":{{"total_bytes":16777216000,"used_bytes":10485760000,"available_bytes":6291456000}},)"
        R"("process_count":312,"uptime_s":8123456,"timestamp":"{:%FT%T}Z"}})",
        diskOf("/", "/dev/sda1"), diskOf("/var/lib/docker", "/dev/sdb1"), diskOf("/srv", "/dev/sdc1"),
        interfaceOf("eth0"), interfaceOf("docker0"), now);
}

std::string agentGreeting(const std::string &key)
{
    return clientFrame(std::format(R"({{"type":"auth","api_key":"{}"}})", key));
}

std::string frontendGreeting(const std::string &token)
{
    return clientFrame(std::format(R"({{"type":"auth","token":"{}"}})", token));
}

std::size_t FrameSplitter::headSize(std::string_view bytes)
{
    const auto length = std::uint8_t(bytes[1]);
    return length < shortest16Bit ? 2 : length == shortest16Bit ? 4 : 10;
}

std::size_t FrameSplitter::sizeOfFirst(std::string_view bytes)
{
    if (bytes.size() < 2 || bytes.size() < headSize(bytes))
        return 0;
    const std::size_t head = headSize(bytes);
    std::size_t length = std::uint8_t(bytes[1]);
    if (head > 2) {
        length = 0;
        for (std::size_t i = 2; i < head; ++i)
            length = length << 8 | std::uint8_t(bytes[i]);
    }
    return bytes.size() - head < length ? 0 : head + length;
}

FrameSplitter::Frame FrameSplitter::first(std::string_view bytes)
{
    const std::size_t head = headSize(bytes);
    return {FrameKind(bytes[0] & 0x0f), bytes.substr(head, sizeOfFirst(bytes) - head)};
}

} // namespace fairlead::bench
