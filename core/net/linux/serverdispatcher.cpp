// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/serverdispatcher.h"

#include "core/net/linux/epolldispatcher.h"

#include <QCoreApplication>

#include <memory>

namespace fairlead::net {

void installServerDispatcher()
{
    auto dispatcher = std::make_unique<EpollDispatcher>();
    if (dispatcher->isValid())
        QCoreApplication::setEventDispatcher(dispatcher.release());
}

void installServerDispatcher(QThread &thread)
{
    auto dispatcher = std::make_unique<EpollDispatcher>();
    if (dispatcher->isValid())
        thread.setEventDispatcher(dispatcher.release());
}

} // namespace fairlead::net
