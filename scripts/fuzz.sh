#!/usr/bin/env bash
# Fuzzes the parsers of external input (libFuzzer): scripts/fuzz.sh [SECONDS [TARGET…]]. Seeds come from the known
# answers in tests/vectors; inputs that reach new code are kept in target/fuzz/corpus. Works with a stable compiler: the
# options are LLVM's, and no sanitizer is needed because nearly all code is safe Rust.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(seal wire record picture import)
host=$(rustc -vV | sed -n 's/^host: //p')
out=$PWD/target/fuzz

flags='-Cpasses=sancov-module'
for option in level=4 trace-compares inline-8bit-counters pc-table; do
    flags+=" -Cllvm-args=-sanitizer-coverage-$option"
done
# With an explicit target, build scripts and macros are built without the flags.
RUSTFLAGS=$flags cargo build --release --locked --manifest-path fuzz/Cargo.toml --target "$host" --target-dir "$out"
node scripts/fuzz-seeds.js "$out/seeds"
status=0
for target in "${targets[@]}"; do
    mkdir -p "$out/corpus/$target"
    printf '\n== fuzz %s, %s s\n' "$target" "$seconds"
    "$out/$host/release/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=65536 -print_final_stats=1 \
        -verbosity=0 -artifact_prefix="$out/$target-" "$out/corpus/$target" "$out/seeds/$target" || status=1
done
rm -rf /dev/shm/afterglow-fuzz-*
exit $status
