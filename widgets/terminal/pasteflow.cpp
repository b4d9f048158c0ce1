// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/terminal/pasteflow.h"

#include "widgets/common/noticebar.h"
#include "widgets/common/progressline.h"
#include "widgets/terminal/inputqueue.h"
#include "widgets/terminal/pastetext.h"
#include "widgets/terminal/terminalview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

namespace fairlead::ui {

namespace {

constexpr qsizetype kManyLines = 2; // from here on a paste is asked about: its first line would run at once
constexpr qsizetype kManyBytes = 256 * 1024;
constexpr qsizetype kPreviewLines = 4;
constexpr qsizetype kPreviewColumns = 100;
constexpr std::chrono::milliseconds kQuickly(400);

} // namespace

PasteFlow::PasteFlow(const Parts &parts, QString containerName, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_containerName(std::move(containerName))
{
    m_quickly.setSingleShot(true);
    m_quickly.setInterval(kQuickly);
    connect(m_parts.input, &InputQueue::pasteProgress, this, &PasteFlow::onProgress);
    connect(m_parts.input, &InputQueue::pasteEnded, this, &PasteFlow::onEnded);
}

void PasteFlow::pasteClipboard()
{
    paste(QGuiApplication::clipboard()->text(QClipboard::Clipboard));
}

void PasteFlow::pasteSelection()
{
    const QClipboard *clipboard = QGuiApplication::clipboard();
    paste(clipboard->text(clipboard->supportsSelection() ? QClipboard::Selection : QClipboard::Clipboard));
}

void PasteFlow::paste(const QString &text)
{
    if (!m_parts.input->hasSession())
        return;
    const QString clean = sanitisedPaste(text);
    const qsizetype lines = pasteLineCount(clean);
    if (lines >= kManyLines || clean.size() > kManyBytes)
        ask(clean, lines);
    else
        send(clean);
}

void PasteFlow::ask(const QString &text, qsizetype lines)
{
    const QString size = QLocale().formattedDataSize(text.toUtf8().size());
    Notice question;
    question.kind = Notice::Kind::Warning;
    question.text = tr("Paste %n lines, %1, into %2?", nullptr, int(lines)).arg(size, m_containerName);
    question.quote = pastePreview(text, kPreviewLines, kPreviewColumns);
    question.closable = false;
    question.actions << NoticeAction{tr("Cancel"), [this] { m_parts.bar->clear(); }, true, true};
    question.actions << NoticeAction{tr("Paste %n lines", nullptr, int(lines)), [this, text] {
                                         m_parts.bar->clear();
                                         send(text);
                                     }};
    m_parts.bar->showNotice(question);
    m_parts.bar->focusFirstAction();
}

void PasteFlow::send(const QString &text)
{
    const TerminalView::Brackets brackets = m_parts.view->pasteBrackets();
    m_quickly.start();
    m_parts.input->sendPaste(brackets.opening + text.toUtf8(), brackets.closing);
    Q_EMIT sent();
}

void PasteFlow::onProgress()
{
    if (!m_parts.input->isPasting() || m_quickly.isActive())
        return;
    m_parts.line->setShare(double(m_parts.input->pasteSent()) / double(m_parts.input->pasteSize()));
    m_parts.line->show();
    if (!m_parts.bar->isHidden())
        return;
    Notice notice;
    notice.text = tr("Pasting %1 into %2. What you type now follows after it.")
                      .arg(QLocale().formattedDataSize(m_parts.input->pasteSize()), m_containerName);
    notice.closable = false;
    notice.actions << NoticeAction{tr("Cancel"), [this] { m_parts.input->cancelPaste(); }, true, true};
    m_progressText = notice.text;
    m_parts.bar->showNotice(notice);
}

void PasteFlow::onEnded()
{
    m_quickly.stop();
    if (m_parts.line->isHidden())
        return;
    m_parts.line->hide();
    if (m_parts.bar->text() == m_progressText)
        m_parts.bar->clear();
}

} // namespace fairlead::ui
