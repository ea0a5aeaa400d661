#!/usr/bin/env bash
# Builds a release in release/: the server's binary, the list of its portal's files, a bill of materials (CycloneDX),
# and their hashes. SHA256SUMS and portal.sha256 are signed on a machine that runs no builds.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/release
tools=$PWD/.tools
cyclonedx_rust=0.5.9
cyclonedx_npm=6.0.1
cyclonedx_maven=2.9.2

rm -rf "$out" && mkdir -p "$out"
install "$(scripts/binary.sh)" "$out/afterglow"
"$out/afterglow" portal-list >"$out/portal.sha256"

# Rust: the dependencies of each released part of the workspace.
[ "$("$tools/bin/cargo-cyclonedx" --version 2>/dev/null)" = "cargo-cyclonedx-cyclonedx $cyclonedx_rust" ] ||
    cargo install --quiet --locked --root "$tools" --version "=$cyclonedx_rust" cargo-cyclonedx
PATH=$tools/bin:$PATH cargo cyclonedx --format json --spec-version 1.5 --all --override-filename bom.cdx
for part in server mobile-core bindings/web bindings/web/casebook; do
    mv "$part/bom.cdx.json" "$out/rust-${part//\//-}.cdx.json"
done
find . -name bom.cdx.json -not -path './target/*' -not -path '*/node_modules/*' -delete
# npm: the portal; packages that are compiled into it are among its development packages.
# Without install scripts: one of its packages would compile an XML parser that is not used here.
npm install --prefix "$tools/cyclonedx" --ignore-scripts --no-save --no-audit --no-fund --loglevel=error "@cyclonedx/cyclonedx-npm@$cyclonedx_npm" >&2
(cd server/portal && "$tools/cyclonedx/node_modules/.bin/cyclonedx-npm" --output-reproducible --output-format JSON --output-file "$out/portal.cdx.json")
# Maven: the phone's screens and the Android app.
mvn -B -q -f bindings/android/pom.xml "org.cyclonedx:cyclonedx-maven-plugin:$cyclonedx_maven:makeAggregateBom" \
    -DoutputFormat=json -DoutputDirectory="$out" -DoutputName=phone.cdx

(cd "$out" && sha256sum afterglow portal.sha256 ./*.cdx.json >SHA256SUMS)
ls -l "$out"
