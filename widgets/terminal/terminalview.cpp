// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/terminalview.h"

#include "widgets/common/theme.h"
#include "widgets/terminal/pastetext.h"
#include "widgets/terminal/terminalaccess.h"
#include "widgets/terminal/terminalkeys.h"

// Its headers use the keywords that we do without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#include <qtermwidget.h>
#undef signals
#undef slots

#include <QAction>
#include <QBuffer>
#include <QClipboard>
#include <QDesktopServices>
#include <QDropEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <termios.h>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

constexpr int kScrollbackLines = 10'000;
constexpr std::chrono::milliseconds
    kSizePause(50); // between two sizes told; a drag of the window edge makes hundreds
constexpr int kSmallestPoint = 5;
constexpr int kLargestPoint = 48;

// The pty only carries bytes to the emulator: no echo, no line ends made up, no signals from control
// characters.
void makeRaw(int fd)
{
    termios mode{};
    if (::tcgetattr(fd, &mode) != 0)
        return;
    ::cfmakeraw(&mode);
    ::tcsetattr(fd, TCSANOW, &mode);
}

QTermWidget *makeTerminal(QWidget *parent)
{
    announceTerminals();
    return new QTermWidget(0, parent);
}

bool mayBeOpened(const QUrl &link)
{
    static constexpr QLatin1StringView kSchemes[] = {"http"_L1, "https"_L1, "mailto"_L1};
    return link.isValid() && std::ranges::find(kSchemes, link.scheme()) != std::end(kSchemes);
}

} // namespace

TerminalView::TerminalView(QWidget *parent)
    : QWidget(parent)
    , m_terminal(makeTerminal(this))
    , m_display(m_terminal->focusProxy())
{
    m_terminal->setHistorySize(kScrollbackLines);
    m_terminal->setKeyBindings(u"linux"_s);   // Backspace sends DEL, as every container's terminfo expects
    m_terminal->setFlowControlEnabled(false); // Ctrl+S is the shell's
    m_terminal->setScrollBarPosition(QTermWidget::ScrollBarRight);
    m_terminal->setTerminalSizeHint(false);
    m_terminal->setConfirmMultilinePaste(false); // asked in the page, see PasteFlow
    m_terminal->setMargin(kStep);
    m_terminal->startTerminalTeletype();
    makeRaw(m_terminal->getPtySlaveFd());
    applyFont();
    applyScheme();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_terminal);
    setFocusProxy(m_terminal);
    m_terminal->setAccessibleName(tr("Terminal"));
    m_display->setAccessibleName(tr("Terminal"));
    m_display->installEventFilter(this);
    m_sizeTimer.setSingleShot(true);
    m_sizeTimer.setInterval(kSizePause);
    connect(&m_sizeTimer, &QTimer::timeout, this, &TerminalView::tellSize);
    connect(m_terminal, &QTermWidget::bell, this, &TerminalView::bell);
    connect(m_terminal, &QTermWidget::sendData, this, [this](const char *bytes, int size) {
        if (!m_middleClickPastes && size > 0)
            Q_EMIT input(QByteArray(bytes, size));
    });
    connect(m_terminal, &QTermWidget::termKeyPressed, this, &TerminalView::onTerminalKey);
    connect(m_terminal, &QTermWidget::urlActivated, this, [](const QUrl &link, bool) {
        if (QGuiApplication::keyboardModifiers() & Qt::ControlModifier)
            openLink(link);
    });
}

int TerminalView::slaveFd() const
{
    return m_terminal->getPtySlaveFd();
}

int TerminalView::rows() const
{
    return m_terminal->screenLinesCount();
}

int TerminalView::columns() const
{
    return m_terminal->screenColumnsCount();
}

void TerminalView::zoom(int steps)
{
    m_zoom += steps;
    applyFont();
}

void TerminalView::resetZoom()
{
    m_zoom = 0;
    applyFont();
}

void TerminalView::applyFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const int size = font.pointSize() > 0 ? font.pointSize() : 10;
    m_zoom = std::clamp(size + m_zoom, kSmallestPoint, kLargestPoint) - size;
    font.setPointSize(size + m_zoom);
    m_terminal->setTerminalFont(font);
    m_sizeTimer.start();
}

void TerminalView::applyScheme()
{
    m_terminal->setColorScheme(Theme::isDark() ? u":/terminal/fairlead-dark.colorscheme"_s
                                               : u":/terminal/fairlead-light.colorscheme"_s);
}

void TerminalView::copySelection()
{
    m_terminal->copyClipboard();
}

bool TerminalView::hasSelection() const
{
    return !m_terminal->selectedText().isEmpty();
}

void TerminalView::clearAll()
{
    m_terminal->clear();
}

QByteArray TerminalView::resetModes()
{
    return "\x1b[?47l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1l\x1b>\x1b[?25h\x1b[0m\r\n"_ba;
}

TerminalView::Brackets TerminalView::pasteBrackets() const
{
    static constexpr qsizetype kMarkSize = 6; // ESC [ 200 ~
    QString around;
    m_terminal->bracketText(around);
    const QByteArray marks = around.toLatin1();
    return {marks.first(std::min(kMarkSize, marks.size())), marks.sliced(std::min(kMarkSize, marks.size()))};
}

