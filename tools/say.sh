# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# How the scripts speak to a person, and the few helpers that all of them need.

say() { printf '• %s\n' "$*" >&2; }
detail() { printf '    %s\n' "$*" >&2; }

die() {
    printf '✗ %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do detail "$line"; done
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

is_root() { [[ $(id -u) -eq 0 ]]; }

# Runs a command as root. Says which command, so that a password prompt is never a surprise.
as_root() {
    if is_root; then
        "$@"
        return
    fi
    has sudo || die "This needs root, and sudo is not here." "Run as root, then start again:" "    $*"
    printf '    with sudo: %s\n' "$*" >/dev/tty 2>/dev/null || true
    sudo "$@"
}

# Shows the end of a log below a message; a person should not have to look for the file first.
show_log_tail() {
    local log=$1 lines=${2:-25}
    [[ -s $log ]] || return 0
    detail "The end of $log:"
    tail -n "$lines" "$log" | sed 's/^/    | /' >&2
}
