#!/usr/bin/env bash
# Builds the server's release binary, portal included. The same source and toolchain give the same bytes in every folder
# and home directory. Prints the path.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
cargo=${CARGO_HOME:-$HOME/.cargo}

scripts/portal.sh
# Paths in the binary (panics, C's __FILE__) must not contain the builder's folders. The last matching prefix wins.
rust="--remap-path-prefix=$cargo=/cargo --remap-path-prefix=$root=/afterglow --remap-path-prefix=$target=/target"
c="-ffile-prefix-map=$cargo=/cargo -ffile-prefix-map=$root=/afterglow -ffile-prefix-map=$target=/target"
# A separate target folder, because the flags differ from those of other builds.
RUSTFLAGS=$rust CFLAGS="${CFLAGS:-} $c" CARGO_INCREMENTAL=0 \
    cargo build --release --locked --package server --bin afterglow --target-dir "$target/binary" >&2
printf '%s\n' "$target/binary/release/afterglow"
