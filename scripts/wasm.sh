#!/usr/bin/env bash
# Builds the therapist's desk: crate `desk` for wasm32, then its JavaScript and types.
#
#   scripts/wasm.sh       bindings/web/pkg (for browsers) and bindings/web/pkg-node (for the portal's tests)
#   scripts/wasm.sh way   says how this machine would compile it: rustup or debian; fails where neither can
#
# The target comes from rustup where that can download it. Elsewhere Debian's browser toolchain builds the standard
# library from source (AFTERGLOW_WASM_WAY=debian asks for that way).
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=wasm32-unknown-unknown
out=${CARGO_TARGET_DIR:-$root/target}

say() { printf 'wasm: %s\n' "$*" >&2; }

rustup_ready() { [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$target/lib" ]; }
debian_ready() { [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && [ -x /usr/bin/wasm-ld-19 ] && [ -d "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library" ]; }

way() {
    local wish=${AFTERGLOW_WASM_WAY:-any}
    if [ "$wish" != debian ] && rustup_ready; then
        echo rustup
    elif [ "$wish" != rustup ] && debian_ready; then
        echo debian
    else
        say "no toolchain for $target is here (scripts/need.sh wasm)"
        return 1
    fi
}

# Panic messages name source files: without the folders of whoever built it.
flags="--remap-path-prefix=$root= --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}="

compile() {
    local way=$1
    shift
    # As a cdylib alone: beside an rlib, cargo would leave link-time optimisation out.
    set -- rustc --package desk --lib --crate-type cdylib --profile web --target "$target" "$@"
    case $way in
    rustup)
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags cargo "$@" --target-dir "$out/web"
        ;;
    debian)
        # A folder of its own: two compilers in one would rebuild each other's work.
        # Both `-Z` options are unstable ones; this compiler is the one of known version that Debian ships.
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 \
            RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc /usr/bin/cargo "$@" --target-dir "$out/web-debian" \
            -Zbuild-std=std,panic_abort -Zbuild-std-features=
        out_way=web-debian
        ;;
    esac
}

# What the packages were made from: the module, the generator's version, and this script.
stamp() { { sha256sum <"$1" && sha256sum <"$root/bindings/bindgen/Cargo.toml" && sha256sum <"$0"; } | sha256sum | cut -d ' ' -f 1; }

fresh() { [ -f "$1/.stamp" ] && [ -f "$1/desk_bg.wasm" ] && [ "$(cat "$1/.stamp")" = "$2" ]; }

# generate KIND FOLDER: the package for browsers (web) or for the portal's tests (nodejs) from what was compiled last.
generate() {
    local kind=$1 dir=$root/bindings/web/$2 module=$out/$out_way/$target/web/desk.wasm made
    made=$(stamp "$module")
    fresh "$dir" "$made" && return
    # Of the whole workspace, so that features are those of every other build and nothing compiles twice.
    cargo build --workspace --bin bindgen
    rm -rf "$dir"
    "$out/debug/bindgen" web "$module" --target "$kind" --out-dir "$dir"
    printf '%s' "$made" >"$dir/.stamp"
    say "$kind: $(du -k "$dir/desk_bg.wasm" | cut -f 1) KiB in ${dir#"$root"/}"
}

cd "$root"
case ${1:-build} in
way) way ;;
build)
    way=$(way)
    out_way=web
    compile "$way"
    generate web pkg
    # The tests' package also checks the known answers; nobody downloads that part.
    compile "$way" --features vectors
    generate nodejs pkg-node
    ;;
*) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
esac
