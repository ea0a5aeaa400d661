#!/usr/bin/env bash
# Builds the core for phones' processors into target/android, where the Android app expects it. Needs Android's NDK
# (ANDROID_NDK_HOME), cargo-ndk and rustup's targets:
#
#   cargo install cargo-ndk && rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d "${ANDROID_NDK_HOME:-}" ] || { printf 'arm: set ANDROID_NDK_HOME to an Android NDK\n' >&2 && exit 1; }
exec cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --platform 28 --output-dir "${CARGO_TARGET_DIR:-target}/android" \
    build --release --package mobile-core --lib
