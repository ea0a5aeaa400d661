#!/usr/bin/env bash
# Runs Swift 6, from the host or from a separate folder.
#
#   scripts/swift.sh way            prints where Swift is installed: host or folder; fails if it is not
#   scripts/swift.sh install        installs Debian's `swiftlang` into .tools/swift (as root; about 2 minutes, 3 GB)
#   scripts/swift.sh run COMMAND…   runs a command with `swift` and `swiftc` in its PATH, in this folder, with this environment
#   scripts/swift.sh test ARGUMENT… tests the package in bindings/swift with the built core; warnings are errors
#   scripts/swift.sh ios            type-checks the iPhone app against tests/ios-shim
#   scripts/swift.sh lint           runs swift-format on the package and the iPhone app
#   scripts/swift.sh docs           builds the package's DocC documentation and checks all links
#
# The folder holds the base system of the first Debian release that packages Swift 6. A command runs in it by chroot:
# this repository, the build's folder, /tmp and /dev have the same paths, /proc is its own, and all its processes end
# with it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$root/.tools/swift
release=trixie
# The compiler with the C and C++ libraries that it links, and packages for the programs that the tests start: libpq for
# the server, trusted certificate authorities for HTTP clients.
packages=(swiftlang libc6-dev g++ libpq5 ca-certificates)
# These are mounted in it under the same paths.
shared=("$root" "$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")" /tmp /dev)

say() { printf 'swift: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n --preserve-env "$@"; fi; }

on_host() { has swift && swift --version 2>/dev/null | grep -qE 'Swift version ([6-9]|[1-9][0-9])\.'; }
# Whether the installation is complete, with the current list of packages.
is_whole() { [ "$(cat "$folder/.whole" 2>/dev/null)" = "$release ${packages[*]}" ]; }
in_folder() { is_whole && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; } && inside true 2>/dev/null; }

way() {
    if on_host; then
        echo host
    elif in_folder; then
        echo folder
    else
        say 'there is no Swift 6 here (scripts/need.sh swift)'
        return 1
    fi
}

# apart COMMAND…: in its own mount and process namespaces, so that nothing is left behind.
apart() { as_root unshare --mount --pid --fork --kill-child "$@"; }

# inside COMMAND…: in the folder, as the calling user.
inside() {
    # shellcheck disable=SC2016  # the inner shell's own words
    apart bash -euc '
        folder=$1 here=$2 who=$3 shared=$4
        shift 4
        for one in "${@:1:shared}"; do
            mkdir -p "$one" "$folder$one"
            mount --rbind "$one" "$folder$one"
        done
        shift "$shared"
        mount -t proc proc "$folder/proc"
        cat /etc/hosts >"$folder/etc/hosts" || true
        exec chroot --userspec="$who" "$folder" env -C "$here" PATH=/usr/local/bin:/usr/bin:/bin "$@"
    ' inside "$folder" "$PWD" "$(id -u):$(id -g)" "${#shared[@]}" "${shared[@]}" "$@"
}

# Debian's mirror and proxy are taken from apt's configuration, if apt uses Debian's packages.
mirror() {
    { apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m 1 '/debian/*$'; } ||
        echo http://deb.debian.org/debian
}

