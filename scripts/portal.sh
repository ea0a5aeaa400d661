#!/usr/bin/env bash
# Builds the portal into server/portal/build, which the server's binary embeds. Does nothing if neither the portal nor
# the desk has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
portal=server/portal
stamp=$portal/node_modules/.afterglow-built

scripts/wasm.sh
scripts/packages.sh $portal

# Its inputs: all files that git tracks or would add, and the desk.
wanted=$({
    git ls-files --cached --others --exclude-standard -z $portal server/openapi.json | sort -z | xargs -0 sha256sum 2>/dev/null || true
    sha256sum bindings/web/pkg/desk* bindings/web/pkg/casebook* journal/data/words.txt
} | sha256sum)
[ -f $portal/build/200.html ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0
printf 'portal: building\n' >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
npm --prefix $portal run --silent build >"$log" 2>&1 || { cat "$log" >&2 && exit 1; }
printf '%s\n' "$wanted" >"$stamp"
