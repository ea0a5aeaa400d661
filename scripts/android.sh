#!/usr/bin/env bash
# Builds what is published for Android: the journal as an AAR, and the app as a minified, unsigned bundle. Needs Android's SDK
# (ANDROID_HOME), its NDK (ANDROID_NDK_HOME), Gradle, and what scripts/arm.sh needs. JOIN_HOSTS: the server whose invitations
# the app opens.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d "${ANDROID_HOME:-}" ] || { printf 'android: set ANDROID_HOME to an Android SDK\n' >&2 && exit 1; }
command -v gradle >/dev/null || { printf 'android: Gradle is not here\n' >&2 && exit 1; }
scripts/arm.sh
scripts/generate.sh kotlin
gradle --project-dir bindings/android --console plain :library:assembleRelease :app:bundleRelease
ls -l bindings/android/library/build/outputs/aar/*-release.aar bindings/android/app/build/outputs/bundle/release/*.aab
