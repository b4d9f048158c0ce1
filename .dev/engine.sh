# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # cache_dir comes from root.sh
#
# Finding a container engine, and starting one where none answers.

engine_dir=$cache_dir/engine
readonly engine_pid_file=$engine_dir/dockerd.pid
readonly engine_log=$engine_dir/dockerd.log
# Holds the id of the boot in which this script had systemd start docker, so that `engine stop` knows.
readonly engine_systemd_mark=$engine_dir/started-with-systemd
readonly engine_socket=/var/run/docker.sock
readonly engine_wait_seconds=90

# The addresses in the order in which the program itself looks.
engine_candidates() {
    [[ -n ${DOCKER_HOST:-} ]] && echo "$DOCKER_HOST" && return
    echo unix:///var/run/docker.sock
    [[ -z ${XDG_RUNTIME_DIR:-} ]] ||
        printf '%s\n' "unix://$XDG_RUNTIME_DIR/docker.sock" "unix://$XDG_RUNTIME_DIR/podman/podman.sock"
    echo unix:///run/podman/podman.sock
}

# engine_answers ADDRESS: whether an engine answers a ping there within seconds.
engine_answers() {
    local address=$1
    if [[ $address == unix://* ]]; then
        # Most addresses fail here, without the cost of starting anything.
        [[ -S ${address#unix://} && -w ${address#unix://} ]] || return 1
        inside curl -fsS -m 10 --unix-socket "${address#unix://}" -o /dev/null http://engine/_ping 2>/dev/null
    else
        inside timeout 10 docker -H "$address" version >/dev/null 2>&1
    fi
}

# Prints the address of the first engine that answers.
engine_find() {
    local address
    while IFS= read -r address; do
        engine_answers "$address" && echo "$address" && return
    done < <(engine_candidates)
    return 1
}

# engine_version ADDRESS: product and version, for people.
engine_version() {
    inside timeout 10 docker -H "$1" version --format '{{range .Server.Components}}{{.Name}} {{.Version}}
{{end}}' 2>/dev/null | head -n 1
}

engine_is_ours_by_systemd() { cmp -s "$engine_systemd_mark" /proc/sys/kernel/random/boot_id; }

dockerd_runs() { grep -qsx dockerd /proc/[0-9]*/comm; }

engine_our_pid() {
    local pid
    pid=$(cat "$engine_pid_file" 2>/dev/null) || return 1
    # The number may belong to another process by now.
    [[ $(cat "/proc/$pid/comm" 2>/dev/null) == dockerd ]] && echo "$pid"
}

# process_ends_within SECONDS PID. One that nobody has waited for yet has ended, too.
process_ends_within() {
    local deadline=$((SECONDS + $1))
    while [[ -d /proc/$2 ]] && ! grep -qs '^State:.*zombie' "/proc/$2/status"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}

# Sets `engine` to the address of an engine that answers; installs and starts one if need be.
engine_ensure() {
    [[ ${DOCKER_HOST:-} != ssh://* ]] ||
        die "Fairlead does not speak ssh, and DOCKER_HOST is $DOCKER_HOST. Forward the engine's socket:" \
            "    ssh -fNL /tmp/engine.sock:/var/run/docker.sock HOST" \
            "then set DOCKER_HOST=unix:///tmp/engine.sock, or unset it."
    engine=$(engine_find) && return
    [[ -z ${DOCKER_HOST:-} ]] ||
        die "No engine answers at DOCKER_HOST=$DOCKER_HOST." "Start it, or unset DOCKER_HOST to have one started here."
    if [[ -S $engine_socket && ! -w $engine_socket ]]; then
        die "An engine's socket is at $engine_socket, but you may not write to it." \
            "Add yourself to its group, then sign in again:" \
            "    sudo usermod -aG $(stat -c %G "$engine_socket") $(id -un)"
    fi
    say "No container engine answers at: $(engine_candidates | paste -sd' ')"
    engine_install
    engine_start
}

engine_install() {
    # A docker client without a daemon is common, and is no engine.
    PATH=$PATH:/usr/sbin:/sbin
    has dockerd && has ps && return
    if [[ $environment != dnf ]]; then
        # dockerd answers "what runs in this container" with the host's ps.
        apt_install "an engine to talk to" docker.io procps
    else
        say "Installing an engine to talk to: moby-engine"
        as_root dnf install -y moby-engine >&2
    fi
}

engine_start() {
    mkdir -p "$engine_dir"
    # Installing the package may have started it already.
    engine=$(engine_find) && return
    if [[ -d /run/systemd/system ]]; then
        say "Starting docker with systemd"
        as_root systemctl start docker
        cat /proc/sys/kernel/random/boot_id >"$engine_systemd_mark"
    elif ! engine_our_pid >/dev/null; then
        say "Starting dockerd in the background (log: $engine_log); './dev engine stop' ends it"
        engine_launch
    fi
    engine_wait
}

# dockerd outlives this script, so it gets a session of its own and none of our file descriptors.
engine_launch() {
    can_be_root || die "Starting dockerd needs root, and there is no sudo that lets $(id -un)." \
        "Have docker started, or set DOCKER_HOST to an engine that you may use."
    # shellcheck disable=SC2016
    as_root sh -c 'umask 022; setsid env PATH="$1" dockerd --pidfile "$2" </dev/null >"$3" 2>&1 &' \
        sh "/usr/local/sbin:/usr/sbin:/sbin:$PATH" "$engine_pid_file" "$engine_log" 9>&-
}

# Whoever may start an engine with sudo may talk to it: this user, and not a group in which others are, too.
engine_admit() {
    [[ ! -S $engine_socket || -w $engine_socket ]] || as_root chown "$(id -u)" "$engine_socket"
}

engine_wait() {
    local deadline=$((SECONDS + engine_wait_seconds))
    # Not engine_find: its sandbox need not start before there is a socket to try.
    while ((SECONDS < deadline)); do
        engine_admit
        if [[ -S $engine_socket ]] && engine=$(engine_find); then
            detail "$(engine_version "$engine") answers at $engine"
            return
        fi
        sleep 0.5
        engine_is_ours_by_systemd || dockerd_runs || break
    done
    show_log_tail "$engine_log"
    die "dockerd was started but does not answer at $engine_socket." \
        "On a machine that cannot run one, set DOCKER_HOST to an engine elsewhere and start again."
}

engine_stop() {
    local pid
    if engine_is_ours_by_systemd; then
        say "Stopping docker with systemd"
        as_root systemctl stop docker.socket docker.service
        rm -f "$engine_systemd_mark"
    elif pid=$(engine_our_pid); then
        say "Stopping dockerd (process $pid)"
        # shellcheck disable=SC2016 # the built-in kill; a small machine has no other
        as_root sh -c 'kill "$1"' sh "$pid"
        process_ends_within 60 "$pid" || die "dockerd does not end. Its log: $engine_log"
    else
        say "Nothing to stop: no engine that ./dev started is running"
    fi
}

engine_status() {
    local address pid
    if ! address=$(engine_find); then
        say "No engine answers at: $(engine_candidates | paste -sd' ')"
        return 1
    fi
    say "$(engine_version "$address") answers at $address"
    if engine_is_ours_by_systemd; then
        detail "started by ./dev with systemd"
    elif pid=$(engine_our_pid); then
        detail "started by ./dev (process $pid, log $engine_log)"
    else
        detail "not started by ./dev; './dev engine stop' leaves it alone"
    fi
}
