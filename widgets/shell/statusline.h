// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QLabel;

namespace fairlead {
class Host;
} // namespace fairlead

namespace fairlead::ui {

class ElidedLabel;

/// The line at the bottom: facts about the engine that stay until they change.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(Host &host, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;

private:
    void takeValues();

    Host &m_host;
    QLabel *m_facts;
    ElidedLabel *m_address; ///< gives way where both do not fit
};

} // namespace fairlead::ui
