#!/usr/bin/env bash
# What `make run` does: everything installed and built that is missing, then the demo practice until Ctrl-C.
# PORT, DATA_DIR and SAMPLE change where it listens, where it keeps its data and whose journeys it plays.
set -euo pipefail
here=$(pwd)
cd "$(dirname "$0")/.."
root=$(pwd)
absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$here" "$1" ;; esac; }
port=${PORT:-8087}
data=${DATA_DIR:-$root/data}
sample=${SAMPLE:-$root/demo/data/practice.json}
out=${CARGO_TARGET_DIR:-target}

case $port in *[!0-9]* | '') printf 'run: PORT=%s is not a number\n' "$port" >&2 && exit 2 ;; esac
[ -f "$(absolute "$sample")" ] || { printf 'run: SAMPLE=%s is not there\n' "$sample" >&2 && exit 2; }

scripts/need.sh build portal wasm
scripts/portal.sh
printf 'run: building the server and the phones\n' >&2
# All of the workspace's features, and those of tests (by the example): then `make test` compiles nothing again.
cargo build --workspace --bin afterglow --bin demo --example phone
exec "$out/debug/demo" --portal-port "$port" --data-dir "$(absolute "$data")" --sample "$(absolute "$sample")" \
    --server-bin "$out/debug/afterglow"
