# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The build environment: packages of this machine where its distribution is new enough, otherwise a Debian root of
# our own in the user's cache, entered with bwrap. The package sources of the host are read, never changed.

readonly root_suite=trixie
# Raised when the way a root is made changes, so that roots of an older script are made again.
readonly root_layout=1

cache_dir=${FAIRLEAD_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/fairlead}
ccache_dir=${CCACHE_DIR:-$HOME/.cache/ccache}
root_dir=$cache_dir/$root_suite-root
root_home=$cache_dir/home

# ---------------------------------------------------------------------------------------------------------------
# Which of the two

# Prints "inside", "apt", "dnf" or "root".
environment_kind() {
    if [[ -n ${FAIRLEAD_INSIDE_ROOT:-} ]]; then
        echo inside
    elif root_is_ready; then
        echo root
    elif has apt-get && apt_has_new_qt; then
        echo apt
    elif has dnf; then
        echo dnf
    elif has apt-get; then
        echo root
    else
        die "Neither apt nor dnf was found, so there is no known way to get Qt 6.8, qtermwidget and QtKeychain here." \
            "With those installed by hand, plain CMake works: cmake --preset dev && cmake --build --preset dev"
    fi
}

apt_candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p'; }

apt_has_new_qt() {
    local qt terminal keychain
    qt=$(apt_candidate qt6-base-dev)
    terminal=$(apt_candidate libqtermwidget-dev)
    keychain=$(apt_candidate qtkeychain-qt6-dev)
    # qtermwidget is a Qt 6 library from version 2 on.
    [[ -n $keychain && $keychain != "(none)" ]] &&
        dpkg --compare-versions "${qt:-0}" ge 6.8 && dpkg --compare-versions "${terminal:-0}" ge 2.0
}

# Small images and fresh installs have no package lists: without them a new distribution looks like an old one.
apt_lists_ensure() {
    has apt-get && [[ -z ${FAIRLEAD_INSIDE_ROOT:-} && $(apt_candidate build-essential) != [0-9]* ]] || return 0
    root_is_ready && return
    say "Reading the package lists of this machine"
    can_be_root || die "There are no package lists on this machine, and no sudo that lets $(id -un) read them." \
        "Run as root, then start again:" "    apt-get update"
    mkdir -p "$cache_dir"
    as_root apt-get -q update >"$cache_dir/apt.log" 2>&1 </dev/null && return
    show_log_tail "$cache_dir/apt.log"
    die "apt-get could not read the package lists."
}

# ---------------------------------------------------------------------------------------------------------------
# Packages of the host

apt_is_installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# Installs what is missing with the host's apt; the reason is said first.
apt_install() {
    local reason=$1 package
    shift
    local missing=()
    for package in "$@"; do
        apt_is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    say "Installing for $reason: ${missing[*]}"
    can_be_root || die "Installing packages needs root, and there is no sudo that lets $(id -un)." \
        "Run as root, then start again:" "    apt-get install --no-install-recommends ${missing[*]}"
    local log=$cache_dir/apt.log get=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0)
    local install=("${get[@]}" install -y --no-install-recommends "${missing[@]}")
    mkdir -p "$cache_dir"
    as_root "${install[@]}" >"$log" 2>&1 </dev/null && return
    detail "The package lists are old; reading them again"
    as_root "${get[@]}" update >>"$log" 2>&1 </dev/null || true
    as_root "${install[@]}" >>"$log" 2>&1 </dev/null && return
    show_log_tail "$log"
    die "apt-get could not install: ${missing[*]}"
}

