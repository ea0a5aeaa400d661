#!/usr/bin/env bash
# Generates R with the keys of the screens' texts, as aapt2 and Gradle do for Android: desktop/keys.sh RESOURCES DIR
#
# There the values are numbers; here they are the keys themselves.
set -euo pipefail
texts=$1/values/strings.xml out=$2/afterglow/android
keys() { sed -n "s/^ *<$1 name=\"\([a-z0-9_]*\)\".*/        const val \1 = \"\1\"/p" "$texts"; }

mkdir -p "$out"
cat >"$out/R.kt" <<R
package afterglow.android

object R {
    @Suppress("ClassName")
    object string {
$(keys string)
    }

    @Suppress("ClassName")
    object plurals {
$(keys plurals)
    }
}
R
