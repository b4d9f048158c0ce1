// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace fairlead::ui {

class NoticeBar;
class ProgressLine;

/// Tells that something is under way: a thin line at once, words in the bar when it takes long. An error that
/// stands in the bar stays there.
class WorkSign : public QObject
{
    Q_OBJECT

public:
    WorkSign(ProgressLine *line, NoticeBar *bar, QObject *parent);

    /// "Stopping web-1…"; empty: nothing is under way any more.
    void setWork(const QString &what);

private:
    void tell();

    ProgressLine *m_line;
    NoticeBar *m_bar;
    QString m_what;
    QTimer m_patience;
};

} // namespace fairlead::ui
