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

# Whether commands can be run as root; asks for sudo's password if that is what it takes.
can_be_root() {
    is_root && return
    has sudo || return 1
    sudo -n true 2>/dev/null && return
    [[ -t 0 ]] || return 1
    detail "sudo asks for your password:"
    sudo -v
}

# Runs a command as root.
as_root() {
    if is_root; then
        "$@"
    elif can_be_root; then
        sudo "$@"
    else
        die "This needs root, and sudo does not let $(id -un)." "Run as root, then start again:" "    $*"
    fi
}

# Shows the end of a log below a message; a person should not have to look for the file first.
show_log_tail() {
    local log=$1 lines=${2:-25}
    [[ -s $log ]] || return 0
    detail "The end of $log:"
    tail -n "$lines" "$log" | sed 's/^/    | /' >&2
}
