#!/usr/bin/env bash
# Installs a folder's npm packages if its lock file has changed since the last time: scripts/packages.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../$1"
stamp=node_modules/.afterglow-stamp
wanted=$(sha256sum <package-lock.json)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0
printf 'packages: installing those of %s\n' "$1" >&2
npm ci --no-audit --no-fund --loglevel=error >&2
printf '%s\n' "$wanted" >"$stamp"
