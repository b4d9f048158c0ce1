// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/relay/rest.h"

#include "tests/bench/exec/socket.h"

#include <QJsonDocument>

#include <array>

namespace fairlead::bench {

namespace {

constexpr std::chrono::seconds answerTime{20};

} // namespace

QJsonObject callHub(std::uint16_t port, const std::string &method, const std::string &path,
                    const std::string &token, const QJsonObject &body)
{
    const std::string text =
        body.isEmpty() ? std::string() : QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
    std::string head = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port)
                       + "\r\nConnection: close\r\nContent-Length: " + std::to_string(text.size()) + "\r\n";
    if (!token.empty())
        head += "Authorization: Bearer " + token + "\r\n";
    Socket socket = Socket::toLoopback(port);
    socket.setTimeout(answerTime);
    socket.send(head + "\r\n" + text);
    std::string answer;
    std::array<char, 16 * 1024> buffer;
    for (auto got = socket.receive(buffer.data(), buffer.size()); got > 0;
         got = socket.receive(buffer.data(), buffer.size()))
        answer.append(buffer.data(), got);
    const auto end = answer.find("\r\n\r\n");
    if (!answer.starts_with("HTTP/1.1 2") || end == std::string::npos)
        throw Failure("the hub answered to " + method + ' ' + path + ": " + answer);
    return QJsonDocument::fromJson(QByteArray::fromStdString(answer.substr(end + 4))).object();
}

} // namespace fairlead::bench
