#!/usr/bin/env bash
# Builds the core for iPhones and simulators as an XCFramework. Needs a Mac with Xcode, and rustup's targets: rustup
# target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios
set -euo pipefail
cd "$(dirname "$0")/.."
command -v xcodebuild >/dev/null || { printf 'xcframework: Xcode is not here\n' >&2 && exit 1; }
[ -f bindings/swift/Sources/Generated/AfterglowCoreFFI.h ] || { printf 'xcframework: run `make swift` first\n' >&2 && exit 1; }
out=bindings/swift/build
target=${CARGO_TARGET_DIR:-target}

for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios; do
    cargo rustc --release --package mobile-core --lib --crate-type staticlib --target $triple
done
rm -rf $out && mkdir -p $out/simulator
lipo -create "$target/aarch64-apple-ios-sim/release/libmobile_core.a" "$target/x86_64-apple-ios/release/libmobile_core.a" -output $out/simulator/libmobile_core.a
# Without the header, which the package contains: a module can be defined only once.
xcodebuild -create-xcframework \
    -library "$target/aarch64-apple-ios/release/libmobile_core.a" \
    -library $out/simulator/libmobile_core.a \
    -output $out/MobileCore.xcframework