// QTermWidget searches only on behalf of its own search bar, which stays hidden: our bar sets its fields and
// presses its buttons. They are found by the names in its form, SearchBar.ui.
bool TerminalView::find(const QString &text, bool older, bool matchCase)
{
    auto *field = m_terminal->findChild<QLineEdit *>(u"searchTextEdit"_s);
    auto *options = m_terminal->findChild<QToolButton *>(u"optionsButton"_s);
    auto *press = m_terminal->findChild<QToolButton *>(older ? u"findPreviousButton"_s : u"findNextButton"_s);
    if (!field || !options || !press || text.isEmpty())
        return false;
    {
        const QSignalBlocker quiet(field->parentWidget());
        field->setText(text);
        options->menu()->actions().first()->setChecked(matchCase);
    }
    press->click();
    return hasSelection();
}

void TerminalView::restartFind()
{
    m_terminal->setSelectionStart(m_terminal->historyLinesCount() + rows() - 1, std::max(0, columns() - 1));
}

QUrl TerminalView::linkAt(QPoint position) const
{
    const Konsole::Filter::HotSpot *spot = m_terminal->getHotSpotAt(m_display->mapFrom(this, position));
    const auto *text = dynamic_cast<const Konsole::RegExpFilter::HotSpot *>(spot);
    if (!text || spot->type() != Konsole::Filter::HotSpot::Link || text->capturedTexts().isEmpty())
        return {};
    QString target = text->capturedTexts().constFirst();
    if (!target.contains("://"_L1))
        target.prepend(target.contains(u'@') ? "mailto:"_L1 : "http://"_L1);
    const QUrl link(target, QUrl::StrictMode);
    return mayBeOpened(link) ? link : QUrl();
}

void TerminalView::openLink(const QUrl &link)
{
    if (mayBeOpened(link))
        QDesktopServices::openUrl(link);
}

QString TerminalView::allText() const
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    m_terminal->saveHistory(&buffer);
    return QString::fromUtf8(buffer.data());
}

void TerminalView::tellSize()
{
    if (rows() == m_toldRows && columns() == m_toldColumns)
        return;
    m_toldRows = rows();
    m_toldColumns = columns();
    Q_EMIT sizeChanged(m_toldRows, m_toldColumns);
}

bool TerminalView::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        const auto *key = static_cast<QKeyEvent *>(event);
        event->setAccepted(belongsToShell(key->key(), key->modifiers()));
        return true;
    }
    case QEvent::KeyPress:
        if (pressed(static_cast<QKeyEvent *>(event)))
            return true;
        break;
    case QEvent::Resize:
        if (!m_sizeTimer.isActive())
            m_sizeTimer.start();
        break;
    case QEvent::MouseButtonPress:
        if (static_cast<QMouseEvent *>(event)->button() == Qt::MiddleButton && !m_inMiddleClick) {
            middleClick(event);
            return true;
        }
        break;
    case QEvent::MouseMove:
        hover(static_cast<QMouseEvent *>(event));
        break;
    case QEvent::Drop:
        return dropped(event);
    case QEvent::ContextMenu:
        Q_EMIT menuRequested(m_display->mapTo(this, static_cast<QContextMenuEvent *>(event)->pos()));
        return true;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

// The display lets Shift+Tab move the focus, although it is a key of completions and forms.
bool TerminalView::pressed(const QKeyEvent *key)
{
    const bool leaves =
        key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_Tab;
    if (m_over && leaves) {
        if (!key->isAutoRepeat()) // an Enter still held from the command that ended the shell
            Q_EMIT leaveWanted();
        return true;
    }
    if (key->key() != Qt::Key_Backtab)
        return false;
    Q_EMIT typed();
    Q_EMIT input("\x1b[Z"_ba);
    return true;
}

// A middle click that pastes comes as a key press without a key, as does what an input method composed.
void TerminalView::onTerminalKey(const QKeyEvent *key)
{
    m_middleClickPastes = m_inMiddleClick && key->key() == 0;
    if (!m_inMiddleClick && !isModifier(key->key()))
        Q_EMIT typed();
}

// The display alone knows whether a program wants the mouse. It gets the click; when what it makes of it is a
// paste (a key press without a key) that is swallowed, and the selection goes our way: cleaned, asked about,
// in pieces.
void TerminalView::middleClick(QEvent *event)
{
    m_inMiddleClick = true;
    m_middleClickPastes = false;
    QCoreApplication::sendEvent(m_display, event);
    m_inMiddleClick = false;
    const bool pastes = std::exchange(m_middleClickPastes, false);
    if (pastes)
        Q_EMIT pasteRequested(QGuiApplication::clipboard()->text(QClipboard::Selection));
}

void TerminalView::hover(QMouseEvent *event)
{
    const bool ready = event->modifiers() & Qt::ControlModifier;
    const QUrl link = linkAt(m_display->mapTo(this, event->position().toPoint()));
    m_display->setCursor(ready && !link.isEmpty() ? Qt::PointingHandCursor : Qt::IBeamCursor);
    // Encoded in full it cannot be taken for rich text.
    m_display->setToolTip(link.isEmpty() ? QString()
                                         : tr("Ctrl+click opens %1").arg(link.toString(QUrl::FullyEncoded)));
}

bool TerminalView::dropped(QEvent *event)
{
    auto *drop = static_cast<QDropEvent *>(event);
    QStringList words;
    for (const QUrl &url : drop->mimeData()->urls())
        words << shellQuoted(url.isLocalFile() ? url.toLocalFile() : url.toString());
    drop->acceptProposedAction();
    Q_EMIT pasteRequested(words.isEmpty() ? drop->mimeData()->text() : words.join(u' ') + u' ');
    return true;
}

void TerminalView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        applyScheme();
}

} // namespace fairlead::ui
