# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
#
# What building, testing and looking at Fairlead needs, by the names of the distributions.

debian_packages=(
    # compilers and what checks the sources
    build-essential g++ cmake ninja-build mold ccache pkg-config git gdb
    clang clang-format clang-tidy llvm libclang-rt-dev shellcheck
    # libraries
    qt6-base-dev qt6-websockets-dev qt6-httpserver-dev qt6-charts-dev qt6-svg-dev
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6sql6-sqlite libqt6svg6 qt6-wayland
    libqtermwidget-dev qtkeychain-qt6-dev libutf8proc-dev libgl-dev libsodium-dev libjwt-dev libsimdjson-dev libcurl4-openssl-dev
    # a screen without a screen: server, window manager, input, screenshots, fonts with CJK and emoji
    xvfb xauth openbox xdotool x11-utils imagemagick at-spi2-core dbus dbus-x11 xdg-utils
    fonts-dejavu-core fonts-wqy-microhei fonts-noto-color-emoji adwaita-icon-theme
    # peers for the tests: a second engine, the docker client, the npm packages
    podman crun runc netavark aardvark-dns nftables docker-cli nodejs npm
    uidmap mmdebstrap busybox-static
    # everyday tools of the scripts
    ca-certificates curl jq openssl python3 socat procps iproute2 less debian-archive-keyring
)

# Written from Fedora's package index; not yet tried on a machine.
fedora_packages=(
    gcc-c++ cmake ninja-build mold ccache pkgconf git gdb
    clang clang-tools-extra llvm compiler-rt libasan libubsan libtsan ShellCheck
    qt6-qtbase-devel qt6-qtwebsockets-devel qt6-qthttpserver-devel qt6-qtcharts-devel qt6-qtsvg-devel
    qt6-qttools-devel qt6-qtwayland
    qtermwidget-devel qtkeychain-qt6-devel utf8proc-devel mesa-libGL-devel libsodium-devel libjwt-devel simdjson-devel libcurl-devel
    xorg-x11-server-Xvfb xorg-x11-xauth openbox xdotool xwininfo xprop ImageMagick at-spi2-core dbus-daemon dbus-x11
    xdg-utils dejavu-sans-fonts dejavu-sans-mono-fonts google-noto-sans-cjk-fonts google-noto-color-emoji-fonts
    adwaita-icon-theme
    podman crun runc netavark aardvark-dns nftables docker-cli nodejs npm shadow-utils mmdebstrap busybox
    ca-certificates curl jq openssl python3 socat procps-ng iproute less debian-keyring
)
