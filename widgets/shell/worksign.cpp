// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shell/worksign.h"

#include "widgets/common/noticebar.h"
#include "widgets/common/progressline.h"

namespace fairlead::ui {

namespace {
constexpr std::chrono::seconds kPatience(2);
} // namespace

WorkSign::WorkSign(ProgressLine *line, NoticeBar *bar, QObject *parent)
    : QObject(parent)
    , m_line(line)
    , m_bar(bar)
{
    m_line->hide();
    m_line->setShare(1); // how far an engine is with what it does it tells nobody
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, &WorkSign::tell);
}

void WorkSign::setWork(const QString &what)
{
    if (what == m_what)
        return;
    if (!m_what.isEmpty() && m_bar->text() == m_what)
        m_bar->clear();
    m_what = what;
    m_line->setVisible(!what.isEmpty());
    m_line->raise();
    if (what.isEmpty())
        m_patience.stop();
    else
        m_patience.start();
}

void WorkSign::tell()
{
    if (!m_bar->isHidden())
        return;
    Notice notice;
    notice.text = m_what;
    m_bar->showNotice(notice);
}

} // namespace fairlead::ui
