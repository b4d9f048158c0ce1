# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The second engine of the tests: a Podman service with storage of its own, which lives as long as one test run.
# Runs in the build environment. Sets FAIRLEAD_TEST_PODMAN when it could be started.

podman_start() {
    local cache=$1 lock_descriptor
    mkdir -p "$cache"
    podman_run=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-podman.XXXXXX")
    podman_storage=$cache/podman
    # The storage is kept for its images. Two test runs at once cannot share it: each sees only its own mounts.
    exec {lock_descriptor}>"$cache/podman.lock"
    flock -n "$lock_descriptor" || podman_storage=$podman_run/storage
    podman_options=(--root "$podman_storage" --runroot "$cache/podman-run" --tmpdir "$cache/podman-run/tmp"
        --cgroup-manager=cgroupfs --events-backend=file --log-level=error)
    # crun refuses the hybrid of cgroup v1 and v2 when a controller is in v2; runc takes it for v1.
    [[ -n $(cat /sys/fs/cgroup/unified/cgroup.controllers 2>/dev/null) ]] && has runc && podman_options+=(--runtime runc)
    if [[ $podman_storage == "$podman_run"/* ]]; then
        podman_options[3]=$podman_run/run podman_options[5]=$podman_run/run/tmp
    else
        # What the last run had mounted is not mounted any more. Podman learns it as it does after a reboot, by an
        # empty run directory; its path must stay, for it is in Podman's database.
        rm -rf "$cache/podman-run"
    fi
    local socket=$podman_run/podman.sock
    podman "${podman_options[@]}" system service --time=0 "unix://$socket" \
        >"$podman_run/log" 2>&1 </dev/null {lock_descriptor}>&- &
    podman_pid=$!
    if podman_wait "$socket"; then
        export FAIRLEAD_TEST_PODMAN=unix://$socket
        return
    fi
    podman_stop
    return 1
}

podman_wait() {
    local _
    for _ in {1..100}; do
        kill -0 "$podman_pid" 2>/dev/null || break
        [[ -S $1 ]] && curl -fsS -m 5 --unix-socket "$1" -o /dev/null http://engine/_ping 2>/dev/null && return
        sleep 0.1
    done
    podman_failure=$(tail -n 3 "$podman_run/log")
    return 1
}

podman_stop() {
    [[ -n ${podman_run:-} ]] || return 0
    if kill -0 "$podman_pid" 2>/dev/null; then
        podman "${podman_options[@]}" rm --all --force --time 0 >/dev/null 2>&1 || true
        kill "$podman_pid" 2>/dev/null || true
        wait "$podman_pid" 2>/dev/null || true
        podman_end_monitors
    fi
    rm -rf "$podman_run" 2>/dev/null || true
    podman_run=
}

# Podman's monitor of an exec stays for five minutes after its end; those of this storage have nobody to tell any more.
podman_end_monitors() {
    local file pid
    while IFS= read -r file; do
        pid=${file#/proc/}
        kill -KILL "${pid%/cmdline}" 2>/dev/null || true
    done < <(grep -lazs "^$podman_storage/overlay-containers/" /proc/[0-9]*/cmdline)
}
