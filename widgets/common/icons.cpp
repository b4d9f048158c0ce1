// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <optional>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

namespace {

class SymbolicEngine : public QIconEngine
{
public:
    SymbolicEngine(QString name, std::optional<Tint> tint) : m_name(std::move(name)), m_tint(tint) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, rendered(rect.size(), ratio, mode));
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        return rendered(size / scale, scale, mode);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(size, 1.0, mode);
    }
    QIconEngine *clone() const override { return new SymbolicEngine(*this); }
    QString key() const override { return u"FairleadSymbolic"_s; }

private:
    QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        return m_tint ? Theme::color(*m_tint) : palette.color(QPalette::WindowText);
    }

    QPixmap rendered(const QSize &size, qreal ratio, QIcon::Mode mode) const
    {
        const QColor color = colorFor(mode);
        const QString key = u"fairlead/%1/%2x%3@%4/%5"_s.arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(ratio)
                                .arg(color.name());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        QFile file(u":/icons/%1.svg"_s.arg(m_name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        pixmap = QPixmap((QSizeF(size) * ratio).toSize());
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_name;
    std::optional<Tint> m_tint;
};

} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new SymbolicEngine(name, std::nullopt));
}

QIcon icon(const QString &name, Tint tint)
{
    return QIcon(new SymbolicEngine(name, tint));
}

QIcon glyphIcon(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Running:
        return icon(u"state-running"_s, Tint::Running);
    case Glyph::Paused:
        return icon(u"state-paused"_s, Tint::Paused);
    case Glyph::Stopped:
        return icon(u"state-stopped"_s, Tint::Stopped);
    case Glyph::Restarting:
        return icon(u"state-restarting"_s, Tint::Restarting);
    case Glyph::Unhealthy:
        return icon(u"state-unhealthy"_s, Tint::Unhealthy);
    case Glyph::Unreachable:
        return icon(u"state-unreachable"_s, Tint::Unreachable);
    case Glyph::Connecting:
        return icon(u"state-connecting"_s, Tint::Restarting);
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace fairlead::ui
