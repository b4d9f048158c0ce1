// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimer>
#include <QUrl>
#include <QWidget>

#include <functional>

class QTermWidget;

namespace fairlead::ui {

/// The emulator with our manners: which keys are the shell's, what a middle click and a drop do, links only
/// with Ctrl, colours of the theme, zoom. It knows bytes and sizes, no session.
class TerminalView : public QWidget
{
    Q_OBJECT

public:
    explicit TerminalView(QWidget *parent = nullptr);

    /// Where what it shows is written to: see TerminalFeed.
    [[nodiscard]] int slaveFd() const;
    [[nodiscard]] int rows() const;
    [[nodiscard]] int columns() const;

    void zoom(int steps);
    void resetZoom();
    void copySelection();
    [[nodiscard]] bool hasSelection() const;
    /// Clears screen and scrollback.
    void clearAll();
    /// Puts modes that a program left behind (alternate screen, mouse, bracketed paste) back; text stays.
    /// Not ?1049l, which also puts the cursor where nobody saved it.
    [[nodiscard]] static QByteArray resetModes();

    /// What the program in the terminal wants around a paste; both empty when it did not ask.
    struct Brackets
    {
        QByteArray opening;
        QByteArray closing;
    };
    [[nodiscard]] Brackets pasteBrackets() const;
    /// Whether nobody reads what is typed any more.
    void setOver(bool over) { m_over = over; }

    /// Selects and shows the nearest older (or newer) match; false when there is none.
    bool find(const QString &text, bool older, bool matchCase);
    /// Lets the next find() start from the newest line.
    void restartFind();

    /// The link at a point of this widget, when it is one that may be opened.
    [[nodiscard]] QUrl linkAt(QPoint position) const;
    /// Opens http, https and mailto links, nothing else: what a container prints is not trusted.
    static void openLink(const QUrl &link);

    /// Everything, scrollback included, as plain text.
    [[nodiscard]] QString allText() const;

Q_SIGNALS:
    void input(const QByteArray &bytes);
    /// A key that means something was pressed. input() alone does not say so: the emulator also answers
    /// questions of the program (ESC [ 6 n).
    void typed();
    /// Enter or Tab while over: the keyboard goes on to what is beside the terminal.
    void leaveWanted();
    void pasteRequested(const QString &text);
    void sizeChanged(int rows, int columns);
    void bell();
    void menuRequested(QPoint position);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyScheme();
    void applyFont();
    void tellSize();
    void middleClick(QEvent *event);
    void hover(QMouseEvent *event);
    [[nodiscard]] bool dropped(QEvent *event);
    [[nodiscard]] bool pressed(const QKeyEvent *key);
    void onTerminalKey(const QKeyEvent *key);

    QTermWidget *m_terminal;
    QWidget *m_display; ///< the part of m_terminal that has the focus
    QTimer m_sizeTimer;
    int m_toldRows = 0;
    int m_toldColumns = 0;
    int m_zoom = 0;
    bool m_inMiddleClick = false;
    bool m_middleClickPastes = false;
    bool m_over = false;
};

} // namespace fairlead::ui
