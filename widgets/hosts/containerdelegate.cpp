// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/hosts/containerdelegate.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/models/containertreemodel.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

using Tree = ContainerTreeModel;

QFont smallFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.88);
    return small;
}

QFont strongFont(const QFont &font)
{
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    return strong;
}

struct Inks
{
    QColor text;
    QColor quiet;
    QIcon::Mode mode;
};

Inks inksFor(const QStyleOptionViewItem &option, bool dimmed)
{
    if (option.state & QStyle::State_Selected) {
        const QColor on = option.palette.color(QPalette::HighlightedText);
        return {on, on, QIcon::Selected};
    }
    const QColor quiet = Theme::color(Tint::Muted);
    return {dimmed ? quiet : option.palette.color(QPalette::Text), quiet, QIcon::Normal};
}

void drawLine(QPainter *painter, const QRect &rect, const QFont &font, const QColor &ink, const QString &text,
              Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter,
              Qt::TextElideMode elide = Qt::ElideRight)
{
    painter->setFont(font);
    painter->setPen(ink);
    painter->drawText(rect, int(alignment) | Qt::TextSingleLine,
                      QFontMetrics(font, painter->device()).elidedText(text, elide, rect.width()));
}

void drawContainer(QPainter *painter, const QRect &area, const QFont &font, const Inks &inks,
                   const QModelIndex &index)
{
    const QFont small = smallFont(font);
    const int upper = QFontMetrics(font).height();
    const int lower = QFontMetrics(small).height();
    const int top = area.top() + (area.height() - upper - lower) / 2;
    drawLine(painter, QRect(area.left(), top, area.width(), upper), font, inks.text, index.data().toString());
    drawLine(painter, QRect(area.left(), top + upper, area.width(), lower), small, inks.quiet,
             index.data(Tree::SecondLineRole).toString());
}

void drawBranch(QPainter *painter, const QRect &area, const QFont &font, const Inks &inks,
                const QModelIndex &index)
{
    const QFont strong = strongFont(font);
    const QString count = index.data(Tree::CountTextRole).toString();
    const int right = QFontMetrics(font).horizontalAdvance(count);
    drawLine(painter, area.adjusted(0, 0, -right - kStep * 2, 0), strong, inks.text, index.data().toString());
    drawLine(painter, area, smallFont(font), inks.quiet, count, Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace

void ContainerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QWidget *widget = option.widget;
    const QStyle *style = widget ? widget->style() : QApplication::style();
    painter->save();
    painter->setClipRect(option.rect);
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, widget);

    const auto kind = index.data(Tree::KindRole).value<Tree::Kind>();
    const QVariant glyph = index.data(Tree::GlyphRole);
    const bool isContainer = kind == Tree::Kind::Container;
    const bool dimmed = isContainer && glyph.value<Glyph>() == Glyph::Stopped;
    const Inks inks = inksFor(option, dimmed);
    QRect area = option.rect.adjusted(kStep, 0, -kStep * 2, 0);
    if (glyph.isValid()) {
        const QRect mark(area.left(), area.top() + (area.height() - kIconSize) / 2, kIconSize, kIconSize);
        glyphIcon(glyph.value<Glyph>()).paint(painter, mark, Qt::AlignCenter, inks.mode);
        area.setLeft(mark.right() + 1 + kStep * 2);
    }
    if (isContainer)
        drawContainer(painter, area, option.font, inks, index);
    else
        drawBranch(painter, area, option.font, inks, index);
    painter->restore();
}

QSize ContainerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int line = QFontMetrics(option.font).height();
    const bool isContainer = index.data(Tree::KindRole).value<Tree::Kind>() == Tree::Kind::Container;
    const int text = isContainer ? line + QFontMetrics(smallFont(option.font)).height() : line;
    const int room = isContainer ? kStep * 2 : kStep * 3;
    return {0, std::max(text, kIconSize) + room};
}

} // namespace fairlead::ui
