#!/usr/bin/env bash
# Installs missing tools for the named purposes: scripts/need.sh build portal wasm …
#
# If everything is installed, it only checks. Missing tools are installed from Debian's (or Ubuntu's) packages, as root
# or with sudo, and as rustup's components if rustup is installed. On other systems it prints what to install.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../.tools
# The folder of a newer Node if the system's packages are too old; the Makefile puts it first in the PATH as well.
PATH=$tools/node_modules/node/bin:$PATH

usage() {
    cat <<'TEXT'
usage: scripts/need.sh NEED…
  build     Rust, a C compiler, perl (OpenSSL's configure), pkg-config, libpq
  lint      rustfmt and clippy
  portal    Node 20.19 or newer with npm
  wasm      a Rust toolchain for wasm32 (scripts/wasm.sh knows three ways)
  postgres  PostgreSQL's programs (a running server is not needed)
  chromium  Chromium, for the tests in a real browser
  maven     Maven and a JDK, 17 or newer, for the Kotlin tests
  screens   what Compose draws with outside a phone: libGL, libX11, fontconfig and a font
  window    a JDK that can open a window (the headless one cannot)
  android   aapt2, zipalign and apksigner, unzip and zip: Android's package without its SDK
  swift     Swift 6; on a Debian that does not package it, in a folder of its own (scripts/swift.sh)
TEXT
}

say() { printf 'need: %s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# For each need: `met_NEED` checks whether it is installed, `packages_NEED` prints the packages that provide it.
node_is_new() { has node && has npm && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; }
perl_is_whole() { perl -MFindBin -MIPC::Cmd -MTime::Piece -e 1 2>/dev/null; }
has_library() { PATH=$PATH:/sbin ldconfig -p 2>/dev/null | grep -q "^[[:space:]]*$1 "; }
jdk_is_new() { has javac && [ "$(javac -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/')" -ge 17 ]; }

met_build() { has cargo && has cc && has make && perl_is_whole && has pkg-config && pkg-config --exists libpq; }
met_lint() { cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; }
met_portal() { node_is_new; }
# The `plain` build gives a larger module; it is accepted only if the others could not be installed.
met_wasm() { case $("$here/wasm.sh" way 2>/dev/null) in rustup | debian) ;; plain) [ "${tried:-}" ] ;; *) return 1 ;; esac }
met_postgres() { "$here/postgres.sh" programs >/dev/null 2>&1; }
met_chromium() { has chromium; }
met_maven() { has mvn && jdk_is_new; }
# Other systems include these libraries.
met_screens() { [ "$(uname)" != Linux ] || { has_library libGL.so.1 && has_library libX11.so.6 && has_library libfontconfig.so.1 && [ -n "$(fc-list 2>/dev/null | head -c 1)" ]; }; }
met_window() { [ "$(uname)" != Linux ] || { jdk_is_new && [ -f "$(dirname "$(dirname "$(realpath "$(command -v javac)")")")/lib/libawt_xawt.so" ]; }; }
met_android() { has aapt2 && has zipalign && has apksigner && has unzip && has zip; }
met_swift() { "$here/swift.sh" way >/dev/null 2>&1; }

packages_build() {
    # Debian's `rustc` does not support edition 2024; its package of the newer compiler for browsers does.
    has cargo || echo rustc-web cargo-web
    { has cc && has make; } || echo build-essential
    perl_is_whole || echo perl
    { has pkg-config && pkg-config --exists libpq; } || echo pkg-config libpq-dev
}
packages_lint() { :; }
packages_portal() { node_is_new || echo nodejs npm; }
packages_wasm() { echo rustc-web cargo-web rust-web-src lld-19; }
packages_postgres() { echo postgresql; }
packages_chromium() { echo chromium fonts-liberation; }
packages_screens() { echo libgl1 libx11-6 libfontconfig1 fontconfig fonts-liberation; }
packages_window() { apt-cache show "openjdk-$(javac -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/')-jre" 2>/dev/null | sed -n 's/^Package: //p' | head -1; }
packages_android() { echo aapt zipalign apksigner unzip zip; }
# Debian's package if it is new enough; otherwise the packages that scripts/swift.sh needs to install a newer release.
packages_swift() {
    local major
    major=$(apt-cache policy swiftlang 2>/dev/null | sed -nE 's/^ *Candidate: *([0-9]+).*/\1/p')
    if [ "${major:-0}" -ge 6 ]; then
        echo swiftlang
    else
        echo debootstrap debian-archive-keyring util-linux
    fi
}
packages_maven() {
    has mvn || echo maven
    jdk_is_new && return
    for version in 17 21 25; do
        if apt-cache show "openjdk-$version-jdk-headless" >/dev/null 2>&1; then
            echo "openjdk-$version-jdk-headless"
            return
        fi
    done
    echo default-jdk-headless
}