install() {
    local new=$folder.new proxy='' log
    ! is_whole || return 0
    has debootstrap || { say 'debootstrap is missing (scripts/need.sh swift)' && return 1; }
    log=$(mktemp)
    eval "$(apt-config shell proxy Acquire::http::Proxy 2>/dev/null)"
    say "bringing Debian $release with ${packages[*]} into .tools/swift: about 2 minutes, 3 GB"
    as_root rm -rf "$new"
    mkdir -p "$new/etc/dpkg/dpkg.cfg.d"
    # Without fsync (a partial installation is made again) and without documentation.
    printf '%s\n' force-unsafe-io path-exclude=/usr/share/doc/* path-exclude=/usr/share/man/* path-exclude=/usr/share/locale/* \
        >"$new/etc/dpkg/dpkg.cfg.d/small"
    # shellcheck disable=SC2016  # the inner shell's own words
    if http_proxy=${http_proxy:-$proxy} apart bash -euc '
        new=$1 release=$2 mirror=$3
        shift 3
        debootstrap --variant=minbase "$release" "$new" "$mirror"
        apt-config dump Acquire >"$new/etc/apt/apt.conf.d/99host" 2>/dev/null || true
        mountpoint -q "$new/proc" || mount -t proc proc "$new/proc"
        export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin
        chroot "$new" apt-get -qq update
        chroot "$new" apt-get -qq install -y --no-install-recommends "$@"
        chroot "$new" apt-get clean
        rm -rf "$new"/var/lib/apt/lists/*
        chroot "$new" swift --version
    ' install "$new" "$release" "$(mirror)" "${packages[@]}" </dev/null >"$log" 2>&1; then
        printf '%s\n' "$release ${packages[*]}" | as_root tee "$new/.whole" >/dev/null
        as_root rm -rf "$folder"
        as_root mv "$new" "$folder"
        rm -f "$log"
    else
        tail -n 30 "$log" >&2
        rm -f "$log"
        say "Debian $release could not be brought: see above"
        return 1
    fi
}

run() {
    case $(way) in
    host) exec "$@" ;;
    folder) inside "$@" ;;
    *) return 1 ;;
    esac
}

# The same flags for both functions below, so that nothing compiles twice. Debian's Observation library lacks a symbol
# that is not called here, so the linker allows undefined symbols.
library=${AFTERGLOW_TARGET_DIR:-$root/target/debug}
flags=(-Xswiftc -warnings-as-errors -Xlinker "-L$library")
[ "$(uname)" != Linux ] || flags+=(-Xlinker --allow-shlib-undefined)

tested() {
    cd "$root/bindings/swift"
    LD_LIBRARY_PATH=$library DYLD_LIBRARY_PATH=$library AFTERGLOW_TARGET_DIR=$library run swift test "${flags[@]}" "$@"
}

ios() {
    [ "$(uname)" = Linux ] || { say 'on a Mac, Xcode checks the app against the real frameworks (bindings/ios)' && return 1; }
    cd "$root/bindings/swift"
    run swift build "${flags[@]}"
    run "$root/tests/ios-shim/check.sh"
}

# Findings that only concern another layout are ignored: short closures stay on one line here.
lint() {
    local said
    cd "$root"
    said=$(run swift format lint --recursive --configuration bindings/swift/.swift-format \
        bindings/swift/Sources/Afterglow{,Base,Kit} bindings/swift/{Tests,Package.swift} bindings/ios 2>&1) ||
        { printf '%s\n' "$said" >&2 && return 1; }
    said=$(grep -E ' (warning|error): ' <<<"$said" | grep -vE '\[(AddLines|Indentation|TrailingComma)\]' || true)
    [ -z "$said" ] || { printf '%s\n' "$said" >&2 && return 1; }
    say 'swift-format: nothing to say'
}

# Requires an earlier `swift build` or test run.
docs() {
    local out=$root/bindings/swift/.build/docs tools
    cd "$root/bindings/swift"
    rm -rf "$out"
    mkdir -p "$out/symbols"
    # These tools are in the compiler's folder, which is not in the PATH.
    tools=$(run sh -c 'dirname "$(realpath "$(command -v swiftc)")"')
    run "$tools/swift-symbolgraph-extract" -module-name Afterglow -minimum-access-level public -output-dir "$out/symbols" \
        -target "$(run swiftc -print-target-info | sed -nE 's/.*"triple": "([^"]+)".*/\1/p' | head -1)" \
        -I .build/debug/Modules -Xcc "-fmodule-map-file=$PWD/Sources/AfterglowCoreFFI/module.modulemap"
    run "$tools/docc" convert Sources/Afterglow/Afterglow.docc --additional-symbol-graph-dir "$out/symbols" --fallback-display-name Afterglow \
        --fallback-bundle-identifier afterglow.swift --warnings-as-errors --output-dir "$out/Afterglow.doccarchive"
    say "$out/Afterglow.doccarchive"
}

case ${1:-} in
way | install | ios | lint | docs) "$1" ;;
run) shift && run "$@" ;;
test) shift && tested "$@" ;;
*) sed -n 's/^#   /  /p' "$0" >&2 && exit 2 ;;
esac
