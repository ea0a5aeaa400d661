#!/usr/bin/env bash
# The phone in a window, in a Java of its own: desktop/phone.sh LIBRARY, after Maven's phase `package` with -Pphone.
#
# The classes that a start needs are kept in the form in which Java takes them up at once: written when the first window
# closes, used from then on until something is built anew.
set -euo pipefail
library=$1
here=$(cd "$(dirname "$0")" && pwd)
classes=$(echo "$here"/target/afterglow-desktop-*.jar):$(cat "$here/target/class-path")
archive=$here/target/classes.jsa

fresh() { [ -f "$archive" ] && while read -rd : jar; do [ "$archive" -nt "$jar" ] || return 1; done <<<"$classes:"; }
if fresh; then archived=-XX:SharedArchiveFile=$archive; else archived=-XX:ArchiveClassesAtExit=$archive; fi
# A start runs most of its code once: translating it costs more than it saves, until it has run more often.
exec java -XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=2000 -XX:Tier3MinInvocationThreshold=1000 -XX:Tier3CompileThreshold=10000 \
    -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=off "$archived" \
    -Djna.library.path="$library" -cp "$classes" afterglow.desktop.MainKt
