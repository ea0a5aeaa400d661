#!/usr/bin/env bash
# Builds Android resources without the SDK: app/resources.sh manifest|merge|resources DIR …
#
#   DIR/manifest.xml     the app's own manifest with its package and versions (step `manifest`)
#   DIR/merged.xml       with the services and receivers of its libraries (step `merge`)
#   DIR/resources.apk    the compiled resources of the app and its libraries, with the merged manifest
#   DIR/generated/r      the R classes of the app and its libraries
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
package=afterglow.android
# As in build.gradle.kts; a test compares them.
min_sdk=28
target_sdk=35
version_code=1
version_name=0.1.0

# Adds the package name to the manifest, as Gradle does. JOIN_HOSTS: the servers whose invitations the app opens,
# separated by spaces. Without it, no link opens the app (`.invalid` is reserved, RFC 2606).
manifest() {
    local hosts=${JOIN_HOSTS:-journal.invalid}
    [[ $hosts =~ ^[a-z0-9.\ -]+$ ]] || { printf 'JOIN_HOSTS: names of hosts, divided by spaces: %s\n' "$hosts" >&2 && exit 2; }
    mkdir -p "$1"
    sed "s|<manifest |<manifest package=\"$package\" |" "$here/src/main/AndroidManifest.xml" | awk -v hosts="$hosts" '
        index($0, "${joinHost}") { n = split(hosts, host, " "); for (i = 1; i <= n; i++) { line = $0; sub(/\$\{joinHost\}/, host[i], line); print line }; next }
        { print }' >"$1/manifest.xml"
    # The libraries' manifests as a list for the merger's command line.
    find "$2" -name AndroidManifest.xml | sort | paste -sd: >"$1/libraries.txt"
}

merge() {
    java -cp "$(cat "$2")" com.android.manifmerger.Merger --main "$1/manifest.xml" --libs "$(cat "$1/libraries.txt")" \
        --property "PACKAGE=$package" --property "MIN_SDK_VERSION=$min_sdk" --property "TARGET_SDK_VERSION=$target_sdk" \
        --property "VERSION_CODE=$version_code" --property "VERSION_NAME=$version_name" --remove-tools-declarations --out "$1/merged.xml" --log WARNING
}

resources() {
    local out=$1 libraries=$2 android=$3 stamp wanted library name packages
    stamp=$out/.resources
    wanted=$({ find "$here/src/main/res" "$here/../screens/src/main/res" -type f -print0 | sort -z | xargs -0 cat && cat "$out/merged.xml" "$libraries/.stamp" "$here/resources.sh"; } | sha256sum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0
    rm -rf "$out/compiled" "$out/generated/r" "$out/framework"
    mkdir -p "$out/compiled" "$out/generated/r" "$out/framework"
    # aapt2 reads the platform's resources from Robolectric's jar, but only uncompressed.
    (cd "$out/framework" && unzip -qq "$android" resources.arsc AndroidManifest.xml && zip -q -0 ../framework.apk resources.arsc AndroidManifest.xml)
    for library in "$libraries"/*/; do
        name=$(basename "$library")
        if [ -d "$library/res" ] && [ -n "$(ls "$library/res")" ]; then aapt2 compile --dir "$library/res" -o "$out/compiled/$name.zip"; fi
    done
    # The screens' texts, which the desktop reads as well, and the app's own resources.
    aapt2 compile --dir "$here/../screens/src/main/res" -o "$out/compiled/~screens.zip"
    aapt2 compile --dir "$here/src/main/res" -o "$out/compiled/~app.zip"
    packages=$(sed -n 's/.*package="\([^"]*\)".*/\1/p' "$libraries"/*/AndroidManifest.xml | sort -u | paste -sd:)
    overlays=()
    for library in "$out"/compiled/*.zip; do overlays+=(-R "$library"); done
    aapt2 link -I "$out/framework.apk" --manifest "$out/merged.xml" --auto-add-overlay "${overlays[@]}" \
        --extra-packages "$packages" --java "$out/generated/r" --non-final-ids --no-version-vectors -o "$out/resources.apk" 2> >(grep -v "Unknown chunk" >&2)
    printf '%s\n' "$wanted" >"$stamp"
}

step=$1
shift
"$step" "$@"
