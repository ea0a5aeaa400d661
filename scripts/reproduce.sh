#!/usr/bin/env bash
# Builds the parts of a release twice, in two folders, time zones and locales, and compares them byte for byte: the desk
# as WebAssembly, the portal, the server's binary. The argument is the last part to build: web, portal or server (the
# default).
set -euo pipefail
cd "$(dirname "$0")/.."
until=${1:-server}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR

# All files that git tracks or would add, archived once for both builds.
git ls-files --cached --others --exclude-standard -z | xargs -0 -I{} sh -c '[ ! -e "$1" ] || printf "%s\0" "$1"' _ {} |
    tar --null -T - -cf "$work/source.tar"

# build FOLDER: builds the sources in it, and writes the hashes of the results to FOLDER.sums.
build() {
    local folder=$1
    mkdir -p "$folder"
    tar -xf "$work/source.tar" -C "$folder"
    git init -q "$folder"
    (
        cd "$folder"
        # Without the package of the portal's tests, which is not released.
        export AFTERGLOW_WASM_TESTS=no
        scripts/wasm.sh
        [ "$until" = web ] || scripts/portal.sh
        [ "$until" != server ] || scripts/binary.sh >/dev/null
        [ "$until" != server ] || cp target/binary/release/afterglow afterglow
        for part in bindings/web/pkg server/portal/build afterglow; do
            [ ! -e $part ] || find $part -type f ! -name .stamp
        done | LC_ALL=C sort | xargs sha256sum >"$folder.sums"
        # Frees disk space for the next build.
        rm -rf target server/portal/node_modules
    )
}

(export TZ=UTC LC_ALL=C && build "$work/one")
(export TZ=Pacific/Auckland LC_ALL=C.UTF-8 && umask 077 && build "$work/somewhere/else-altogether")
diff "$work/one.sums" "$work/somewhere/else-altogether.sums" || { printf 'reproduce: these differ\n' >&2 && exit 1; }
printf 'reproduce: %s files are the same from both folders\n' "$(wc -l <"$work/one.sums")"
