#!/usr/bin/env bash
# Builds the therapist's desk and casebook: two crates for wasm32, then their JavaScript and types.
#
#   scripts/wasm.sh       bindings/web/pkg (for browsers) and bindings/web/pkg-node (for the portal's tests)
#   scripts/wasm.sh way   prints how this machine would compile it: rustup, debian or plain; fails if it cannot
#
# Every visit loads the desk, and a client's page the casebook, so both are optimized for size: the standard library is
# compiled from source, and a panic is an abort without a message. This uses rustup's compiler if its `rust-src` is
# installed, otherwise Debian's compiler for browsers. With rustup's target alone (plain) the module works as well, and
# is a third larger. AFTERGLOW_WASM_WAY selects one of them.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=wasm32-unknown-unknown
out=${CARGO_TARGET_DIR:-$root/target}

say() { printf 'wasm: %s\n' "$*" >&2; }

source_of() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library" ]; }
ready_rustup() { has_rustup && source_of rustc; }
ready_debian() { [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && [ -x /usr/bin/wasm-ld-19 ] && source_of /usr/bin/rustc; }
ready_plain() { [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$target/lib" ]; }
# Debian's compiler may be the only one in the PATH: it has no linker of its own for wasm32.
has_rustup() { command -v rustup >/dev/null 2>&1; }

way() {
    local way
    for way in ${AFTERGLOW_WASM_WAY:-rustup debian plain}; do
        "ready_$way" && echo "$way" && return
    done
    say "no toolchain for $target is here (scripts/need.sh wasm)"
    return 1
}

# Panic messages name source files, which must not contain the builder's folders.
flags="--remap-path-prefix=$root= --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}="
# Unstable options need RUSTC_BOOTSTRAP. They change only how a bug is reported.
small="$flags -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
std=('-Zbuild-std=std,panic_abort' -Zbuild-std-features=optimize_for_size -Zpanic-immediate-abort)

# compile WAY CRATE …
compile() {
    local way=$1 crate=$2
    shift 2
    # As a cdylib only: together with an rlib, cargo would skip link-time optimization.
    set -- rustc --package "$crate" --lib --crate-type cdylib --profile web --target "$target" "$@"
    # A target folder per toolchain: in a common one, two compilers would rebuild each other's output.
    set -- "$@" --target-dir "$out/web-$way"
    case $way in
    plain) CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags cargo "$@" ;;
    rustup)
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$small CARGO_PROFILE_WEB_PANIC=immediate-abort RUSTC_BOOTSTRAP=1 \
            cargo "$@" "${std[@]}"
        ;;
    debian)
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$small CARGO_PROFILE_WEB_PANIC=immediate-abort RUSTC_BOOTSTRAP=1 \
            CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 RUSTC=/usr/bin/rustc /usr/bin/cargo "$@" "${std[@]}"
        ;;
    esac
}

# The inputs of the packages: the compiler, and all source files.
inputs() {
    {
        printf '%s\n' "$1" && rustc --version
        git ls-files --cached --others --exclude-standard -z Cargo.toml Cargo.lock protocol journal bindings/web bindings/bindgen scripts/wasm.sh |
            sort -z | xargs -0 sha256sum 2>/dev/null || true
    } | sha256sum | cut -d ' ' -f 1
}

fresh() { [ -f "$1/.stamp" ] && [ -f "$1/desk_bg.wasm" ] && [ -f "$1/casebook_bg.wasm" ] && [ "$(cat "$1/.stamp")" = "$made" ]; }

# generate KIND FOLDER CRATE: generates JavaScript and types from the last build, for browsers (web) or the portal's
# tests (nodejs).
generate() {
    local kind=$1 dir=$root/bindings/web/$2 crate=$3
    "$out/debug/bindgen" web "$out/web-$way/$target/web/$crate.wasm" --target "$kind" --out-dir "$dir"
    say "$crate for $kind: $(du -k "$dir/${crate}_bg.wasm" | cut -f 1) KiB in ${dir#"$root"/}"
}

cd "$root"
case ${1:-build} in
way) way ;;
build)
    way=$(way)
    made=$(inputs "$way")
    # Checked before cargo runs: both packages use the same output file, so cargo would link each of them every time.
    # AFTERGLOW_WASM_TESTS=no skips the package of the tests.
    tests=${AFTERGLOW_WASM_TESTS:-yes}
    if fresh bindings/web/pkg && { [ "$tests" = no ] || fresh bindings/web/pkg-node; }; then exit 0; fi
    # The whole workspace, so that the features are those of other builds and nothing compiles twice.
    cargo build --workspace --bin bindgen
    rm -rf bindings/web/pkg bindings/web/pkg-node
    compile "$way" casebook
    generate web pkg casebook
    [ "$tests" = no ] || generate nodejs pkg-node casebook
    compile "$way" desk
    generate web pkg desk
    printf '%s' "$made" >bindings/web/pkg/.stamp
    [ "$tests" != no ] || exit 0
    # The package of the tests also checks the known answers; it is not released.
    compile "$way" desk --features vectors
    generate nodejs pkg-node desk
    printf '%s' "$made" >bindings/web/pkg-node/.stamp
    ;;
*) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
esac
