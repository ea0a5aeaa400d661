#!/usr/bin/env bash
# Builds what a release consists of twice, in two folders, time zones and languages, and compares it byte for byte: the desk as
# WebAssembly, the portal, the server's binary. An argument leaves the later ones out: web, portal or server (the default).
set -euo pipefail
cd "$(dirname "$0")/.."
until=${1:-server}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR

# What git knows or would take, once for both.
git ls-files --cached --others --exclude-standard -z | xargs -0 -I{} sh -c '[ ! -e "$1" ] || printf "%s\0" "$1"' _ {} |
    tar --null -T - -cf "$work/source.tar"

# build FOLDER: the sources there, built; FOLDER.sums lists what came of it.
build() {
    local folder=$1
    mkdir -p "$folder"
    tar -xf "$work/source.tar" -C "$folder"
    git init -q "$folder"
    (
        cd "$folder"
        # Without the package of the portal's tests: nobody is given it.
        export AFTERGLOW_WASM_TESTS=no
        scripts/wasm.sh
        [ "$until" = web ] || scripts/portal.sh
        [ "$until" != server ] || scripts/binary.sh >/dev/null
        [ "$until" != server ] || cp target/binary/release/afterglow afterglow
        for part in bindings/web/pkg server/portal/build afterglow; do
            [ ! -e $part ] || find $part -type f ! -name .stamp
        done | LC_ALL=C sort | xargs sha256sum >"$folder.sums"
        # Room for the next one.
        rm -rf target server/portal/node_modules
    )
}

(export TZ=UTC LC_ALL=C && build "$work/one")
(export TZ=Pacific/Auckland LC_ALL=C.UTF-8 && umask 077 && build "$work/somewhere/else-altogether")
diff "$work/one.sums" "$work/somewhere/else-altogether.sums" || { printf 'reproduce: these differ\n' >&2 && exit 1; }
printf 'reproduce: %s files are the same from both folders\n' "$(wc -l <"$work/one.sums")"
