#!/usr/bin/env bash
# Builds the phone's core and generates its Kotlin or Swift bindings: scripts/generate.sh kotlin|swift
# Generated files are never committed: library and bindings must come from one build.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${CARGO_TARGET_DIR:-target}/debug
case ${1:-} in
kotlin) dir=bindings/kotlin/src/main/generated ;;
swift) dir=bindings/swift/Sources/Generated ;;
*) echo 'usage: scripts/generate.sh kotlin|swift' >&2 && exit 2 ;;
esac

# The example uses the features of tests, like every other build of this project, so that nothing compiles twice.
cargo build --workspace --lib --bin bindgen --example phone
library=$out/libmobile_core.so
[ -f "$library" ] || library=$out/libmobile_core.dylib

# Written beside and compared: an unchanged file keeps its date, so nothing downstream is built again.
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"$out/bindgen" uniffi "$library" --language "$1" --out-dir "$fresh"
diff -rq "$fresh" "$dir" >/dev/null 2>&1 && exit 0
rm -rf "$dir"
mkdir -p "$(dirname "$dir")"
cp -r "$fresh" "$dir"
printf 'generate: %s in %s\n' "$1" "$dir" >&2
