// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <chrono>
#include <memory>

namespace fairlead::net {

/// A single-shot timer that keeps fractions of a millisecond: Qt's event loops round theirs up to whole ones,
/// in which a busy engine sends 300 KiB.
class PaceTimer : public QObject
{
    Q_OBJECT

public:
    explicit PaceTimer(QObject *parent = nullptr);
    ~PaceTimer() override;

    /// Starts, or starts anew.
    void start(std::chrono::nanoseconds interval);
    void stop();
    [[nodiscard]] bool isActive() const;

Q_SIGNALS:
    void timeout();

private:
    void open();
    void fire();

    struct Body;
    std::unique_ptr<Body> m_body;
};

} // namespace fairlead::net
