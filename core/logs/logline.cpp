// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/logline.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace fairlead::logs {

namespace {

struct Word
{
    std::string_view text;
    Level level;
};

constexpr std::array words{
    Word{"trace", Level::Trace},  Word{"trc", Level::Trace},        Word{"verbose", Level::Trace},
    Word{"finest", Level::Trace}, Word{"finer", Level::Trace},      Word{"silly", Level::Trace},
    Word{"t", Level::Trace},      Word{"debug", Level::Debug},      Word{"dbg", Level::Debug},
    Word{"fine", Level::Debug},   Word{"d", Level::Debug},          Word{"info", Level::Info},
    Word{"inf", Level::Info},     Word{"information", Level::Info}, Word{"informational", Level::Info},
    Word{"notice", Level::Info},  Word{"log", Level::Info},         Word{"i", Level::Info},
    Word{"warn", Level::Warn},    Word{"warning", Level::Warn},     Word{"wrn", Level::Warn},
    Word{"w", Level::Warn},       Word{"error", Level::Error},      Word{"err", Level::Error},
    Word{"severe", Level::Error}, Word{"e", Level::Error},          Word{"fatal", Level::Fatal},
    Word{"ftl", Level::Fatal},    Word{"critical", Level::Fatal},   Word{"crit", Level::Fatal},
    Word{"alert", Level::Fatal},  Word{"emerg", Level::Fatal},      Word{"emergency", Level::Fatal},
    Word{"panic", Level::Fatal},  Word{"pnc", Level::Fatal},        Word{"f", Level::Fatal},
};

} // namespace

QByteArray nameOf(Level level)
{
    switch (level) {
    case Level::Trace:
        return "TRACE";
    case Level::Debug:
        return "DEBUG";
    case Level::Info:
        return "INFO";
    case Level::Warn:
        return "WARN";
    case Level::Error:
        return "ERROR";
    case Level::Fatal:
        return "FATAL";
    case Level::Unknown:
        break;
    }
    return "UNKNOWN";
}

Level levelFrom(QByteArrayView word)
{
    const auto found = std::ranges::find_if(words, [word](const Word &known) {
        return word.compare(QByteArrayView(known.text), Qt::CaseInsensitive) == 0;
    });
    return found == words.end() ? Level::Unknown : found->level;
}

} // namespace fairlead::logs
