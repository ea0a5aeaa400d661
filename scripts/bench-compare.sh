#!/usr/bin/env bash
# Measures an earlier commit and this tree alternately in one run, each with its own load generator:
# scripts/bench-compare.sh [COMMIT]. The default is the last commit without checkpoints and seals of version 2. ROUNDS=3
# PARTS="sync journal portal". Needs a quiet machine, and takes about an hour and a half. The output is kept in
# target/compare.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=${1:-8784e84}
rounds=${ROUNDS:-3}
parts=${PARTS:-sync journal portal}
out=$PWD/target/compare
before=$out/before
mkdir -p "$out"
rm -f "$out"/*.txt
[ -e "$before/.git" ] || git worktree add --detach "$before" "$commit" >&2
git -C "$before" checkout --quiet --detach "$commit"
unset CARGO_TARGET_DIR

# one PART FOLDER: the figures of one part; the build's output is redirected.
one() (
    cd "$2"
    export AFTERGLOW_TARGET_DIR=$PWD/target/debug
    scripts/portal.sh >&2
    case $1 in
    sync) scripts/postgres.sh with --durable cargo bench -p server --bench sync ;;
    journal) BENCH_ENTRIES=${SIZES:-1000,10000} cargo bench --workspace --bench journal ;;
    portal)
        scripts/packages.sh tests/browser >&2
        cargo build --workspace --bin afterglow --bin demo --example phone >&2
        RECORDS=${RECORDS:-10000} CLIENTS=${CLIENTS:-200} EACH=${EACH:-300} npm --prefix tests/browser run --silent bench
        ;;
    esac
)

# Everything is built first, so that no compiler runs during a round.
for folder in "$before" "$PWD"; do
    (cd "$folder" && scripts/portal.sh && cargo bench --no-run -p server --bench sync && cargo bench --no-run --workspace --bench journal) >&2
done
for round in $(seq "$rounds"); do
    for part in $parts; do
        # The second measurement runs on a warmer machine, so the order alternates.
        order=(before now)
        [ $((round % 2)) = 1 ] || order=(now before)
        for who in "${order[@]}"; do
            folder=$PWD
            [ $who = now ] || folder=$before
            printf 'compare: round %s, %s, %s\n' "$round" "$part" "$who" >&2
            one "$part" "$folder" 2>"$out/$who-$part-$round.log" >"$out/$who-$part-$round.txt"
        done
    done
done
node scripts/bench-compare.js "$out"
