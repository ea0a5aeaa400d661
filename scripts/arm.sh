#!/usr/bin/env bash
# Builds the core for phones' processors into target/android, where the Android app expects it. Needs Android's NDK
# (ANDROID_NDK_HOME), cargo-ndk and rustup's targets:
#
#   cargo install cargo-ndk && rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d "${ANDROID_NDK_HOME:-}" ] || { printf 'arm: set ANDROID_NDK_HOME to an Android NDK\n' >&2 && exit 1; }
# Phones with memory pages of 16 KB load only libraries that are aligned to them.
pages='-C link-arg=-Wl,-z,max-page-size=16384'
export CARGO_TARGET_AARCH64_LINUX_ANDROID_RUSTFLAGS=$pages CARGO_TARGET_X86_64_LINUX_ANDROID_RUSTFLAGS=$pages
out=${CARGO_TARGET_DIR:-target}/android
cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --platform 28 --output-dir "$out" \
    build --release --package mobile-core --lib
for processor in arm64-v8a x86_64; do
    loads=$("$ANDROID_NDK_HOME"/toolchains/llvm/prebuilt/*/bin/llvm-readelf --program-headers --wide "$out/$processor/libmobile_core.so" | grep LOAD)
    ! grep -v 0x4000 <<<"$loads" || { printf 'arm: the library for %s is not aligned to 16 KB\n' "$processor" >&2 && exit 1; }
done
