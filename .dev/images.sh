# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # cache_dir comes from root.sh
#
# Container images made of packages of this machine's own mirror, so that no image registry is needed:
#   fairlead-demo   busybox: an ash and the usual applets, about 2 MB
#   fairlead-test   a small Debian with bash, vim and htop, for the tests; about 90 MB
# Both are kept as a tar in the cache and imported into an engine that does not have them yet.

images_dir=$cache_dir/images
# Raised when what goes into an image changes.
readonly images_version=1

image_tar() { echo "$images_dir/$1-$images_version.tar"; }

# image_import ADDRESS NAME: makes sure that the engine has the image.
image_import() {
    local address=$1 name=$2 tar
    tar=$(image_tar "$name")
    [[ $(inside docker -H "$address" image inspect -f '{{index .Config.Labels "fairlead.version"}}' "$name:latest" \
        2>/dev/null) == "$images_version" ]] && return
    "make_${name//-/_}" "$tar"
    say "Importing the image $name into the engine"
    inside docker -H "$address" import --change 'CMD ["/bin/sh"]' --change "LABEL fairlead.version=$images_version" \
        --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' "$tar" "$name:latest" >/dev/null ||
        die "The engine at $address did not take the image $name."
}

make_fairlead_demo() {
    [[ -s $1 ]] && return
    mkdir -p "$images_dir"
    inside bash -euo pipefail -s "$1" <<'SCRIPT'
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{bin,etc,root,tmp,proc,sys,dev,var/log}
chmod 1777 "$tree/tmp"
busybox=$(command -v busybox)
cp "$busybox" "$tree/bin/busybox"
"$busybox" --list | while read -r applet; do [ "$applet" = busybox ] || ln -s busybox "$tree/bin/$applet"; done
echo 'root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/tmp:/bin/sh' >"$tree/etc/passwd"
echo 'root:x:0:
nogroup:x:65534:' >"$tree/etc/group"
tar -C "$tree" --owner=0 --group=0 --numeric-owner -cf "$1.partial" .
mv "$1.partial" "$1"
SCRIPT
}

make_fairlead_test() {
    [[ -s $1 ]] && return
    mkdir -p "$images_dir"
    local option sources mode=unshare log=$images_dir/fairlead-test.log args=(--variant=essential --format=tar)
    args+=(--include="bash,coreutils,procps,vim-tiny,htop,ncurses-term,ncurses-base")
    for option in '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' '/usr/share/zoneinfo/*'; do
        args+=(--dpkgopt="path-exclude=$option")
    done
    while IFS= read -r option; do
        [[ -n $option ]] && args+=(--aptopt="$option")
    done < <(root_apt_options)
    mapfile -t sources < <(root_sources)
    is_root && mode=root
    say "Making the image for the tests, a small Debian with bash, vim and htop (about half a minute, once)"
    mmdebstrap --mode="$mode" "${args[@]}" "$root_suite" "$1.partial" "${sources[@]}" >"$log" 2>&1 </dev/null || {
        show_log_tail "$log"
        die "The image for the tests could not be made."
    }
    mv "$1.partial" "$1"
}

# Something to look at: a container that is up and writes a line now and then, when the engine runs none.
demo_container() {
    local address=$1
    [[ -z $(inside docker -H "$address" ps -q 2>/dev/null) ]] || return 0
    image_import "$address" fairlead-demo
    say "No container is running; starting the demo container 'fairlead-demo'"
    # shellcheck disable=SC2016 # the container expands it
    inside docker -H "$address" start fairlead-demo >/dev/null 2>&1 ||
        inside docker -H "$address" run -d --init --name fairlead-demo --hostname fairlead-demo fairlead-demo:latest \
            sh -c 'while :; do echo "$(date -u +%T) the demo is alive"; sleep 10; done' >/dev/null ||
        die "The demo container does not start."
}
