// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/jsonreader.h"

#include <QFile>
#include <QTest>

namespace fairlead::test {

/// A file of tests/fixtures/docker: what Docker 20.10 and Podman 5.4 answered, without the machine's names.
/// Empty: no such file.
[[nodiscard]] inline QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(FIXTURES "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

[[nodiscard]] inline QJsonObject json(const QByteArray &text)
{
    return parseJsonObject(text, QStringLiteral("test")).value_or(QJsonObject());
}

} // namespace fairlead::test
