// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakeexecs.h"

#include "tests/support/frames.h"

using namespace Qt::StringLiterals;

namespace fairlead::test {

using Request = FakeEngine::Request;

FakeExecs::FakeExecs(FakeEngine &engine) : m_engine(engine)
{
    engine.on("POST /containers/web/exec", [this](const Request &request) { create(request); });
    engine.on("POST /exec/" + id() + "/start", [this](const Request &request) { onStart(request); });
    engine.on("POST /exec/" + id() + "/resize", [this](const Request &request) { onResize(request); });
    engine.on("GET /exec/" + id() + "/json", [this](const Request &request) { inspect(request); });
    engine.on("POST /exec/b*", [this](const Request &request) { helperDoes(request); });
    engine.on("GET /exec/b*", [this](const Request &request) {
        const QByteArray helper = request.key().split('/').value(2);
        request.reply(200, R"({"ID":")" + helper + R"(","Running":false,"ExitCode":)"
                               + QByteArray::number(m_started[helper].code) + '}');
    });
}

QByteArray FakeExecs::running()
{
    return R"({"ID":")" + id() + R"(","Running":true,"ExitCode":null,"Pid":77})";
}

QByteArray FakeExecs::over(int code)
{
    return R"({"ID":")" + id() + R"(","Running":false,"ExitCode":)" + QByteArray::number(code)
           + R"(,"Pid":77})";
}

QByteArray FakeExecs::input()
{
    if (const auto socket = stream().socket)
        m_input += socket->readAll();
    return m_input;
}

/// The exec itself has the clean-up's marker in its environment, a helper has it in its command.
void FakeExecs::create(const Request &request)
{
    if (!request.body.contains("/bin/sh")) {
        request.reply(201, R"({"Id":")" + id() + R"("})");
        return;
    }
    m_helperBodies += request.body;
    const Helper helper = helpers.isEmpty() ? Helper{.createStatus = 404, .words = "No such container: web"}
                                            : helpers.takeFirst();
    if (helper.createStatus != 201) {
        request.refuse(helper.createStatus, helper.words);
        return;
    }
    const QByteArray helperId = 'b' + QByteArray::number(m_helperBodies.size()).rightJustified(63, '0');
    m_started[helperId] = helper;
    request.reply(201, R"({"Id":")" + helperId + R"("})");
}

void FakeExecs::helperDoes(const Request &request)
{
    const Helper helper = m_started.value(request.key().split('/').value(2));
    if (helper.startStatus != 101) {
        request.refuse(helper.startStatus, helper.words);
        return;
    }
    request.send(upgradeHead() + frame(1, helper.output));
    if (!helper.hangs)
        request.close();
}

void FakeExecs::inspect(const Request &request)
{
    const QByteArray answer = details.size() > 1 ? details.takeFirst() : details.first();
    if (answer.isEmpty())
        request.refuse(404, "No such exec instance");
    else
        request.reply(200, answer);
}

} // namespace fairlead::test
