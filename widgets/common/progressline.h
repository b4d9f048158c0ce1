// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace fairlead::ui {

/// A thin line that fills from left to right; nothing is drawn at 0.
class ProgressLine : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressLine(QWidget *parent = nullptr);

    /// 0 to 1.
    void setShare(double share);
    [[nodiscard]] double share() const { return m_share; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = 0;
};

} // namespace fairlead::ui
