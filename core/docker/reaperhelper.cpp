// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/docker/reaperhelper.h"

using namespace Qt::StringLiterals;

namespace fairlead::docker {

namespace {

constexpr qsizetype maxSessions = 64;

// $1 marker assignment, $2 signal, $3 sessions known from the rounds before. Prints how many processes it
// signalled, and their sessions. Only builtins, so that any sh will do; read drops the NUL bytes that
// separate the variables, which is why the marker is looked for anywhere in the line. Session 0 is one from
// outside the container, process 1 the container itself.
constexpr auto helperScript = R"(mark=$1 sig=$2 sids=" $3 " pids=' ' table=
for d in /proc/[0-9]*; do
  p=${d#/proc/}
  { read -r line < "$d/stat"; } 2>/dev/null || continue
  set -- ${line##*) }
  [ "$1" = Z ] || [ "$p" = 1 ] && continue
  table="$table $p:$2:$4"
  { while IFS= read -r e || [ -n "$e" ]; do case $e in *"$mark"*) pids="$pids$p "; break;; esac; done < "$d/environ"; } 2>/dev/null
done
more=1
while [ -n "$more" ]; do
  more=
  for t in $table; do
    p=${t%%:*} r=${t#*:} parent=${r%%:*} sid=${r#*:}
    case $pids in *" $p "*)
      case $sids in *" $sid "*) ;; *) [ "$sid" = 0 ] || { sids="$sids$sid " more=1; };; esac
      continue;;
    esac
    case $sids in *" $sid "*) pids="$pids$p " more=1; continue;; esac
    [ "$parent" -gt 1 ] || continue
    case $pids in *" $parent "*) pids="$pids$p " more=1;; esac
  done
done
set -- $pids
[ $# -gt 0 ] && kill -"$sig" "$@" 2>/dev/null
echo "$#$sids")"_L1;

} // namespace

QStringList reaperCommand(const QString &marker, int signal, const QStringList &sessions)
{
    return {u"/bin/sh"_s,       u"-c"_s, helperScript, u"sh"_s, marker, QString::number(signal),
            sessions.join(u' ')};
}

std::optional<ReaperAnswer> parseReaperAnswer(const QByteArray &output)
{
    ReaperAnswer answer;
    bool isNumber = false;
    const auto words = output.simplified().split(' ');
    answer.found = words.first().toInt(&isNumber);
    if (!isNumber || answer.found < 0)
        return {};
    for (const QByteArray &word : words.sliced(1)) {
        if (const int session = word.toInt(&isNumber);
            isNumber && session > 1 && answer.sessions.size() < maxSessions)
            answer.sessions += QString::number(session);
    }
    return answer;
}

} // namespace fairlead::docker
