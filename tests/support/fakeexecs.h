// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/fakeengine.h"

namespace fairlead::test {

/// The execs of a container "web" in a FakeEngine: one that the test speaks for, and the helpers of its
/// clean-up.
class FakeExecs : public QObject
{
    Q_OBJECT

public:
    /// What becomes of a helper exec of ProcessReaper.
    struct Helper
    {
        int createStatus = 201; ///< else refused with `words`
        QByteArray words;
        int startStatus = 101; ///< else refused with `words`
        QByteArray output;     ///< on its stdout
        int code = 0;
        bool hangs = false; ///< never ends
    };

    explicit FakeExecs(FakeEngine &engine);

    /// The exec's id.
    [[nodiscard]] static QByteArray id() { return QByteArray(64, 'a'); }
    /// What the start of the exec does; by default it is answered with 101.
    FakeEngine::Handler onStart = [](const FakeEngine::Request &request) { request.send(upgradeHead()); };
    FakeEngine::Handler onResize = [](const FakeEngine::Request &request) { request.reply(200); };
    /// What inspecting the exec gives: one after the other, the last one for ever.
    QByteArrayList details = {running()};
    /// One after the other; when there is none left, the container is gone.
    QList<Helper> helpers;

    [[nodiscard]] static QByteArray running();
    [[nodiscard]] static QByteArray over(int code);

    /// The bodies of the helpers' creates, in order.
    [[nodiscard]] const QByteArrayList &helperBodies() const { return m_helperBodies; }
    /// The connection of the started exec.
    [[nodiscard]] FakeEngine::Request stream() const
    {
        return m_engine.last("POST /exec/" + id() + "/start");
    }
    [[nodiscard]] qsizetype inspections() const { return m_engine.count("GET /exec/" + id() + "/json"); }
    /// What came on the started exec's connection so far.
    [[nodiscard]] QByteArray input();

private:
    void create(const FakeEngine::Request &request);
    void helperDoes(const FakeEngine::Request &request);
    void inspect(const FakeEngine::Request &request);

    FakeEngine &m_engine;
    QByteArrayList m_helperBodies;
    QMap<QByteArray, Helper> m_started; ///< by id
    QByteArray m_input;
};

} // namespace fairlead::test
