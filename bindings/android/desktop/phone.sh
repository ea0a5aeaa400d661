#!/usr/bin/env bash
# Runs the phone in a window, in a separate JVM: desktop/phone.sh LIBRARY, after Maven's phase `package` with -Pphone.
#
# Classes that a start loads are cached in the JVM's class-data archive: written when the first window closes, and used
# until the next build.
set -euo pipefail
library=$1
here=$(cd "$(dirname "$0")" && pwd)
classes=$(echo "$here"/target/afterglow-desktop-*.jar):$(cat "$here/target/class-path")
archive=$here/target/classes.jsa

fresh() { [ -f "$archive" ] && while read -rd : jar; do [ "$archive" -nt "$jar" ] || return 1; done <<<"$classes:"; }
if fresh; then archived=-XX:SharedArchiveFile=$archive; else archived=-XX:ArchiveClassesAtExit=$archive; fi
# Most code runs once during a start, so it is compiled only after more calls than by default.
exec java -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=2000 -XX:Tier3MinInvocationThreshold=1000 -XX:Tier3CompileThreshold=10000 \
    -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=off "$archived" \
    -Djna.library.path="$library" -cp "$classes" afterglow.desktop.MainKt
