// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpexchange.h"
#include "tests/support/errorname.h"
#include "tests/support/faketransport.h"

#include <QPointer>
#include <QTest>

namespace fairlead::test {

/// An exchange over a FakeTransport, and what it told: "head 200", the body's pieces, "finished", "upgraded",
/// "failed Timeout".
class ExchangeLog
{
public:
    explicit ExchangeLog(net::HttpRequest request = {})
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        exchange = std::make_unique<net::HttpExchange>(std::move(owned), std::move(request), "docker");
        QObject::connect(exchange.get(), &net::HttpExchange::headReceived, exchange.get(),
                         [this] { add("head " + QByteArray::number(exchange->head().status)); });
        QObject::connect(exchange.get(), &net::HttpExchange::bodyReceived, exchange.get(),
                         [this](const QByteArray &bytes) { addBody(bytes); });
        QObject::connect(exchange.get(), &net::HttpExchange::finished, exchange.get(),
                         [this] { add("finished"); });
        QObject::connect(exchange.get(), &net::HttpExchange::upgraded, exchange.get(),
                         [this] { add("upgraded"); });
        QObject::connect(exchange.get(), &net::HttpExchange::failed, exchange.get(),
                         [this](const Error &error) { add("failed " + nameOf(error.code)); });
    }

    void open(std::chrono::milliseconds headTimeout = {})
    {
        exchange->send(headTimeout);
        Q_EMIT transport->opened();
    }
    void receive(const QByteArray &bytes) const
    {
        if (transport)
            transport->device().receive(bytes);
    }
    void end() const
    {
        if (transport)
            Q_EMIT transport->ended();
    }
    [[nodiscard]] MemoryDevice &device() const { return transport->device(); }

    QPointer<FakeTransport> transport;
    std::unique_ptr<net::HttpExchange> exchange;
    QByteArrayList entries;

private:
    /// Pieces that follow each other are one entry, however they were cut.
    void addBody(const QByteArray &bytes)
    {
        if (m_inBody)
            entries.last() += bytes;
        else
            entries += bytes;
        m_inBody = true;
    }
    void add(const QByteArray &entry)
    {
        entries += entry;
        m_inBody = false;
    }

    bool m_inBody = false;
};

} // namespace fairlead::test