# Installs components that are not available as packages with rustup.
try_rustup() {
    has rustup || return 0
    case $1 in
    wasm) set -- component add rust-src ;;
    lint) set -- component add rustfmt clippy ;;
    *) return 0 ;;
    esac
    say "rustup $*"
    timeout 120 rustup "$@" </dev/null >&2 || say "rustup could not: trying the system's packages"
}

advice() {
    case $1 in
    build) echo "install Rust 1.90 or newer (rustup.rs), a C compiler, perl, pkg-config and libpq's development files" ;;
    lint) echo "install rustfmt and clippy (rustup component add rustfmt clippy)" ;;
    portal) echo "install Node 20.19 or newer with npm (this machine has $(node --version 2>/dev/null || echo none))" ;;
    wasm) echo "run 'rustup component add rust-src' (or 'rustup target add wasm32-unknown-unknown', for a larger module)" ;;
    postgres) echo "install PostgreSQL 15 or newer, so that initdb is in the PATH" ;;
    chromium) echo "install Chromium, so that 'chromium' is in the PATH" ;;
    maven) echo "install Maven and a JDK, 17 or newer" ;;
    screens) echo "install libGL, libX11, fontconfig and a font" ;;
    window) echo "install a JDK that is not headless (Debian: openjdk-17-jre beside it)" ;;
    swift) echo "install Swift 6 (swift.org), or run this as root on Debian or Ubuntu: it brings Debian's \`swiftlang\` into .tools" ;;
    android) echo "install aapt2, zipalign and apksigner (Android's build tools), unzip and zip" ;;
    esac
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# Prints output only on failure.
apt() {
    local log
    log=$(mktemp)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >"$log" 2>&1 || { cat "$log" >&2 && rm -f "$log" && return 1; }
    rm -f "$log"
}

# Debian 12 has Node 18, whose npm can install a newer one.
newer_node() {
    has npm || return 0
    say "adding Node 22 in .tools"
    npm install --prefix "$tools" --no-save --no-audit --no-fund --loglevel=error node@22 </dev/null >&2 || true
    hash -r
}

main() {
    local need missing=() packages=()
    [ $# -gt 0 ] || { usage >&2 && exit 2; }
    for need in "$@"; do
        declare -F "met_$need" >/dev/null || { say "no need is called '$need'" && usage >&2 && exit 2; }
        "met_$need" && continue
        try_rustup "$need"
        "met_$need" || missing+=("$need")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    if has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; then
        say "missing: ${missing[*]}; reading the package lists"
        apt update || say "the package lists could not be read; trying with those that are here"
        for need in "${missing[@]}"; do
            # shellcheck disable=SC2207  # package names have no spaces
            packages+=($("packages_$need"))
        done
        if [ ${#packages[@]} -gt 0 ]; then
            say "installing ${packages[*]}"
            apt install -y --no-install-recommends "${packages[@]}" || say "not everything could be installed"
        fi
    fi

    case " ${missing[*]} " in *" portal "*) met_portal || newer_node ;; esac
    case " ${missing[*]} " in *" swift "*) met_swift || "$here/swift.sh" install || true ;; esac

    local unmet=0 tried=yes
    for need in "${missing[@]}"; do
        if "met_$need"; then
            say "$need is ready"
        else
            say "$need is missing: $(advice "$need")"
            unmet=1
        fi
    done
    return $unmet
}

main "$@"
