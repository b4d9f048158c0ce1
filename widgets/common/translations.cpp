// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/common/translations.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

void installTranslations()
{
    auto *translator = new QTranslator(QCoreApplication::instance());
    const bool own = translator->load(QLocale(), u"fairlead"_s, u"_"_s, u":/translations"_s);
    if (!own && !translator->load(u":/translations/fairlead_en.qm"_s)) {
        qCWarning(lcUi, "no texts for this language, and no English plurals");
        delete translator;
        return;
    }
    QCoreApplication::installTranslator(translator);
}

} // namespace fairlead::ui
