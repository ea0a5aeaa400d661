#!/usr/bin/env bash
# Unpacks Android's libraries: DIR/aar/*.aar become DIR/classes (all classes) and DIR/libraries/NAME (manifest, res).
set -euo pipefail
cd "$1"
# JNA for Android has the same classes as JNA for desktops, which is on the class path of the tests.
stamp=libraries/.stamp
wanted=$(ls -l aar | sha256sum)
[ -f $stamp ] && [ "$(cat $stamp)" = "$wanted" ] && exit 0
rm -rf classes libraries
mkdir -p classes libraries
for library in aar/*.aar; do
    name=$(basename "$library" .aar)
    unzip -qq -o "$library" -d "libraries/$name" -x 'proguard.txt' 'lint.jar' 'baseline-prof.txt' 2>/dev/null || [ $? -eq 11 ]
    [ -f "libraries/$name/classes.jar" ] || continue
    unzip -qq -o "libraries/$name/classes.jar" -d classes -x 'META-INF/MANIFEST.MF' 2>/dev/null || [ $? -eq 11 ]
    rm "libraries/$name/classes.jar"
done
printf '%s\n' "$wanted" >$stamp
