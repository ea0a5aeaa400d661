#!/usr/bin/env bash
# Builds and checks the debug package: app/apk.sh DIR LIBRARIES ANDROID_JAR TOOLS CLASS_PATH (Maven's phase `package`).
#
# It contains the core for the processors whose library scripts/arm.sh has built, the only step that needs Android's
# NDK. The other tools are d8 from its jar, and aapt2, zipalign and apksigner from Debian.
set -euo pipefail
out=$1 libraries=$2 android=$3 tools=$(cat "$4") class_path=$5
here=$(cd "$(dirname "$0")" && pwd)
arm=${AFTERGLOW_TARGET_DIR:-$here/../../../target/debug}/../android
apk=$out/afterglow-debug.apk
work=$out/apk
say() { printf 'apk: %s\n' "$*"; }

rm -rf "$work" "$apk"
mkdir -p "$work"
# The app's own classes and those of its libraries. JNA is taken from Android's library: the jar is for desktops.
while read -r entry; do
    case $entry in
    */jna-[0-9]*.jar | */android-all-*) ;;
    *.jar) echo "$entry" ;;
    *) name=$work/$(cksum <<<"$entry" | cut -d ' ' -f 1).jar && jar --create --file "$name" -C "$entry" . && echo "$name" ;;
    esac
done < <(tr ':' '\n' <<<"$class_path") >"$work/jars"
# shellcheck disable=SC2046  # one argument a jar
java -Xmx1500m -cp "$tools" com.android.tools.r8.D8 --debug --min-api 28 --lib "$android" --output "$work" $(sed 's/^/ /' "$work/jars")
while read -r jar; do
    [ -f "$jar" ] && { unzip -qq -o "$jar" 'META-INF/services/*' -d "$work" 2>/dev/null || [ $? -eq 11 ]; }
done <"$work/jars"
for processor in arm64-v8a armeabi-v7a x86_64; do
    core=$arm/$processor/libmobile_core.so
    [ -f "$core" ] || continue
    mkdir -p "$work/lib/$processor"
    cp "$core" "$libraries"/jna-*/jni/$processor/libjnidispatch.so "$work/lib/$processor/"
done
[ -d "$work/lib" ] || say "without the core for any processor: scripts/arm.sh builds it where an NDK is"

cp "$out/resources.apk" "$work/unaligned.apk"
(cd "$work" && rm -f jars.list && zip -q -r unaligned.apk classes*.dex META-INF $([ -d lib ] && echo lib))
# To pages of 16 KB, where zipalign can; the one of Debian 12 knows only those of 4.
pages='-p'
if [[ $(zipalign 2>&1 || true) == *'-P '* ]]; then pages='-P 16'; fi
# shellcheck disable=SC2086  # an option with its value
zipalign -f $pages 4 "$work/unaligned.apk" "$work/aligned.apk"
# A key for debugging, generated once. Releases are signed with a key that is kept elsewhere.
key=$out/debug.keystore
[ -f "$key" ] || keytool -genkeypair -keystore "$key" -storepass android -alias debug -keyalg EC -groupname secp256r1 -validity 10000 -dname 'CN=Afterglow debug' 2>/dev/null
apksigner sign --ks "$key" --ks-pass pass:android --out "$apk" "$work/aligned.apk"

# Checks the package as a phone would read it.
apksigner verify --min-sdk-version 28 "$apk"
# shellcheck disable=SC2086
zipalign -c $pages 4 "$apk"
aapt2 dump badging "$apk" 2>/dev/null >"$work/badging" || aapt dump badging "$apk" 2>/dev/null >"$work/badging"
grep -q "^package: name='afterglow.android'" "$work/badging"
grep -q "launchable-activity: name='afterglow.android.MainActivity'" "$work/badging"
say "$(du -h "$apk" | cut -f 1) in ${apk#"$PWD"/}"
