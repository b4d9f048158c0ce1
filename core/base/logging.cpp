// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/logging.h"

Q_LOGGING_CATEGORY(lcNet, "fairlead.net", QtInfoMsg)
Q_LOGGING_CATEGORY(lcDocker, "fairlead.docker", QtInfoMsg)
Q_LOGGING_CATEGORY(lcExec, "fairlead.exec", QtInfoMsg)
Q_LOGGING_CATEGORY(lcHost, "fairlead.host", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "fairlead.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcLink, "fairlead.link", QtInfoMsg)
Q_LOGGING_CATEGORY(lcAgent, "fairlead.agent", QtInfoMsg)
Q_LOGGING_CATEGORY(lcHub, "fairlead.hub", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "fairlead.ui", QtInfoMsg)
