#!/usr/bin/env bash
# Implements `make run`: installs and builds everything that is missing, then runs the demo practice until Ctrl-C. PORT,
# DATA_DIR and SAMPLE set its port, its data folder and the file of its journeys.
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
# All features of the workspace and of the tests (by the example), so that `make test` compiles nothing again.
cargo build --workspace --bin afterglow --bin demo --example phone
exec "$out/debug/demo" --portal-port "$port" --data-dir "$(absolute "$data")" --sample "$(absolute "$sample")" \
    --server-bin "$out/debug/afterglow"
