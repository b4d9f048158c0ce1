// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/integration/machines.h"

namespace fairlead::test {

/// Runs each test of a derived class twice: on the engine itself, and on the same engine behind agent and
/// hub.
class HostsFixture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<bool>("behindHub");
        QTest::newRow("local") << false;
        QTest::newRow("behind a hub") << true;
    }
    void initTestCase()
    {
        const auto endpoint = testEndpoint();
        QVERIFY2(endpoint, "no engine: start one with ./dev engine start");
        client = std::make_unique<docker::Client>(*endpoint);
        m_reference = std::make_unique<LocalMachine>();
        QVERIFY(eventually([this] { return reference().engine().cpus > 0; }));
    }
    void init()
    {
        QFETCH_GLOBAL(const bool, behindHub);
        auto &machine = behindHub ? m_behindHub : m_local;
        if (!machine && behindHub)
            machine = std::make_unique<HubMachine>();
        else if (!machine)
            machine = std::make_unique<LocalMachine>();
        m_machine = machine.get();
        QVERIFY2(eventually([this] { return host().state() == Host::State::Ready; }),
                 qPrintable(toSentence(host().lastError())));
    }
    void cleanupTestCase()
    {
        m_behindHub.reset();
        m_local.reset();
        m_reference.reset();
    }

protected:
    [[nodiscard]] Host &host() { return m_machine->host(); }
    /// The engine itself, to compare with.
    [[nodiscard]] Host &reference() { return m_reference->host(); }
    [[nodiscard]] static std::optional<Container> find(const QList<Container> &containers, const QString &id)
    {
        const auto found = std::ranges::find(containers, id, &Container::id);
        return found == containers.end() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] std::optional<Container> seen(const QString &id) { return find(host().containers(), id); }
    [[nodiscard]] bool reaches(const QString &id, ContainerState state)
    {
        return eventually([&] { return seen(id) && seen(id)->state == state; });
    }

    std::unique_ptr<docker::Client> client;

private:
    std::unique_ptr<Machine> m_reference;
    std::unique_ptr<Machine> m_local;
    std::unique_ptr<Machine> m_behindHub;
    Machine *m_machine = nullptr;
};

} // namespace fairlead::test
