// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/common/notice.h"
#include "widgets/models/containertext.h"

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QStackedLayout;
class QTabBar;
class QToolButton;

namespace fairlead::ui {

class NoticeBar;
class Page;
class ProgressLine;
class WorkSign;

/// The right side: the tab strip, one error bar and a thin line for what is under way below it, the page.
/// Without a tab, the welcome page.
class TabArea : public QWidget
{
    Q_OBJECT

public:
    explicit TabArea(QWidget *welcome, QWidget *parent = nullptr);

    /// A widget at the right end of the strip.
    void addCornerWidget(QWidget *widget);

    /// Takes the page over, shows it and gives it the keyboard.
    void addPage(Page *page);
    [[nodiscard]] QList<Page *> pages() const { return m_pages; }
    [[nodiscard]] Page *currentPage() const;
    void setCurrentPage(Page *page);
    [[nodiscard]] bool hasMark(Page *page) const { return m_marked.contains(page); }

    /// Moves along the order of use while Ctrl is held, as windows do.
    void cycle(int step);
    /// Moves along the strip.
    void step(int step);
    void closeCurrent();
    void focusPage();

    void showNotice(const Notice &notice);
    /// "Stopping web-1…"; empty: nothing.
    void setWork(const QString &what);

Q_SIGNALS:
    void currentChanged();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QToolButton *closeButton(Page *page);
    void onCurrent(int index);
    void onAttention(Page *page);
    void refreshTab(Page *page);
    [[nodiscard]] static QString pageState(Glyph glyph);
    void requestClose(Page *page);
    void removePage(Page *page);
    void commitCycle();
    void tintTabs();

    QTabBar *m_bar;
    QHBoxLayout *m_strip;
    NoticeBar *m_notice;
    ProgressLine *m_line; ///< over what is below the strip, which must not move for it
    WorkSign *m_work;
    QStackedLayout *m_stack;
    QWidget *m_welcome;
    QList<Page *> m_pages;  ///< in the order of the strip
    QList<Page *> m_recent; ///< in the order of use, the current first
    QList<Page *> m_marked; ///< with a bell on them
    bool m_cycling = false;
};

} // namespace fairlead::ui