# The names are Debian's; what is called otherwise here, or came from elsewhere, must not stop the rest.
setup_native_apt() {
    local package wanted=() unknown=()
    for package in "${debian_packages[@]}"; do
        case $package in
            nodejs) ! has node || continue ;;
            npm) ! has npm || continue ;;
            docker-cli) ! has docker || continue ;;
        esac
        if apt_is_installed "$package"; then
            continue
        elif [[ $(apt_candidate "$package") == [0-9]* ]]; then
            wanted+=("$package")
        elif [[ $package == docker-cli ]]; then
            wanted+=(docker.io)
        else
            unknown+=("$package")
        fi
    done
    ((${#unknown[@]} == 0)) || say "This distribution does not have: ${unknown[*]}. Going on without"
    ((${#wanted[@]} == 0)) || apt_install "building Fairlead" "${wanted[@]}"
}

setup_native_dnf() {
    local missing
    missing=$(LC_ALL=C rpm -q --whatprovides "${fedora_packages[@]}" 2>/dev/null | grep -c 'no package provides' || true)
    ((missing == 0)) && return
    say "Installing for building Fairlead: ${fedora_packages[*]}"
    as_root dnf install -y --setopt=install_weak_deps=False "${fedora_packages[@]}" >&2
}

# ---------------------------------------------------------------------------------------------------------------
# A root of our own

# The host's own Debian archive entries, for our suite; nothing on hosts that are not Debian, where mmdebstrap's
# default mirror is used. Third-party entries are left out by their origin.
root_sources() {
    local codename signed_by=/usr/share/keyrings/debian-archive-keyring.gpg
    codename=$(. /etc/os-release && [[ ${ID:-} == debian ]] && echo "${VERSION_CODENAME:-}") || return 0
    apt-get indextargets --format "\$(RELEASE)|\$(COMPONENT)|\$(REPO_URI)|\$(ORIGIN)" 'Created-By: Packages' |
        while IFS='|' read -r release component uri origin; do
            [[ $component == main && $uri == http* && ($origin == Debian || $origin == \$*) ]] || continue
            case $release in
                "$codename" | "$codename-updates" | "$codename-security")
                    echo "deb [signed-by=$signed_by] $uri $root_suite${release#"$codename"} main"
                    ;;
            esac
        done | sort -u
}

# Proxies, certificates and clock checks of the host's apt hold for the root's apt too.
root_apt_options() {
    apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries|ForceIPv)' | grep -v ' "";$' || true
}

# What a root holds is listed in it. Another branch's list may be longer; all that counts is that ours is in it.
root_is_ready() {
    [[ -r $root_dir/.fairlead-packages ]] && root_layout_matches &&
        [[ -z $(printf '%s\n' "${debian_packages[@]}" | grep -vxFf "$root_dir/.fairlead-packages") ]]
}

root_layout_matches() { [[ -r $root_dir/.fairlead-layout && $(<"$root_dir/.fairlead-layout") == "$root_layout" ]]; }

setup_root() {
    root_is_ready && return
    mkdir -p "$cache_dir"
    local needed=(mmdebstrap bubblewrap debian-archive-keyring)
    is_root || needed+=(uidmap)
    apt_install "making a Debian root" "${needed[@]}"
    (
        # Two ./dev at once must not make the root twice; the second one waits here.
        flock -n 9 || { say "Another ./dev is making the build root; waiting for it" && flock 9; }
        root_is_ready && exit 0
        # Owners other than the user cannot be written without root, so an ordinary user's root is made anew.
        if [[ -d $root_dir ]] && is_root && root_layout_matches; then
            root_add_packages
        else
            root_make
        fi
    ) 9>"$cache_dir/$root_suite-root.lock" || exit 1
}

# Turns mmdebstrap's log into a few sentences.
root_progress() {
    local line
    while IFS= read -r line; do
        case $line in
            *"running apt-get update"*) detail "reading the package lists" ;;
            *"downloading packages"*) detail "downloading the base system" ;;
            *"extracting archives"*) detail "unpacking the base system" ;;
            *"installing remaining packages"*) detail "downloading and installing compilers, Qt and the test tools (the long part)" ;;
            *"cleaning package lists"*) detail "tidying up" ;;
        esac
    done
}

root_make() {
    local log=$cache_dir/$root_suite-root.log partial=$root_dir.partial.$$
    say "Making a Debian $root_suite build root in $root_dir"
    detail "This distribution has no Qt 6.8. About 500 MB to download, 2 GB on disk; 1 to 5 minutes, once."
    find "$cache_dir" -maxdepth 1 -name "$root_suite-root.partial.*" -exec rm -rf --one-file-system {} +
    mkdir -p "$partial"
    if ! root_bootstrap "$partial" 2>&1 | tee "$log" | root_progress; then
        rm -rf --one-file-system "$partial"
        show_log_tail "$log"
        die "The build root could not be made."
    fi
    printf '%s\n' "${debian_packages[@]}" >"$partial/.fairlead-packages"
    echo "$root_layout" >"$partial/.fairlead-layout"
    rm -rf --one-file-system "$root_dir"
    mv "$partial" "$root_dir"
    say "The build root is ready"
}

root_bootstrap() {
    local target=$1 option sources
    local args=(--variant=minbase --include="$(IFS=, && echo "${debian_packages[*]}")")
    for option in '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' '/usr/share/gtk-doc/*'; do
        args+=(--dpkgopt="path-exclude=$option")
    done
    args+=(--dpkgopt='path-include=/usr/share/doc/*/copyright')
    while IFS= read -r option; do
        [[ -n $option ]] && args+=(--aptopt="$option")
    done < <(root_apt_options)
    # bwrap mounts over these names, so they have to be plain files.
    # shellcheck disable=SC2016
    args+=(--customize-hook='cd "$1/etc" && for f in resolv.conf hosts hostname localtime npmrc machine-id; do rm -f "$f"; : > "$f"; done')
    mapfile -t sources < <(root_sources)
    if is_root; then
        mmdebstrap --mode=root "${args[@]}" --format=directory "$root_suite" "$target" "${sources[@]}"
    else
        # Through a tar, because the name space of mmdebstrap may not enter a home directory with mode 0700.
        mmdebstrap --mode=unshare "${args[@]}" --format=tar "$root_suite" - "${sources[@]}" |
            tar -C "$target" -x --no-same-owner --exclude='./dev/*' -f -
    fi
}

