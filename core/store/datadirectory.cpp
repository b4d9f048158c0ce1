// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/datadirectory.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace fairlead::store {

namespace {

constexpr QFile::Permissions ownerFile = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions ownerDirectory = ownerFile | QFile::ExeOwner;

} // namespace

Result<> prepareDirectory(const QString &directory)
{
    const QFileInfo info(directory);
    if (!info.exists()) {
        if (!QDir().mkpath(info.absolutePath()) || !QDir().mkdir(info.absoluteFilePath(), ownerDirectory))
            return failure(ErrorCode::PermissionDenied, directory, u"the directory cannot be made"_s);
        return {};
    }
    if (!info.isDir())
        return failure(ErrorCode::InvalidInput, directory, u"it is not a directory"_s);
    if (info.permissions() & (QFile::WriteGroup | QFile::WriteOther))
        return failure(ErrorCode::PermissionDenied, directory,
                       u"others may write into it; take that right from them with chmod go-w"_s);
    return {};
}

Result<> preparePrivateFile(const QString &name)
{
    QFile file(name);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerFile))
        return {};
    const QFileInfo info(name);
    if (!info.isFile())
        return failure(ErrorCode::PermissionDenied, name, file.errorString());
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                          | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    if ((info.permissions() & others) && !file.setPermissions(ownerFile))
        return failure(ErrorCode::PermissionDenied, name,
                       u"others may read it, and it belongs to another user"_s);
    return {};
}

} // namespace fairlead::store
