#!/usr/bin/env bash
# Type-checks the iPhone app's sources against the declarations in this folder. `scripts/swift.sh ios` calls it after
# `swift build` in bindings/swift. The compiled modules stay in bindings/swift/.build/ios.
set -euo pipefail
shim=$(cd "$(dirname "$0")" && pwd)
root=$shim/../..
package=$root/bindings/swift
out=$package/.build/ios
# A module is a file, or a folder with a file for each subject. Each comes after those that it imports.
modules=(UniformTypeIdentifiers UIKit Security LocalAuthentication UserNotifications BackgroundTasks AVFoundation Vision VisionKit Network SwiftUI PhotosUI Charts AppIntents WidgetKit)
mkdir -p "$out"

# The compiler's own SwiftSyntax, with which macros are implemented.
host=$(dirname "$(dirname "$(realpath "$(command -v swiftc)")")")/lib/swift/host
plugin=$out/libShimMacros.so
if [ "$shim/Macros.swift" -nt "$plugin" ]; then
    swiftc -swift-version 5 -emit-library -parse-as-library -module-name ShimMacros -I "$host" -L "$host" -Xlinker -rpath -Xlinker "$host" \
        -lSwiftSyntax -lSwiftSyntaxMacros -lSwiftSyntaxBuilder "$shim/Macros.swift" -o "$plugin"
fi

stale=
for module in "${modules[@]}"; do
    source=$shim/$module
    [ -d "$source" ] || source=$source.swift
    if [ ! -e "$out/$module.swiftmodule" ] || [ -n "$(find "$source" -newer "$out/$module.swiftmodule")" ]; then stale=yes; fi
    [ "$stale" ] || continue
    mapfile -t sources < <(find "$source" -name '*.swift' | sort)
    swiftc -swift-version 6 -warnings-as-errors -emit-module -parse-as-library -module-name "$module" -I "$out" \
        -load-plugin-library "$plugin" "${sources[@]}" -emit-module-path "$out/$module.swiftmodule"
done

# Compiles to SIL: only there, not with -typecheck, does the compiler check whether a value may be sent to another
# actor.
check() {
    swiftc -emit-sil -wmo -o /dev/null -swift-version 6 -module-name AfterglowPhone -parse-as-library \
        -I "$out" -I "$(swift build --package-path "$package" --show-bin-path)/Modules" \
        -Xcc "-fmodule-map-file=$package/Sources/AfterglowCoreFFI/module.modulemap" -load-plugin-library "$plugin" "$@"
}

# The simulator tests need XCTest's user interface, so only Xcode compiles them.
# The app, the share extension and the widget are programs of their own, as in project.yml.
count=0
for program in 'App Screens Platform Shared' 'Share Shared' Widget; do
    # shellcheck disable=SC2086  # several folders
    mapfile -t sources < <(cd "$root/bindings/ios" && find $program -name '*.swift' | sort)
    check -warnings-as-errors "${sources[@]/#/$root/bindings/ios/}"
    count=$((count + ${#sources[@]}))
done
# Then files with faults, each of which must be found in the marked line and nowhere else. This checks that the check
# works.
for file in "$shim"/Faults/*.swift; do
    found=$(check "$file" 2>&1 | sed -nE "s|^.*/${file##*/}:([0-9]+):[0-9]+: error: .*|\1|p" | sort -n | uniq || true)
    diff <(grep -n '// fault$' "$file" | cut -d: -f1) <(printf '%s\n' "$found") >&2 ||
        { printf 'ios: the lines with a fault in %s (left) are not those that were found (right)\n' "${file##*/}" >&2 && exit 1; }
done
printf 'ios: %s files type-checked\n' "$count"