root_add_packages() {
    local log=$cache_dir/$root_suite-root.log
    say "The list of packages changed; adding what is missing to the build root"
    bwrap_root --rw env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -q update && apt-get -q install -y "$@"' sh \
        "${debian_packages[@]}" >"$log" 2>&1 </dev/null || {
        show_log_tail "$log"
        die "The new packages could not be installed into the build root." \
            "Removing $root_dir and starting again makes it anew."
    }
    printf '%s\n' "${debian_packages[@]}" >>"$root_dir/.fairlead-packages"
}

# ---------------------------------------------------------------------------------------------------------------
# Entering it

# Fills the array bwrap_args with the mounts: the root, the checkout at its own path, and of the host what programs
# with windows, name look-ups, TLS, npm and container engines need.
bwrap_mounts() {
    local path
    bwrap_args=(--bind "$root_dir" / --dev-bind /dev /dev --bind /proc /proc --bind /run /run --bind /tmp /tmp --bind /var/tmp /var/tmp)
    if is_root; then bwrap_args+=(--bind /sys /sys --cap-add ALL); else bwrap_args+=(--ro-bind /sys /sys); fi
    for path in /etc/resolv.conf /etc/hosts /etc/hostname /etc/machine-id /etc/passwd /etc/group /etc/localtime \
        /etc/subuid /etc/subgid /etc/ssl/certs /usr/share/ca-certificates /usr/local/share/ca-certificates; do
        [[ -e $path ]] && bwrap_args+=(--ro-bind "$path" "$path")
    done
    # A home of its own, so that what runs inside cannot spoil the user's settings; npm's cache and settings are shared.
    mkdir -p "$root_home" "$ccache_dir" "$HOME/.npm"
    bwrap_args+=(--bind "$root_home" "$HOME" --bind "$ccache_dir" "$ccache_dir" --bind "$cache_dir" "$cache_dir"
        --bind "$HOME/.npm" "$HOME/.npm")
    for path in "$HOME/.npmrc" "$HOME/.gitconfig" "${XAUTHORITY:-$HOME/.Xauthority}" "${DOCKER_CERT_PATH:-}"; do
        [[ -n $path && -e $path ]] && bwrap_args+=(--ro-bind "$path" "$path")
    done
    local common
    common=$(git -C "$top" rev-parse --path-format=absolute --git-common-dir 2>/dev/null || true)
    [[ -n $common ]] && bwrap_args+=(--bind "$common" "$common")
    bwrap_args+=(--bind "$top" "$top")
}

bwrap_environment() {
    local name global_npmrc
    for name in LD_LIBRARY_PATH LD_PRELOAD CC CXX CFLAGS CXXFLAGS LDFLAGS CMAKE_PREFIX_PATH PKG_CONFIG_PATH QT_PLUGIN_PATH \
        QML2_IMPORT_PATH NODE_PATH NODE_OPTIONS PERL5LIB PYTHONPATH PYTHONHOME LANGUAGE LC_ALL; do
        bwrap_args+=(--unsetenv "$name")
    done
    bwrap_args+=(--setenv PATH /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --setenv LANG C.UTF-8
        --setenv FAIRLEAD_INSIDE_ROOT 1 --setenv HOME "$HOME" --setenv CCACHE_DIR "$ccache_dir"
        --setenv FAIRLEAD_CACHE_DIR "$cache_dir")
    # npm behind a company's proxy trusts what the host trusts.
    if [[ -e /etc/ssl/certs/ca-certificates.crt && -z ${NODE_EXTRA_CA_CERTS:-} ]]; then
        bwrap_args+=(--setenv NODE_EXTRA_CA_CERTS /etc/ssl/certs/ca-certificates.crt)
    elif [[ -e ${NODE_EXTRA_CA_CERTS:-} ]]; then
        bwrap_args+=(--ro-bind "$NODE_EXTRA_CA_CERTS" "$NODE_EXTRA_CA_CERTS")
    fi
    if has npm && global_npmrc=$(npm config get globalconfig 2>/dev/null) && [[ -s $global_npmrc ]]; then
        bwrap_args+=(--ro-bind "$global_npmrc" /etc/npmrc --setenv NPM_CONFIG_GLOBALCONFIG /etc/npmrc)
    fi
}

# bwrap_root [--rw] COMMAND…: runs a command in the root; its own files are read-only but for --rw.
bwrap_root() {
    local bwrap_args=() writable=
    [[ $1 == --rw ]] && writable=1 && shift
    bwrap_mounts
    bwrap_environment
    if [[ -z $writable ]]; then bwrap_args+=(--remount-ro /); fi
    local directory=$top
    case $PWD/ in "$top"/* | /tmp/*) directory=$PWD ;; esac
    bwrap "${bwrap_args[@]}" --chdir "$directory" -- "$@"
}
