// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/host/enginefinder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead {

EngineFinder::EngineFinder(QProcessEnvironment environment) : m_environment(std::move(environment)) {}

void EngineFinder::start()
{
    const auto places = docker::Endpoint::candidates(m_environment);
    if (!places) {
        QMetaObject::invokeMethod(
            this, [this, error = places.error()] { Q_EMIT failed(error); }, Qt::QueuedConnection);
        return;
    }
    m_places = *places;
    tryNext();
}

void EngineFinder::tryNext()
{
    if (m_errors.size() == m_places.size()) {
        giveUp();
        return;
    }
    const docker::Endpoint place = m_places.at(m_errors.size());
    m_client = std::make_unique<docker::Client>(place);
    m_client->negotiated([this, place](const Result<> &result) {
        if (!result && result.error().code == ErrorCode::Cancelled)
            return; // this finder goes away
        // Not from inside the client's call: the next step deletes it.
        QMetaObject::invokeMethod(
            this,
            [this, place, result] {
                if (result) {
                    Q_EMIT found(place);
                    return;
                }
                m_errors += Error{result.error().code, place.url(), result.error().detail};
                tryNext();
            },
            Qt::QueuedConnection);
    });
}

void EngineFinder::giveUp()
{
    // A socket that exists and refuses says more than one that is not there.
    const auto actionable = std::ranges::find_if(
        m_errors, [](const Error &error) { return error.code != ErrorCode::NotReachable; });
    Error error = actionable != m_errors.end() ? *actionable : m_errors.first();
    if (m_errors.size() > 1) {
        QStringList lines;
        for (const Error &each : std::as_const(m_errors))
            lines += toSentence(each);
        error.detail = lines.join(u'\n');
    }
    Q_EMIT failed(error);
}

} // namespace fairlead
