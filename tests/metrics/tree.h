// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

namespace fairlead::test {

/// A file of tests/fixtures/metrics: what kernels wrote. Empty: no such file.
[[nodiscard]] inline QByteArray fixture(const QString &name)
{
    QFile file(QStringLiteral(FIXTURES "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// A /proc, /sys and so on of the test's own.
class Tree
{
public:
    [[nodiscard]] QString path(const QString &name = {}) const { return m_folder.filePath(name); }

    /// Into the same file when it is there already, as the kernel does: a reader may have it open.
    void write(const QString &name, const QByteArray &text) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY2(file.open(QIODevice::WriteOnly | QIODevice::Truncate), qPrintable(file.fileName()));
        QCOMPARE(file.write(text), text.size());
    }
    /// `target` need not exist; a link or file that is there gives way.
    void link(const QString &name, const QByteArray &target) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile::remove(path(name));
        std::error_code problem;
        std::filesystem::create_symlink(target.toStdString(), path(name).toStdString(), problem);
        QVERIFY2(!problem, problem.message().c_str());
    }
    void remove(const QString &name) const
    {
        const QFileInfo info(path(name));
        QVERIFY(info.isDir() ? QDir(info.filePath()).removeRecursively() : QFile::remove(info.filePath()));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace fairlead::test
